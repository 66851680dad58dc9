"""Versions in time: P-1, P-2, P-6 and the ranks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.procedures import CatalogueState, Rank
from knowledge.versions import (
    Admission,
    VersionSpan,
    admission,
    place,
    standing_on,
    version_on,
)

DAY = date(2026, 11, 22)
FIRST = date(2026, 1, 1)


def _span(version: int, start: date | None = None, end: date | None = None) -> VersionSpan:
    return VersionSpan("1.000001", version, Rank.SHIPPED, CatalogueState.ACTIVE, start, end)


def _added(spans: Sequence[VersionSpan], start: date | None, end: date | None) -> list[VersionSpan]:
    """The spans after one more version was placed among them."""
    placing = place(spans, start, end)
    ends = dict(placing.ends)
    kept = [replace(span, end=ends.get(span.version, span.end)) for span in spans]
    return [*kept, _span(len(spans) + 1, placing.start, placing.end)]


days = st.integers(0, 30).map(lambda n: FIRST + timedelta(days=n))
versions = st.lists(st.tuples(st.none() | days, st.none() | days), min_size=1, max_size=6)


@given(versions)
def test_at_most_one_version_holds_on_any_day(
    written: list[tuple[date | None, date | None]],
) -> None:
    spans: list[VersionSpan] = []
    for start, end in written:
        spans = _added(spans, start, end)

    for offset in range(-2, 34):
        day = FIRST + timedelta(days=offset)
        assert sum(span.holds(day) for span in spans) <= 1


@given(versions, days)
def test_the_version_written_last_holds_on_its_first_day(
    written: list[tuple[date | None, date | None]], start: date
) -> None:
    spans: list[VersionSpan] = []
    for earlier in written:
        spans = _added(spans, *earlier)

    spans = _added(spans, start, None)

    current = version_on(spans, start)
    assert current is not None
    assert current.version == len(spans)


def test_a_dossier_keeps_the_version_of_the_day_it_was_accepted() -> None:
    spans = _added([_span(1)], DAY, None)

    before = version_on(spans, DAY - timedelta(days=1))
    since = version_on(spans, DAY)

    assert (before and before.version, since and since.version) == (1, 2)


def test_a_correction_ends_where_a_planned_version_begins() -> None:
    spans = _added(_added([_span(1)], date(2027, 3, 1), None), DAY, None)

    planned = version_on(spans, date(2027, 3, 1))

    assert spans[2].end == date(2027, 2, 28)
    assert planned is not None
    assert planned.version == 2


def test_a_second_correction_on_one_day_takes_the_place_of_the_first() -> None:
    spans = _added(_added([_span(1)], DAY, None), DAY, None)

    assert spans[1].empty()
    assert [span.version for span in spans if span.holds(DAY)] == [3]


def test_a_future_version_becomes_active_on_its_day() -> None:
    coming = [_span(1, start=DAY)]

    before, on_day = standing_on(coming, DAY - timedelta(days=1)), standing_on(coming, DAY)

    assert before is not None
    assert before.state is CatalogueState.FUTURE
    assert on_day is not None
    assert on_day.state is CatalogueState.ACTIVE


def test_a_version_that_ended_without_a_successor_is_repealed() -> None:
    standing = standing_on([_span(1, end=DAY)], DAY + timedelta(days=1))

    assert standing is not None
    assert standing.state is CatalogueState.REPEALED


def test_a_draft_is_never_in_force() -> None:
    draft = replace(_span(1), state=CatalogueState.DRAFT)

    assert standing_on([draft], DAY) is None


@pytest.mark.parametrize(
    ("rank", "current", "expected"),
    [
        (Rank.IMPORT, Rank.SHIPPED, Admission.DRAFT),
        (Rank.IMPORT, Rank.OFFICER, Admission.DRAFT),
        (Rank.SHIPPED, Rank.OFFICER, Admission.DRAFT),
        (Rank.IMPORT, Rank.IMPORT, Admission.PUBLISH),
        (Rank.SHIPPED, Rank.IMPORT, Admission.PUBLISH),
        (Rank.OFFICER, Rank.SHIPPED, Admission.PUBLISH),
        (Rank.IMPORT, None, Admission.PUBLISH),
    ],
)
def test_a_lower_rank_never_replaces_a_higher_one(
    rank: Rank, current: Rank | None, expected: Admission
) -> None:
    assert admission(rank, current) is expected
