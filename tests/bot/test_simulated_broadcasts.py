"""Each invariant of broadcasts, budgets, repeats and corrections finds what breaks it.

A stretch of a year is lived once; then what its judge is given is changed, one thing at a time.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import DEFAULT_FILE, load_settings
from bot.database import make_engine, throw_away, upgrade
from bot.simulation.account import AccountBox
from bot.simulation.barred import blocked, outside_windows, overspent
from bot.simulation.corrected import corrected
from bot.simulation.crowd import Crowd, Report, Wrong, broadcasts_reach
from bot.simulation.invariants import crowd_of, judge
from bot.simulation.mailbox import Mailbox
from bot.simulation.started import Started
from bot.simulation.town import Absence, Citizen
from bot.simulation.year import Year
from bot.simulation.yearly import on_their_dates
from bot.simulation.zalo import Bill
from handlers.broadcast import Audience, Broadcast
from handlers.store import notices
from handlers.store.notices import Letter
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of

DAYS, DOSSIERS, SEED = 44, 320, 2


@dataclass(frozen=True)
class Lived:
    """What the judges of one stretch are given."""

    year: Year
    crowd: Crowd
    says: Mapping[str, list[tuple[datetime, str]]]
    breaches: int

    def copy(self, row: Letter) -> tuple[Mailbox, int]:
        """Where a message arrived: its box and its place there."""
        box = self.crowd.boxes[row.endpoint]
        return box, next(n for n, one in enumerate(box.arrived) if one[2] == row.id)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    file: Path = tmp_path_factory.mktemp("year") / "ward.db"
    engine = make_engine(f"sqlite:///{file}")
    throw_away(engine)
    upgrade(engine)
    ward = ward_of(load_settings(DEFAULT_FILE).commune)
    year = Year(Store(engine), ward, SEED, date(2026, 3, 2))
    asyncio.run(year.run(DAYS, DOSSIERS))
    with year.store.read() as work:
        rows = {row.id: row for row in notices.letters(work)}
        crowd = crowd_of(work, year, rows)
        says = {one: notices.words_to(work, one) for one in year.enquiries.told}
    yield Lived(year, crowd, says, len(judge(year).breaches))
    engine.dispose()


def names(found: Iterator[Wrong]) -> set[str]:
    return {name for name, _ in found}


def arrived(lived: Lived, *, urgent: bool = False) -> list[tuple[Started, Letter, datetime]]:
    """Copies that arrived, with their broadcast and when."""
    at = {row: when for box in lived.crowd.boxes.values() for when, _, row in box.arrived}
    kept = {str(row.id): one for one, row in lived.crowd.broadcasts if one.urgent is urgent}
    found = []
    for row in lived.crowd.rows.values():
        number = row.key.split(":")[1] if row.key.startswith("broadcast:") else ""
        if number in kept and row.id in at:
            found.append((kept[number], row, at[row.id]))
    return found


def with_row(crowd: Crowd, row: Letter) -> Crowd:
    return replace(crowd, rows={**crowd.rows, row.id: row})


def with_report(crowd: Crowd, number: int, report: Report) -> Crowd:
    return replace(crowd, reports={**crowd.reports, number: report})


def with_citizen(crowd: Crowd, citizen: Citizen) -> Crowd:
    return replace(crowd, citizens={**crowd.citizens, citizen.contact: citizen})


def account(crowd: Crowd) -> AccountBox:
    return next(box for box in crowd.boxes.values() if isinstance(box, AccountBox))


def test_the_stretch_holds_and_has_what_its_invariants_are_about(lived: Lived) -> None:
    assert lived.breaches == 0
    started = [one for one, _ in lived.crowd.broadcasts]
    assert {one.draft.audience for one in started} == set(Audience)
    assert any(one.urgent for one in started)
    assert any(one.pauses for one in started)
    assert any(one.approved for one in started)
    assert sum(row.series is not None for _, row in lived.crowd.broadcasts) == 3
    citizens = lived.crowd.citizens.values()
    assert any(one.muted for one in citizens)
    assert any(absence.end for one in citizens for absence in one.absences)
    box = account(lived.crowd)
    assert {one.cost for one in box.zalo.bills} >= {0, 55, 200}
    assert box.zalo.bills[0].at < box.budgets[1].start or box.zalo.bills[0].cost == 0
    why = Counter(row.reason for row in lived.crowd.rows.values() if "broadcast:" in row.key)
    assert why["budget"] > 0, "the budget ran out"
    assert why["stopped"] > 0, "somebody stopped while a copy waited"
    assert len(lived.year.enquiries.sent) == 2


def test_the_budget_of_a_month_and_of_a_day_are_counted_from_zalos_bills(lived: Lived) -> None:
    box = account(lived.crowd)
    kept = list(box.zalo.bills)
    try:
        box.zalo.bills.insert(0, Bill(box.budgets[0].start, "u", 55))
        assert "the month's budget holds" in names(overspent(lived.crowd)), "none was set yet"
        last = box.budgets[-1]
        half = last.daily // 2 + 1
        late = last.start + timedelta(days=60)
        box.zalo.bills[:] = [Bill(late, "u", half), Bill(late, "v", half)]
        assert names(overspent(lived.crowd)) == {"the day's budget holds"}
    finally:
        box.zalo.bills[:] = kept
    assert names(overspent(lived.crowd)) == set()


def test_what_zalo_was_not_paid_for_or_refused_is_found(lived: Lived) -> None:
    box = account(lived.crowd)
    kept = list(box.zalo.bills)
    try:
        box.zalo.bills.clear()
        assert names(outside_windows(lived.crowd)) == {"none outside a window"}
        box.zalo.bills[:] = kept
        box.zalo.wrong.append((kept[0].at, "template of another"))
        assert names(outside_windows(lived.crowd)) == {"Zalo refuses nothing of ours"}
    finally:
        box.zalo.bills[:] = kept
        box.zalo.wrong.clear()


def test_who_blocked_us_is_not_tried_again(lived: Lived) -> None:
    _, row, when = arrived(lived)[0]
    citizen = deepcopy(lived.crowd.citizens[row.contact])
    citizen.absences = [Absence(when - timedelta(hours=1), told=True)]
    assert names(blocked(with_citizen(lived.crowd, citizen))) == {"nothing to who blocked us"}
    box = lived.crowd.boxes[row.endpoint]
    at = when + timedelta(days=400)
    citizen.absences = [Absence(at, told=False)]
    crowd = with_citizen(lived.crowd, citizen)
    try:
        box.tried.append((at, row.contact, row.id))
        box.tried.append((at, row.contact, row.id))
        assert names(blocked(crowd)) == set(), "the first moment is how we learn of it"
        box.tried.append((at + timedelta(minutes=1), row.contact, row.id))
        assert names(blocked(crowd)) == {"nothing to who blocked us"}
    finally:
        box.tried[:] = [one for one in box.tried if one[0] < at]


def test_what_leaves_after_a_stop_a_mute_a_pause_or_a_cancel_is_found(lived: Lived) -> None:
    started, row, when = next(one for one in arrived(lived) if one[0].on is None)
    citizen = deepcopy(lived.crowd.citizens[row.contact])
    citizen.muted[started.draft.topic] = when
    crowd = with_citizen(lived.crowd, citizen)
    assert "nothing to who stopped" in names(broadcasts_reach(crowd)), "muted that very moment"
    citizen.muted.clear()
    citizen.stopped_at = when - timedelta(minutes=1)
    assert "nothing to who stopped" in names(broadcasts_reach(crowd))
    held = [(when - timedelta(hours=1), when + timedelta(hours=1))]
    for change, invariant in (
        ({"pauses": held}, "nothing while it is held back"),
        ({"cancelled_at": when}, "nothing of a cancelled broadcast"),
    ):
        other = replace(started, **change)
        broadcasts = [
            (other if one is started else one, each) for one, each in lived.crowd.broadcasts
        ]
        assert invariant in names(broadcasts_reach(replace(lived.crowd, broadcasts=broadcasts)))


def test_a_size_without_a_second_person_and_an_hour_not_kept_are_found(lived: Lived) -> None:
    counted = Counter(row.key.split(":")[1] for _, row, _ in arrived(lived))
    number = int(counted.most_common(1)[0][0])
    broadcasts = [
        (replace(one, approved=[]) if each.id == number else one, each)
        for one, each in lived.crowd.broadcasts
    ]
    found = names(broadcasts_reach(replace(lived.crowd, broadcasts=broadcasts)))
    assert found == {"a second person reads it above the size"}
    broadcasts = [
        (one, replace(each, due=each.due + timedelta(days=9)) if each.due else each)
        for one, each in lived.crowd.broadcasts
    ]
    found = names(broadcasts_reach(replace(lived.crowd, broadcasts=broadcasts)))
    assert found == {"nothing before its hour"}


def test_an_urgent_one_that_waits_for_the_morning_is_found(lived: Lived) -> None:
    _, row, when = next(
        one
        for one in arrived(lived, urgent=True)
        if not isinstance(lived.crowd.boxes[one[1].endpoint], AccountBox)
    )
    assert not 7 <= when.astimezone(lived.crowd.now.tzinfo).hour < 21
    box, place = lived.copy(row)
    kept = box.arrived[place]
    try:
        box.arrived[place] = (when + timedelta(hours=8), *kept[1:])
        assert names(broadcasts_reach(lived.crowd)) == {"an urgent one leaves at once"}
    finally:
        box.arrived[place] = kept


def test_a_copy_without_an_end_or_out_of_the_report_or_call_list_is_found(lived: Lived) -> None:
    _, row, _ = arrived(lived)[0]
    number = int(row.key.split(":")[1])
    open_row = with_row(lived.crowd, replace(row, status="queued"))
    assert "each copy comes to an end" in names(broadcasts_reach(open_row))
    report = lived.crowd.reports[number]
    assert report.figures is not None
    for other, invariant in (
        (replace(report, figures={**report.figures, "sent": 0}), "the report is what happened"),
        (replace(report, to_call=frozenset({row.contact})), "who was not reached is to be called"),
        (replace(report, figures=None), "a broadcast ends with its report"),
        (replace(report, barred=report.barred + 1), "each row of a file has somebody or a reason"),
    ):
        assert invariant in names(broadcasts_reach(with_report(lived.crowd, number, other)))
    unreached = next(
        each
        for each in lived.crowd.rows.values()
        if each.key.startswith("broadcast:") and each.reason == "budget"
    )
    number = int(unreached.key.split(":")[1])
    silent = replace(lived.crowd.reports[number], to_call=frozenset())
    found = names(broadcasts_reach(with_report(lived.crowd, number, silent)))
    assert found == {"who was not reached is to be called"}


def test_somebody_a_file_did_not_name_or_no_copy_at_all_is_found(lived: Lived) -> None:
    started = next(one for one, _ in lived.crowd.broadcasts if one.draft.audience == Audience.SHEET)
    broadcasts = [
        (replace(one, listed=frozenset()) if one is started else one, each)
        for one, each in lived.crowd.broadcasts
    ]
    found = names(broadcasts_reach(replace(lived.crowd, broadcasts=broadcasts)))
    assert "only who asked is written to" in found
    rows = {
        number: row
        for number, row in lived.crowd.rows.items()
        if not row.key.startswith(f"broadcast:{started.number}:")
    }
    found = names(broadcasts_reach(replace(lived.crowd, rows=rows)))
    assert "a broadcast reaches who asked" in found


def test_what_comes_every_year_is_missed_doubled_or_on_another_day(lived: Lived) -> None:
    year, crowd = lived.year, lived.crowd

    def judged(broadcasts: list[tuple[Started, Broadcast]]) -> set[str]:
        other = replace(crowd, broadcasts=broadcasts)
        yearly, calendar = year.office.yearly, year.ward.calendar
        return names(on_their_dates(other, yearly, year.first, calendar))

    whole = list(crowd.broadcasts)
    time = next(one for one in whole if one[1].series is not None)
    rest = [one for one in whole if one is not time]
    began = time[1].started_at
    assert began is not None
    later = (time[0], replace(time[1], started_at=began + timedelta(days=1)))
    assert judged(whole) == set()
    for wrong in (rest, [*whole, time], [*rest, later]):
        assert judged(wrong) == {"what comes every year comes on its date"}


def test_a_correction_missed_or_with_another_figure_or_to_who_knows_is_found(lived: Lived) -> None:
    enquiries, crowd = lived.year.enquiries, lived.crowd
    told, sent = enquiries.told, enquiries.sent
    assert names(corrected(crowd, told, sent, lived.says)) == set()
    copies = [row for row in crowd.rows.values() if row.key.startswith("correction:")]
    rows = {number: row for number, row in crowd.rows.items() if row.id != copies[0].id}
    found = names(corrected(replace(crowd, rows=rows), told, sent, lived.says))
    assert "who was told wrong is corrected" in found
    assert names(corrected(crowd, told, sent, {})) == {"a correction says old and new"}
    contact = copies[0].contact
    knows = {**told, contact: [replace(one, days=sent[0].days) for one in told[contact]]}
    found = names(corrected(crowd, knows, sent, lived.says))
    assert "nobody is corrected who was told right" in found
