"""Picks out of many phrases the few all of whose words stand in a message."""

from collections import Counter
from collections.abc import Hashable, Iterable
from collections.abc import Set as AbstractSet
from operator import itemgetter
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Sieve(Generic[K, T]):
    """Things by the rarest of what each of them needs."""

    def __init__(self, rows: Iterable[tuple[frozenset[K], T]]) -> None:
        rows = list(rows)
        held = Counter(one for needed, _ in rows for one in needed)
        self._by_rarest: dict[K, list[tuple[int, frozenset[K], T]]] = {}
        for number, (needed, what) in enumerate(rows):
            rarest = min(needed, key=held.__getitem__)
            self._by_rarest.setdefault(rarest, []).append((number, needed, what))

    def passed(self, given: AbstractSet[K]) -> list[tuple[int, T]]:
        """Those that need nothing but what is `given`, numbered, in the order they were put in."""
        found = [
            (number, what)
            for one in self._by_rarest.keys() & given
            for number, needed, what in self._by_rarest[one]
            if needed <= given
        ]
        found.sort(key=itemgetter(0))
        return found
