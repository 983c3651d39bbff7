"""The settings as a backup keeps them: names and values, without secrets."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

PREFIX = "HOTLINE_"
_SECRET_NAME = re.compile(r"SECRET|TOKEN|PASSWORD|PASSPHRASE|KEY|CREDENTIAL")
_SECRET_QUERY = re.compile(r"pass|secret|token|key", re.IGNORECASE)


def list_settings(environ: Mapping[str, str]) -> str:
    """The ``HOTLINE_`` variables as lines that a shell reads. A secret is only named: it must be kept elsewhere.

    >>> print(list_settings({"HOTLINE_VAR": "/srv/my var", "HOTLINE_SECRET_KEY": "abc", "HOME": "/root"}), end="")
    # HOTLINE_SECRET_KEY was set. It is a secret and not in this backup.
    HOTLINE_VAR='/srv/my var'
    """
    return "".join(_line(name, environ[name]) for name in sorted(environ) if name.startswith(PREFIX) and environ[name])


def without_password(value: str) -> str:
    """``value`` without the passwords that an address may hold.

    >>> without_password("postgresql+psycopg://hotline:p%40ss@db:5432/hotline?sslmode=require")
    'postgresql+psycopg://hotline@db:5432/hotline?sslmode=require'
    >>> without_password("postgresql+psycopg:///hotline?host=a:1&password=pw&host=b:2")
    'postgresql+psycopg:///hotline?host=a:1&host=b:2'
    >>> without_password("redis://:pw@cache/0"), without_password("0871-63100000")
    ('redis://cache/0', '0871-63100000')
    """
    scheme, separator, _ = value.partition("://")
    if not separator:
        return value
    parts = urlsplit(value)
    user_info, at, host = parts.netloc.rpartition("@")
    user = user_info.partition(":")[0]
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _SECRET_QUERY.search(pair[0])]
    query = f"?{urlencode(pairs, safe=':/,')}" if pairs else ""
    return f"{scheme}://{user + at if user else ''}{host}{parts.path}{query}"


def _line(name: str, value: str) -> str:
    if _SECRET_NAME.search(name):
        return f"# {name} was set. It is a secret and not in this backup.\n"
    return f"{name}={shlex.quote(without_password(value))}\n"
