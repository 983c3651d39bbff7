"""The documents tell the truth about today's commands, settings, dependencies, folders, URLs, figures and links."""

import importlib
import re
import tomllib
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import click
import pytest
from prometheus_client.parser import text_string_to_metric_families

from hotline.app import create_app
from hotline.cli.main import main
from hotline.core.permissions import TABLE, Permission
from hotline.services import retention
from hotline.settings import Settings
from hotline.settings.gateways import TextGatewaySettings
from hotline.settings.sip_access import SipAccess
from hotline.storage.csv_tables.schema import COLUMNS
from voice.phone.call_state import Place

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "hotline" / "docs"
README, VOICE, FAQ_DATA = (ROOT / name for name in ("README.md", "voice/README.md", "faq_data/README.md"))
DOCUMENTS = {str(path.relative_to(ROOT)): path for path in (README, VOICE, FAQ_DATA, *sorted(DOCS.glob("*.md")))}
each_document = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FENCED = re.compile(r"^( *)```\w*\n(.*?)^\1```$", re.M | re.S)
IN_KANNEL_CONF = {"HOTLINE_ADDRESS"}
"""What an office replaces in Kannel's own configuration: no setting of ours."""
SECRET = "a secret that is long and varied enough 0123456789"


def read(path):
    return path.read_text("utf-8")


def prose(path):
    """The document without its fenced blocks, whose lines beginning with # are comments and not headings."""
    return FENCED.sub("", read(path))


def sections(path):
    """The text below each heading of the second level, by heading."""
    parts = re.split(r"^## (.+)$", read(path), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def anchors(path):
    """What GitHub makes of the headings: lower case, no punctuation, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def code(path):
    """Everything written as code: the lines of fenced blocks, and what stands in backticks."""
    fenced = [line for _, block in FENCED.findall(read(path)) for line in block.splitlines()]
    return fenced + re.findall(r"`([^`]+)`", prose(path))


def commands(group, prefix="hotline"):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


COMMANDS = dict(commands(main))


def test_a_newcomer_reads_the_readme_in_ten_minutes():
    assert read(README).count("\n") <= 180


def test_the_readme_leads_to_every_other_document():
    leads_to = {(README.parent / link).resolve() for link in re.findall(r"\]\(([^)#]+\.md)\)", read(README))}
    assert set(DOCUMENTS.values()) - {README} <= leads_to


def test_the_readme_has_the_two_commands_that_ci_runs():
    blocks = re.findall(r"^```sh\n(.+?)\n```$", read(README), re.M | re.S)
    assert len(blocks) == 2
    assert blocks[0].endswith("hotline demo")
    assert blocks[1].endswith("pytest")


def test_every_command_has_its_line_in_the_readme_and_every_line_its_command():
    assert set(re.findall(r"^\| `(hotline [a-z ]+)` \|", read(README), re.M)) == set(COMMANDS)


def test_every_command_explains_itself_and_its_options():
    for name, command in COMMANDS.items():
        assert command.get_short_help_str(), name
        for parameter in command.params:
            assert isinstance(parameter, click.Argument) or parameter.help, f"{name} {parameter.name}"


@each_document
def test_every_command_in_a_document_exists_and_takes_the_options_it_is_shown_with(document):
    for line in code(document):
        for part in re.split(r"&&|  #", line):
            found = re.search(r"(?:^|\s|/)(hotline(?: [a-z]+)+)", part)
            if found:
                name = max((name for name in COMMANDS if f"{found[1]} ".startswith(f"{name} ")), key=len, default="")
                assert name, f"no such command: {part}"
                takes = {option for parameter in COMMANDS[name].params for option in parameter.opts} | {"--help"}
                assert set(re.findall(r"(?<=\s)--[a-z-]+", part)) <= takes, part


def test_every_option_of_evaluate_is_explained():
    options = {option for parameter in COMMANDS["hotline evaluate"].params for option in parameter.opts}
    told = sections(DOCS / "matching.md")["Measuring it: `hotline evaluate`"]
    assert set(re.findall(r"`(--[a-z]+)", told)) == options


@each_document
def test_every_module_run_by_a_command_in_a_document_exists(document):
    for module in re.findall(r"python -m (tests\.[\w.]+)", read(document)):
        assert ROOT.joinpath(*module.split(".")).with_suffix(".py").is_file(), module


@each_document
def test_every_link_and_picture_in_a_document_leads_somewhere(document):
    for link in re.findall(r"\]\((.+?)\)", prose(document)):
        if not link.startswith("https://"):
            path, _, anchor = link.partition("#")
            target = (document.parent / path).resolve() if path else document
            assert target.is_file(), link
            assert not anchor or anchor in anchors(target), link


@each_document
def test_every_file_and_module_named_in_a_document_exists(document):
    top = "|".join(re.escape(path.name) for path in ROOT.iterdir() if path.name not in {"var", ".venv"})
    for named in code(document):
        if re.fullmatch(rf"(?:{top})/[\w./-]+|[\w./-]+\.py", named):
            assert (ROOT / named).exists(), named
        elif re.fullmatch(r"(?:hotline|voice|tests)(?:\.\w+)+", named):
            assert is_there(named), named


def is_there(dotted):
    """Whether ``dotted`` is a module, or a name in one."""
    module, *names = dotted.split(".")
    thing = importlib.import_module(module)
    for name in names:
        module = f"{module}.{name}"
        try:
            thing = getattr(thing, name, None) or importlib.import_module(module)
        except ImportError:
            return False
    return True


def test_every_folder_of_the_code_has_its_line_in_the_readme():
    """Those of hotline one by one, the other top-level folders as wholes."""
    rows = re.findall(r"^\| (.+?) \|", sections(README)["Folders"], re.M)
    told = {name for row in rows for name in re.findall(r"`(.+?)`", row)}
    folders = {path.parent for path in (ROOT / "hotline").glob("*/*.*") if path.parent.name != "__pycache__"}
    assert told == {str(path.relative_to(ROOT)) for path in folders} | {"voice", "faq_data", "tests"}


def test_every_setting_is_explained_and_every_one_explained_is_read():
    sources = [path for folder in ("hotline", "voice") for path in (ROOT / folder).rglob("*.py")]
    are_read = {name for path in sources for name in re.findall(r'"(HOTLINE_[A-Z_]+)"', read(path))}
    rows = re.findall(r"^\| (`HOTLINE_.+?) \|", read(DOCS / "settings.md"), re.M)
    assert {name for row in rows for name in re.findall(r"`(HOTLINE_[A-Z_]+)`", row)} == are_read
    for name, path in DOCUMENTS.items():
        assert set(re.findall(r"`(HOTLINE_[A-Z_]+)[`=]", read(path))) <= are_read | IN_KANNEL_CONF, name


def test_the_settings_have_the_defaults_that_are_told():
    required = {"HOTLINE_SECRET_KEY": SECRET, "HOTLINE_TWILIO_AUTH_TOKEN": SECRET}
    required["HOTLINE_PUBLIC_URL"] = "https://96128.example.gov.cn"
    account = {"HOTLINE_TWILIO_ACCOUNT_SID": f"AC{'0' * 32}", "HOTLINE_TWILIO_NUMBER": "+8687112345678"}
    kannel = {"HOTLINE_KANNEL_SECRET": "kannel_" + "0123456789" * 3, "HOTLINE_KANNEL_PASSWORD": SECRET}
    alerts = {"HOTLINE_SMTP_HOST": "mail.example.cn", "HOTLINE_ALERT_FROM": "a@a.cn", "HOTLINE_ALERT_TO": "b@a.cn"}
    settings = Settings.from_env(required | account | kannel | alerts)
    defaults = {
        "HOTLINE_VAR": f"./{settings.places.var.name}",
        "HOTLINE_KEEP_WORDS_DAYS": str(settings.places.keep_words_days),
        "HOTLINE_MATCHING": "meaning" if settings.places.by_meaning else "words",
        "HOTLINE_TWILIO_API_URL": settings.twilio_account.api_url,
        "HOTLINE_KANNEL_SEND_URL": settings.kannel.send_url,
        "HOTLINE_KANNEL_USER": settings.kannel.user,
        "HOTLINE_VOICE_GATEWAY": settings.voice_gateway,
        "HOTLINE_TEXT_GATEWAY": settings.text_gateway,
        "HOTLINE_MAX_CALL_MINUTES": str(settings.max_call_minutes),
        "HOTLINE_EARS": settings.ears,
        "HOTLINE_VOICE": settings.voice,
        "HOTLINE_VOICE_LANGUAGE": settings.voice_language,
        "HOTLINE_SPEECH_LANGUAGE": settings.speech_language,
        "HOTLINE_SPEECH_PAUSE": str(settings.speech_pause_seconds),
        "HOTLINE_LOG": settings.log,
        "HOTLINE_SMTP_TLS": settings.alerts.tls,
        "HOTLINE_ALERT_TRANSFERS": str(settings.alerts.untaken_transfers),
        "HOTLINE_TRUSTED_PROXIES": str(settings.trusted_proxies),
        "HOTLINE_LIMITS": settings.limits,
        "HOTLINE_SIP_LISTEN": SipAccess().listen,
        "HOTLINE_SIP_TRANSPORT": SipAccess().transport,
        "HOTLINE_SIP_USER": SipAccess().user,
        "HOTLINE_SIP_LINES": str(SipAccess().lines),
        "HOTLINE_SIP_DIAL_MINUTES": str(SipAccess().dial_minutes),
        "HOTLINE_SIP_CONTROL": SipAccess().control,
    }
    told = re.findall(r"^\| `(HOTLINE_[A-Z_]+)` \| `(.+?)` \|", read(DOCS / "settings.md"), re.M)
    assert dict(told) == defaults
    required_rows = re.findall(r"^\| `(.+?)` \|", sections(DOCS / "settings.md")["Required"], re.M)
    assert set(required_rows) == set(required)


def test_every_dependency_is_explained_below_its_extra_and_has_a_lower_bound():
    extras = PROJECT["optional-dependencies"]
    headings = {"Always installed": PROJECT["dependencies"]}
    headings |= {f"Extra `{name}`": requirements for name, requirements in extras.items()}
    below = sections(DOCS / "dependencies.md")
    for heading, requirements in headings.items():
        for requirement in requirements:
            assert re.match(r"[a-z0-9-]+(\[[a-z0-9]+\])?>=\d", requirement), requirement
        _, *rows = re.findall(r"^\| ([a-z0-9, -]+) \|", below[heading], re.M)
        told = {name for row in rows for name in row.split(", ")}
        assert told == {re.split(r"[\[>]", requirement)[0] for requirement in requirements}, heading


def test_every_role_may_do_what_its_column_says():
    rows = re.findall(r"^\| (.+) \|$", sections(DOCS / "operating.md")["Roles"], re.M)
    head, *permissions = [[cell.strip() for cell in row.split("|")] for row in rows]
    assert [column.split()[0] for column in head[1:]] == [role.value for role in TABLE]
    told = {name.strip("`"): [cell == "yes" for cell in cells] for name, *cells in permissions}
    assert told == {permission.value: [permission in held for held in TABLE.values()] for permission in Permission}


def test_every_figure_at_metrics_is_explained_and_every_one_explained_is_there(settings, line):
    monitored = create_app(replace(settings, metrics_token=SECRET), line=line).test_client()
    shown = monitored.get("/metrics", headers={"Authorization": f"Bearer {SECRET}"}).text
    exported = {f.name + "_total" * (f.type == "counter") for f in text_string_to_metric_families(shown)}
    assert set(re.findall(r"^\| `(hotline_\w+)` \|", read(DOCS / "operating.md"), re.M)) == exported


def test_everything_that_is_erased_after_a_time_is_told_with_that_time():
    told = read(DOCS / "privacy.md")
    for name, period in vars(retention).items():
        if isinstance(period, timedelta):
            assert in_words(period) in told, name


def in_words(period):
    """``period`` as a document writes it.

    >>> [in_words(timedelta(days=days)) for days in (1, 90, 365, 730)]
    ['1 day', '90 days', 'a year', '2 years']
    """
    if period < timedelta(days=1):
        return f"{period // timedelta(minutes=1)} minutes"
    if period >= timedelta(days=365):
        return "a year" if period.days == 365 else f"{period.days // 365} years"
    return "1 day" if period.days == 1 else f"{period.days} days"


def test_every_webhook_is_explained_and_every_one_explained_is_there(app):
    rows = re.findall(r"^\| (`/.+?) \|", sections(VOICE)["URLs"], re.M)
    told = {re.sub(r"\?.*", "", url) for row in rows for url in re.findall(r"`(/.+?)`", row)}
    gateways = {"/sms/twilio", *(f"/sms/{field.name}" for field in fields(TextGatewaySettings))}
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(("phone.", "sms."))}
    assert told - gateways == {rule.replace("<place>", "<step>") for rule in rules} - {"/sms/<gateway>"}
    assert gateways < told


def test_every_step_of_a_call_is_explained_and_every_one_explained_is_there():
    (row,) = re.findall(r"^\| `/voice/<step>.*", read(VOICE), re.M)
    assert set(re.findall(r"`([a-z]+)`", row)) == {place.value for place in Place}


def test_every_table_of_the_sample_content_is_explained():
    told = set(re.findall(r"^\| `(\w+\.\w+)` \|", read(FAQ_DATA), re.M))
    tables = {f"{table}.csv" for table in COLUMNS} | {"dictionary.txt", "stop_words.txt"}
    assert told == tables | {path.name for path in FAQ_DATA.parent.glob("*.csv")}


def test_every_rule_of_law_names_a_file_and_a_test_that_are_there():
    rows = re.findall(r"^\| .* \| `([\w/.]+)` \| `(test_\w+)` \|$", read(DOCS / "disclosure.md"), re.M)
    assert len(rows) == read(DOCS / "disclosure.md").count("| `test_")
    sources = (read(path) for path in (ROOT / "tests").rglob("*.py"))
    tests = {name for source in sources for name in re.findall(r"^def (test_\w+)", source, re.M)}
    assert [row for row in rows if not (ROOT / row[0]).exists() or row[1] not in tests] == []


def test_the_package_carries_its_licence_and_its_documents():
    assert PROJECT["license"] == "MIT"
    assert PROJECT["license-files"] == ["LICENSE"]
    assert read(ROOT / "LICENSE").startswith("MIT License")
    package_data = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["setuptools"]["package-data"]
    assert "*.md" in package_data["*"]
