"""A bounded cache: what was used last stays, what was not used for longest goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class RecentlyUsed(Generic[Key, Value]):
    """At most ``most`` values by their keys; safe to use from any thread.

    ``functools.lru_cache`` can be neither looked into without computing a value nor filled with several at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Key) -> Value | None:
        """The value under ``key``, which counts as used now; None where there is none, or none any more.

        >>> cache = RecentlyUsed[str, int](2)
        >>> for name, number in (("a", 1), ("b", 2)): cache.keep(name, number)
        >>> cache.find("a"), cache.keep("c", 3), cache.find("b"), cache.find("a")
        (1, None, None, 1)
        """
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def keep(self, key: Key, value: Value) -> None:
        """Keep ``value``, in place of the one used longest ago where there are ``most`` others."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)

    def __len__(self) -> int:
        return len(self._values)
