"""Versions of a record in time: which one holds on a day, and where a new one goes (P-1, P-2)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from knowledge.procedures import CatalogueState, Rank

RANK_ORDER: Final = {Rank.IMPORT: 0, Rank.SHIPPED: 1, Rank.OFFICER: 2}
RETIRED: Final = (CatalogueState.REPLACED, CatalogueState.REPEALED)


class Admission(StrEnum):
    """What becomes of a record that arrives."""

    PUBLISH = "publish"
    DRAFT = "draft"


def admission(rank: Rank, current: Rank | None) -> Admission:
    """A lower rank never takes the place of a higher one without a person."""
    if current is not None and RANK_ORDER[rank] < RANK_ORDER[current]:
        return Admission.DRAFT
    return Admission.PUBLISH


@dataclass(frozen=True, slots=True)
class VersionSpan:
    """The days a version holds; None is open. An end before the start: never held."""

    code: str
    version: int
    rank: Rank
    state: CatalogueState
    start: date | None = None
    end: date | None = None
    replaced_by: str | None = None

    def holds(self, day: date) -> bool:
        """Whether the version is the one in force on `day`; a draft never is."""
        started = self.start is None or self.start <= day
        ended = self.end is not None and self.end < day
        return self.state is not CatalogueState.DRAFT and started and not ended

    def empty(self) -> bool:
        """Whether a later version took its place before it ever held."""
        return self.start is not None and self.end is not None and self.end < self.start


def version_on(spans: Iterable[VersionSpan], day: date) -> VersionSpan | None:
    """The version of one code in force on `day` (P-1).

    A dossier asks with the day it was accepted and keeps that version (P-2).
    """
    holding = [span for span in spans if span.holds(day)]
    return max(holding, key=lambda span: span.version, default=None)


def standing_on(spans: Iterable[VersionSpan], day: date) -> VersionSpan | None:
    """The version that speaks for the code on `day`, its state as of that day.

    A code whose last version has ended is retired: it still gets an answer (P-6).
    """
    known = [s for s in spans if s.state is not CatalogueState.DRAFT and not s.empty()]
    if (holding := version_on(known, day)) is not None:
        state = CatalogueState.ACTIVE if holding.state not in RETIRED else holding.state
        return replace(holding, state=state)
    past = [span for span in known if span.end is not None and span.end < day]
    if past:
        last = max(past, key=lambda span: (span.end or day, span.version))
        gone = CatalogueState.REPLACED if last.replaced_by else CatalogueState.REPEALED
        return replace(last, state=gone)
    coming = min(known, key=lambda span: span.start or day, default=None)
    return None if coming is None else replace(coming, state=CatalogueState.FUTURE)


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a new version goes, and which earlier ones end when."""

    start: date | None
    end: date | None
    ends: tuple[tuple[int, date], ...] = ()


def place(spans: Iterable[VersionSpan], start: date | None, end: date | None) -> Placing:
    """Fit a version in: it holds from its start until one already planned later begins.

    Whatever held on its first day ends the day before, so no two hold on one day (P-1).
    """
    known = [s for s in spans if s.state is not CatalogueState.DRAFT and not s.empty()]
    first = start or date.min
    later = [s.start for s in known if s.start is not None and s.start > first]
    limits = [day - timedelta(days=1) for day in later]
    if end is not None:
        limits.append(end)
    ends = tuple(
        (span.version, _day_before(first))
        for span in known
        if (span.start or date.min) <= first and (span.end or date.max) >= first
    )
    return Placing(start, min(limits, default=None), ends)


def _day_before(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else date.min
