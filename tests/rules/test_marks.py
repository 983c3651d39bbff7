"""What the default run leaves out CI runs, and real servers are left out of it."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
OPTIONS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
MARKS = {told.partition(":")[0] for told in OPTIONS["markers"]}


def test_every_mark_is_left_out_by_default_run_by_ci_and_told_in_the_readme():
    (left_out,) = re.findall(r"-m '(.+?)'", OPTIONS["addopts"])
    assert set(left_out.split(" and ")) == {f"not {mark}" for mark in MARKS}
    assert set(re.findall(r"pytest -q -m ([a-z]+)", (ROOT / ".ci/run").read_text("utf-8"))) == MARKS
    assert set(re.findall(r"^\| `pytest -m ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.M)) == MARKS


def test_what_starts_real_servers_bears_a_mark(request):
    """Collected here is only what the default run has, unless somebody asked for a mark."""
    collected = {item.path: item for item in request.session.items}
    for path, item in collected.items():
        starts = re.search(r"^from tests\.support\.servers import", path.read_text("utf-8"), re.M)
        if starts or "on_two_servers" in path.parts:
            assert any(item.get_closest_marker(mark) for mark in MARKS), path.relative_to(ROOT)


def test_ci_reads_every_folder_in_which_a_mark_stands():
    """A stage reads some folders alone; what bore its mark elsewhere would be left out, and nobody would see it."""
    stages = re.findall(r"pytest -q -m ([a-z]+)(.*)$", (ROOT / ".ci/run").read_text("utf-8"), re.M)
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for mark in MARKS & set(re.findall(r"pytest\.mark\.([a-z]+)", path.read_text("utf-8"))):
            read = [ROOT / word for stage, told in stages if stage == mark for word in told.split() if word[0] != "-"]
            assert any(path.is_relative_to(folder) for folder in read), f"{mark} in {path.relative_to(ROOT)}"
