"""Which of the keys that a call brings count: a trunk may report one key in two ways."""

from __future__ import annotations

from voice.sip.call_engine import KeyKind

SAME_KEY_SECONDS = 1.0
"""How long after a tone the same key reported in another way is the same press."""
REPEATED_SECONDS = 0.08
"""Nobody presses a key again so soon: a trunk that sends telephone events and INFO reports the key twice."""


class KeyFilter:
    """Takes the keys of one call in order.

    Once the trunk has reported a key by an event or an INFO, tones count no more in this call: they are the same keys,
    heard."""

    def __init__(self) -> None:
        self._is_signalled = False
        self._last = ("", KeyKind.TONE, float("-inf"))

    def counts(self, key: str, kind: KeyKind, at: float) -> bool:
        """Whether ``key``, reported as ``kind`` at the time ``at`` (seconds), is a press of its own."""
        if kind is KeyKind.TONE and self._is_signalled:
            return False
        self._is_signalled = self._is_signalled or kind is not KeyKind.TONE
        last, last_kind, last_at = self._last
        is_other_kind = kind is not last_kind
        within = SAME_KEY_SECONDS if is_other_kind else REPEATED_SECONDS
        if key == last and at - last_at < within:
            return False
        self._last = (key, kind, at)
        return True
