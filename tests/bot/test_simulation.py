"""The simulated year: the same seed gives the same year, and its invariants can fail."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.config import DEFAULT_FILE, load_settings
from bot.database import upgrade
from bot.simulation import limits, lives
from bot.simulation.expected import Step, expected
from bot.simulation.invariants import Sent, Verdict, judge
from bot.simulation.lives import Change, Life, Plan
from bot.simulation.office import FIELD
from bot.simulation.pushes import against_rules
from bot.simulation.started import Started
from bot.simulation.town import Citizen
from bot.simulation.unspoken import unspoken
from bot.simulation.year import Year
from handlers.notice_kinds import NoticeKind
from handlers.store import notices
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.calendar import local
from knowledge.dossiers.dossier import Apology
from knowledge.procedures import SubmissionWay
from tests.fakes.postgres import Cluster
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier, event

DAYS, DOSSIERS = 22, 140
Opener = Callable[[str], Engine]


def lived(folder: Path, open_engine: Opener, seed: int) -> Year:
    return lived_in(open_engine(f"sqlite:///{folder}/ward-{seed}.db"), seed)


def lived_in(engine: Engine, seed: int) -> Year:
    upgrade(engine)
    year = Year(Store(engine), ward_of(load_settings(DEFAULT_FILE).commune), seed, date(2026, 3, 2))
    asyncio.run(year.run(DAYS, DOSSIERS))
    return year


def broken(verdict: Verdict) -> set[str]:
    return {one.invariant for one in verdict.breaches}


def test_a_stretch_of_a_year_keeps_every_invariant_and_repeats_itself(
    tmp_path: Path, open_engine: Opener
) -> None:
    first = judge(lived(tmp_path, open_engine, 1))
    assert first.breaches == ()
    assert first.dossiers == DOSSIERS
    assert first.notices["ready"] > 10
    assert first.notices["broadcast"] > 5
    assert first.notices["supplement"] > 2
    assert first.notices["own-limit-7d"] + first.notices["own-limit-1d"] > 3
    other = tmp_path / "again"
    other.mkdir()
    assert judge(lived(other, open_engine, 1)).fingerprint == first.fingerprint
    assert judge(lived(tmp_path, open_engine, 2)).fingerprint != first.fingerprint


@pytest.mark.postgres
def test_the_same_year_comes_of_either_database(
    tmp_path: Path, open_engine: Opener, postgres_cluster: Cluster
) -> None:
    here = judge(lived(tmp_path, open_engine, 4))
    there = judge(lived_in(open_engine(postgres_cluster.new_database()), 4))
    assert there.breaches == here.breaches == ()
    assert (there.fingerprint, there.notices) == (here.fingerprint, here.notices)


@pytest.fixture
def year(tmp_path: Path, open_engine: Opener) -> Year:
    return lived(tmp_path, open_engine, 6)


def test_what_arrives_twice_late_at_night_or_not_at_all_is_found(year: Year) -> None:
    telegram = next(box for box in year.boxes.values() if box.name == "telegram")
    notice = next(one for one in telegram.arrived if one[1] != year.head)
    at, contact, number = notice
    telegram.arrived.append(notice)
    assert broken(judge(year)) == {"none twice"}
    telegram.arrived[-1] = (local(at).replace(hour=23) + timedelta(days=60), contact, number)
    assert {"none outside hours", "none stale"} <= broken(judge(year))
    telegram.arrived[:] = [one for one in telegram.arrived if one[1] == year.head]
    assert "ready is told" in broken(judge(year))


def test_a_notice_of_any_kind_that_is_not_heard_is_found(year: Year) -> None:
    with year.store.read() as work:
        keys = {row.id: row.key for row in notices.letters(work) if row.key.startswith("notice:")}
    came = Counter(
        NoticeKind(keys[number].split(":")[1])
        for box in year.boxes.values()
        if box.name != "zalo_oa"  # shut for most: nobody is owed what it pays for
        for *_, number in box.arrived
        if number in keys
    )
    kinds = [kind for kind in came if kind not in limits.KINDS]
    assert {NoticeKind.ACCEPTED, NoticeKind.DUE_TOMORROW, NoticeKind.UNCOLLECTED} <= set(kinds)
    assert {NoticeKind.RESUMED, NoticeKind.APOLOGY, NoticeKind.SATISFACTION} <= set(kinds)
    assert NoticeKind.DATE_MOVED in kinds
    assert broken(judge(year)) == set()
    for kind in kinds:
        kept = {name: list(box.arrived) for name, box in year.boxes.items()}
        for box in year.boxes.values():
            named = f"notice:{kind}:"
            box.arrived[:] = [
                one for one in box.arrived if not keys.get(one[2], "").startswith(named)
            ]
        assert f"{kind} is told" in broken(judge(year)), kind
        for name, box in year.boxes.items():
            box.arrived[:] = kept[name]


def test_a_late_dossier_the_head_did_not_hear_of_in_time_is_found(year: Year) -> None:
    with year.store.read() as work:
        told = notices.words_to(work, year.head)
    assert list(unspoken(year, told)) == []
    silent = list(unspoken(year, []))
    late = [known.life for known in year.known.values() if known.life.plan.late]
    assert 0 < len(silent) <= sum(not one.plan.apologised for one in late)
    after = [(when + timedelta(hours=2), words) for when, words in told]  # later that day
    assert [about for _, about in unspoken(year, after)] == [about for _, about in silent]


def test_a_notice_nothing_gave_reason_for_is_found(year: Year) -> None:
    with year.store.read() as work:
        due = {row.id for row in notices.letters(work) if row.key.startswith("notice:due-1d:")}
    box = next(b for b in year.boxes.values() if any(one[2] in due for one in b.arrived))
    place = next(n for n, one in enumerate(box.arrived) if one[2] in due)
    at_, contact, number = box.arrived[place]
    box.arrived[place] = (at_ - timedelta(days=1), contact, number)
    assert "no notice without a reason" in broken(judge(year))


LIFE = Life("H00.01-261119-0001", lives.LAND, "Hòa giải", SubmissionWay.ONLINE, True, (), None,
            None, Plan(), at("2026-11-26 17:00"))  # fmt: skip


def owed(
    *told: str, said: str = "", due: str = "2026-12-02 17:00", moved: str = ""
) -> list[tuple[str, str]]:
    """What somebody is owed who follows from the filing on, and from when.

    `moved`: when the software prints another date, and which.
    """
    events = [event(one) for one in ("registered 2026-11-19 08:00", *told)]
    changes = tuple(Change(one, one.at) for one in events)
    if moved:
        when, new = at(moved[:16]), at(moved[17:])
        changes = (*changes, Change(None, when, due_at=new))
    steps: list[Step] = [(change.known_at, change, None) for change in changes]
    if said:
        steps.append((at(said), None, at(said)))
    life = replace(LIFE, changes=changes, due_at=at(due))
    found = expected(life, steps, CALENDAR, rings=True)
    return [(str(one.kind), f"{one.at:%d/%m %H:%M}") for one in found]


def test_what_is_owed_is_worked_out_from_the_tables_of_the_law_alone() -> None:
    accepted = "accepted 2026-11-19 09:00", "processing 2026-11-19 22:00"
    assert owed(*accepted) == [
        ("accepted", "19/11 09:00"),
        ("due-1d", "01/12 16:00"),
        ("fiscal-1d", "25/11 16:00"),
    ]
    asked = owed(*accepted, "supplement_needed 2026-11-20 09:00")
    assert asked[1:] == [
        ("supplement", "20/11 09:00"),
        ("supplement-3d", "09/12 09:00"),
        ("supplement-1d", "11/12 09:00"),
        ("supplement-over", "15/12 09:00"),
    ]
    paused = "payment_needed 2026-11-20 09:00", "processing 2026-11-23 09:00"
    assert owed(*accepted, *paused)[1:] == [
        ("payment", "20/11 09:00"),
        ("resumed", "23/11 09:00"),
        ("due-1d", "02/12 16:00"),
        ("fiscal-1d", "26/11 16:00"),
    ]
    moved = owed(*accepted, *paused, moved="2026-11-23 09:00 2026-12-04 17:00")
    assert moved[2:] == [
        ("resumed", "23/11 09:00"),
        ("date-moved", "23/11 09:00"),
        ("due-1d", "03/12 16:00"),
        ("fiscal-1d", "26/11 16:00"),
    ]
    done = owed(*accepted, "done 2026-11-23 09:00", said="2026-11-23 22:00")
    assert done[1:] == [("ready", "24/11 07:00"), ("uncollected", "01/12 09:00")]
    back = owed(*accepted, "done 2026-11-23 09:00", "returned 2026-11-23 10:00")
    assert back[1:] == [("returned", "23/11 10:00"), ("satisfaction", "25/11 09:00")]
    twice = (*paused, "supplement_needed 2026-11-23 10:00", "processing 2026-11-23 11:00")
    again = owed(*accepted, *twice, "supplement_needed 2026-11-23 12:00")
    assert sum(kind == "supplement" for kind, _ in again) == 1


def test_what_breaks_a_window_or_a_broadcast_is_found(year: Year) -> None:
    zalo = next(box for box in year.boxes.values() if box.name == "zalo_oa")
    with year.store.read() as work:
        rows = {row.id: row for row in notices.letters(work)}
    place = next(n for n, one in enumerate(zalo.arrived) if rows[one[2]].kind == "notice")
    at, contact, number = zalo.arrived[place]
    zalo.arrived[place] = (at - timedelta(days=60), contact, number)
    assert "none outside a window" in broken(judge(year))
    zalo.arrived[place] = (at, contact, number)

    copy = next(row for row in rows.values() if row.kind == "broadcast" and row.status == "sent")
    citizen = year.town.citizens[copy.contact]
    asked, citizen.asked_at = citizen.asked_at, None
    assert broken(judge(year)) == {"only who asked is written to"}
    citizen.asked_at, citizen.stopped_at = asked, asked
    assert {"nothing to who stopped", "only who asked is written to"} <= broken(judge(year))
    citizen.stopped_at = None
    silent = next(one for one in year.town.citizens.values() if one.asked_at is None)
    silent.asked_at = at - timedelta(days=60)
    assert broken(judge(year)) == {"a broadcast reaches who asked"}


def test_what_goes_to_followers_or_a_neighbourhood_is_judged_by_what_citizens_did(
    year: Year,
) -> None:
    everybody, followers, area = year.office.sent[:3]
    with year.store.read() as work:
        rows = [row for row in notices.letters(work) if row.kind == "broadcast"]

    def of(started: Started) -> list[Citizen]:
        keys = [row for row in rows if row.key.startswith(f"broadcast:{started.number}:")]
        return [year.town.citizens[row.contact] for row in keys]

    assert len(of(followers)) > 3
    assert len(of(area)) > 1
    assert {one.field for one in of(followers)} == {FIELD}
    assert {one.area for one in of(area)} == set(area.draft.areas)
    assert any(one.asked_at is None for one in of(followers)), "news is not asked of followers"
    assert len(of(everybody)) > len(of(area))

    moved = of(followers)[0]
    moved.field = "Đất đai"
    assert broken(judge(year)) == {"only who asked is written to"}
    moved.field = FIELD
    free = {name for name, box in year.boxes.items() if box.name != "zalo_oa"}
    left_out = next(
        one
        for one in year.town.citizens.values()
        if one.field != FIELD and one.endpoint in free and not (one.absences or one.stopped_at)
    )
    field, left_out.field = left_out.field, FIELD
    left_out.met_at = at("2026-03-02 08:00")
    assert broken(judge(year)) == {"a broadcast reaches who asked"}
    left_out.field = field
    away = of(area)[0]
    away.area = "Tổ dân phố 9"
    assert broken(judge(year)) == {"only who asked is written to"}


def test_a_reminder_missed_too_early_unasked_or_after_a_stop_is_found(year: Year) -> None:
    with year.store.read() as work:
        own = {row.id for row in notices.letters(work) if ":own-limit-" in row.key}
    free = [box for box in year.boxes.values() if box.name != "zalo_oa"]
    box = next(b for b in free if any(one[2] in own for one in b.arrived))
    place = next(n for n, one in enumerate(box.arrived) if one[2] in own)
    kept = at, contact, number = box.arrived[place]
    citizen = year.town.citizens[contact]
    assert citizen.reminder is not None

    del box.arrived[place]
    assert "a reminder comes on its morning" in broken(judge(year))
    box.arrived.insert(place, (at - timedelta(days=30), contact, number))
    assert "no reminder too early or too late" in broken(judge(year))
    box.arrived[place] = kept
    citizen.reminder.stopped_at = at - timedelta(hours=3)
    assert "no reminder to who stopped it" in broken(judge(year))
    citizen.reminder = None
    assert "no reminder unasked" in broken(judge(year))


def test_pushes_that_rules_withhold_are_found() -> None:
    late = Apology(at("2026-11-25 09:00"), at("2026-11-27 17:00"), "a")
    one = dossier("accepted 2026-11-19 09:00", due="2026-11-25 17:00", apologies=(late,))
    ended = at("2026-12-30 09:00")
    sent = [
        Sent(at("2026-11-25 10:00"), "c", f"notice:{kind}:1:{number}:c", kind, ended)
        for number, kind in enumerate(("ready", "supplement", "supplement", "apology"))
    ]
    assert {invariant for invariant, _ in against_rules(sent, {1: one}, CALENDAR)} == {
        "ready only once the desk saw it",
        "one request for papers",
        "no apology later than the day before",
    }
    assert list(against_rules([], {1: one}, CALENDAR)) == []
