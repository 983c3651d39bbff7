"""Fixtures that many tests share: a line seeded and published once, copied for each test, and the app over it."""

import gc
import random
from datetime import timedelta

import hypothesis
import pytest
from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import create_engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from hotline.app import create_app, open_line
from hotline.matching.indexing import IndexAnalysis
from hotline.settings import Settings
from hotline.settings.gateways import TwilioAccount
from tests.support.fixed_values import NOW, TOKEN, places_in
from tests.support.provider_api import SOUND, standing_in
from tests.support.records_database import clone_line, close_databases, drop_database, use_database
from tests.support.seeded_line import seed_line
from tests.support.switchboard import Switchboard
from tests.support.twiml_checker import check
from voice.handset.transports import HttpTransport

# Hypothesis fails an example that takes over 0.2 s; on a busy machine that is a timing assert.
hypothesis.settings.register_profile("hotline", deadline=None, max_examples=25)
# With as many examples as Hypothesis draws of itself, which CI asks for.
hypothesis.settings.register_profile("every", deadline=None, max_examples=100)
hypothesis.settings.load_profile("hotline")


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="where the records of the tests are; postgresql needs Debian's postgresql, which a run starts by itself",
    )


def pytest_configure(config):
    # No mark that a run can ask for, as those of pyproject.toml are: it tells what to leave out on PostgreSQL.
    config.addinivalue_line("markers", "sqlite(what): is about what SQLite alone has")
    use_database(config.getoption("--database"))
    gc.disable()


def pytest_unconfigure():
    close_databases()


def pytest_collection_finish():
    """What collecting made stays to the end: looking through it for garbage took a fifth of the time of collecting."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, tests of what SQLite alone has are skipped, each with what that is."""
    if config.getoption("--database") == "sqlite":
        return
    for item in items:
        for mark in item.iter_markers("sqlite"):
            item.add_marker(pytest.mark.skip(reason=f"of SQLite alone: {mark.args[0]}"))


class Clock:
    """A clock that tests set; ``clock()`` is the aware time now."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def advance(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture(scope="session", autouse=True)
def valid_twiml():
    """Every TwiML document that any application or server answers in any test is checked against Twilio's verbs."""
    serve, post = Flask.wsgi_app, HttpTransport.post

    def checked_serve(app, environ, start_response):
        kinds = []

        def start(status, headers, *more):
            kinds.append(dict(headers).get("Content-Type", ""))
            return start_response(status, headers, *more)

        body = b"".join(serve(app, environ, start))
        if kinds[-1].startswith("text/xml"):
            check(body.decode())
        return [body]

    def checked_post(transport, url, parameters, *more):
        reply = post(transport, url, parameters, *more)
        if reply.body.startswith("<?xml"):
            check(reply.body)
        return reply

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "wsgi_app", checked_serve)
        patch.setattr(HttpTransport, "post", checked_post)
        yield


@pytest.fixture(scope="session", autouse=True)
def routes_compiled_once():
    """An app has the same routes as the one before it; compiling them is most of making one."""
    compile_rule, compiled = Rule.compile, {}

    def look_up(rule):
        converters = frozenset(rule.map.converters.items())
        told = (rule.rule, repr(rule.defaults), rule.subdomain, rule.merge_slashes, converters)
        if told not in compiled:
            compile_rule(rule)
            made = {name: vars(rule)[name] for name in ("_parts", "_trace", "_converters", "arguments")}
            compiled[told] = made, {name: vars(rule)[name].__func__ for name in ("_build", "_build_unknown")}
        made, functions = compiled[told]
        vars(rule).update(made, **{name: function.__get__(rule) for name, function in functions.items()})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", look_up)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once():
    """Each test opens a database of its own, and all ask it the same: an engine takes the SQL compiled for another.

    SQLAlchemy keeps compiled statements with the engine and by its dialect; those of one class compile alike here."""
    make, compiled = create_engine, LRUCache(5_000)

    def make_sharing(url, **options):
        engine = make(url, **options)
        engine._compiled_cache = compiled
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hotline.storage.records.engine.create_engine", make_sharing)
        patch.setattr(DefaultDialect, "__hash__", lambda dialect: hash(type(dialect)))
        patch.setattr(DefaultDialect, "__eq__", lambda dialect, other: type(dialect) is type(other))
        yield


@pytest.fixture(scope="session", autouse=True)
def documents_described_once():
    """The same document is the same whoever publishes it; describing those of the sample is half of a publish."""
    describe, described = IndexAnalysis.describe, {}

    def look_up(analysis, wordings):
        told = (analysis.text, analysis.dictionary, analysis.stop_words, tuple(wordings))
        if told not in described:
            described[told] = describe(analysis, wordings)
        return described[told]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IndexAnalysis, "describe", look_up)
        yield


@pytest.fixture(scope="session")
def published_var(tmp_path_factory):
    """A var folder with the sample content published and one member of staff for each role."""
    var = tmp_path_factory.mktemp("published") / "var"
    seed_line(places_in(var))
    return var


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def line(published_var, tmp_path, clock):
    """A line of its own for each test; tracking numbers are drawn from a fixed seed."""
    var = tmp_path / "var"
    clone_line(published_var, var)
    line = open_line(places_in(var), now=clock, draw=random.Random(1).randrange)
    yield line
    line.records.close()
    drop_database(var)


@pytest.fixture
def settings(line):
    return Settings(
        places=places_in(line.folder),
        public_url="https://hotline.example",
        secret_key="a secret key that only the tests know, 0123456789",
        twilio_auth_token=TOKEN,
    )


@pytest.fixture
def standin():
    """Some provider's API, stood in for."""
    with standing_in() as running:
        yield running


@pytest.fixture
def provider(standin):
    """The provider of calls, stood in for: every recording holds SOUND."""
    standin.answers = [(200, "audio/mpeg", SOUND)]
    return standin


@pytest.fixture
def account(provider):
    """The office's account there."""
    return TwilioAccount("AC" + "0" * 32, "+8687112345678", provider.url)


@pytest.fixture
def switchboard():
    """Control over calls that go on, where ``line`` is given it as its telephony."""
    return Switchboard()


class CompiledTemplates(BytecodeCache):
    """Compiled templates by name and source."""

    def __init__(self):
        self._code = {}

    def load_bytecode(self, bucket):
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket):
        self._code[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session")
def compiled_templates():
    """Templates compiled once for all the apps of a run."""
    return CompiledTemplates()


@pytest.fixture
def app(settings, line, compiled_templates):
    app = create_app(settings, line=line)
    app.jinja_env.bytecode_cache = compiled_templates
    return app


@pytest.fixture
def client(app):
    """A browser on the public address, so that secure cookies come back."""
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = "hotline.example"
    client.environ_base["wsgi.url_scheme"] = "https"
    return client
