"""What only the messages of SIP tell: the address that a call came from, and which keys came by INFO.

The stack writes each message that it receives into its log before it acts on it. It offers no other way to see the
address of the sender."""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter, OrderedDict

from voice.telephone_numbers import ANONYMOUS_HOST

_RECEIVED = re.compile(r"RX \w+ (?P<source>\[[^]]+\]|[^ :]+):\d+ -> \S+\r?\n(?P<method>[A-Z]+) sips?:", re.ASCII)
_CALL_ID = re.compile(r"^(?:Call-ID|i)\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"<\s*((?:sips?|tel):[^>]+)>|((?:sips?|tel):[^;,\s]+)", re.IGNORECASE)
_REMEMBERED = 2_000
"""Calls whose source is remembered."""
_PATIENCE_SECONDS = 1.0
"""How long a call waits for its source: the log is read in a thread of its own."""


class SignallingLog(logging.Handler):
    """Reads the stack's log of messages. Nothing of it is written anywhere, because it names callers."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._sources: OrderedDict[str, str] = OrderedDict()
        self._infos: Counter[str] = Counter()
        self._changed = threading.Condition()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        received = _RECEIVED.match(message)
        call = _CALL_ID.search(message) if received else None
        if received is None or call is None or received["method"] not in ("INVITE", "INFO"):
            return
        with self._changed:
            if received["method"] == "INFO":
                self._infos[call[1]] += 1
                return
            self._sources.setdefault(call[1], received["source"].strip("[]"))
            while len(self._sources) > _REMEMBERED:
                self._sources.popitem(last=False)
            self._changed.notify_all()

    def source_of(self, call_id: str) -> str:
        """The address from which the INVITE of ``call_id`` came; "" when it is not known within a second."""
        with self._changed:
            self._changed.wait_for(lambda: call_id in self._sources, _PATIENCE_SECONDS)
            return self._sources.get(call_id, "")

    def take_info(self, call_id: str) -> bool:
        """Whether the key that ``call_id`` brings now came by INFO."""
        with self._changed:
            if not self._infos[call_id]:
                del self._infos[call_id]
                return False
            self._infos[call_id] -= 1
            return True

    def forget(self, call_id: str) -> None:
        with self._changed:
            self._sources.pop(call_id, None)
            self._infos.pop(call_id, None)


def find_caller(headers: dict[str, str], peer: str) -> str:
    """The caller's SIP address: the one that the trunk asserts (RFC 3325), or else ``peer``, that of From.

    Who asks for privacy stays unknown, whatever the trunk asserts (RFC 3323).

    >>> find_caller({"P-Asserted-Identity": '"A" <tel:+8613900139000>'}, "sip:1000@10.0.0.1")
    'tel:+8613900139000'
    >>> find_caller({}, "sip:13800138000@10.0.0.1")
    'sip:13800138000@10.0.0.1'
    >>> find_caller({"Privacy": "id", "P-Asserted-Identity": "<tel:+8613900139000>"}, "sip:1000@10.0.0.1")
    'sip:anonymous@anonymous.invalid'
    """
    privacy = {value.strip().casefold() for value in headers.get("Privacy", "").split(";")}
    if privacy & {"id", "user", "header"} or f"@{ANONYMOUS_HOST}" in peer.casefold():
        return f"sip:anonymous@{ANONYMOUS_HOST}"
    asserted = _ADDRESS.search(headers.get("P-Asserted-Identity", ""))
    return (asserted[1] or asserted[2]) if asserted else peer
