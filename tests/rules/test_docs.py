"""The README tells the truth about today's commands, settings and dependencies."""

import re
import tomllib
from pathlib import Path

import click

from hotline.cli.main import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def commands(group, prefix="hotline"):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def test_every_command_has_its_line_in_the_readme_and_every_line_its_command():
    told = set(re.findall(r"^\| `(hotline [a-z ]+)` \|", README, re.M))
    assert told == {name for name, _ in commands(main)}


def test_every_command_explains_itself():
    for name, command in commands(main):
        assert command.get_short_help_str(), name


def test_every_setting_is_in_the_readme_and_every_one_told_is_read():
    told = set(re.findall(r"`(HOTLINE_[A-Z_]+)`", README))
    read = {
        variable
        for path in (ROOT / "hotline").rglob("*.py")
        for variable in re.findall(r'"(HOTLINE_[A-Z_]+)"', path.read_text("utf-8"))
    }
    assert told == read


def test_every_dependency_is_explained_and_has_a_lower_bound():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    told = set(re.findall(r"[a-z][a-z0-9-]+", " ".join(re.findall(r"^\| ([a-z0-9, -]+) \|", README, re.M))))
    extras = project["optional-dependencies"]
    for requirement in project["dependencies"] + extras["test"] + extras["bench"] + extras["semantic"]:
        assert re.match(r"[a-z0-9-]+(\[[a-z]+\])?>=\d", requirement), requirement
        assert re.split(r"[\[>]", requirement)[0] in told, requirement


def test_the_readme_has_the_two_commands_that_ci_runs():
    blocks = re.findall(r"^```sh\n(.+?)\n```$", README, re.M | re.S)
    assert len(blocks) == 2
    assert blocks[0].endswith("hotline demo")
    assert blocks[1].endswith("pytest")


def test_every_picture_in_the_readme_is_there():
    for picture in re.findall(r"!\[.+?\]\((.+?)\)", README):
        assert (ROOT / picture).is_file(), picture
