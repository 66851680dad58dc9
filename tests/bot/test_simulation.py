"""The simulated year: the same seed gives the same year, and its invariants can fail."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.config import DEFAULT_FILE, load_settings
from bot.database import make_engine, upgrade
from bot.simulation import limits
from bot.simulation.invariants import Verdict, judge
from bot.simulation.office import FIELD
from bot.simulation.started import Started
from bot.simulation.town import Citizen
from bot.simulation.unspoken import unspoken
from bot.simulation.year import Year
from handlers.notice_kinds import NoticeKind
from handlers.store import notices
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.calendar import local
from tests.fakes.postgres import Cluster
from tests.knowledge.dossiers.lives import at

DAYS, DOSSIERS, SEED = 22, 140, 6
Opener = Callable[[str], Engine]


def lived(folder: Path, open_engine: Opener, seed: int) -> Year:
    return lived_in(open_engine(f"sqlite:///{folder}/ward-{seed}.db"), seed)


def lived_in(engine: Engine, seed: int) -> Year:
    upgrade(engine)
    year = Year(Store(engine), ward_of(load_settings(DEFAULT_FILE).commune), seed, date(2026, 3, 2))
    asyncio.run(year.run(DAYS, DOSSIERS))
    return year


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """A year as it was lived; what it left in the store is only read."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('year')}/ward.db")
    yield lived_in(engine, SEED)
    engine.dispose()


@pytest.fixture
def year(kept: Year) -> Year:
    """A copy of it, on the same store, to be tampered with."""
    return deepcopy(kept, {id(one): one for one in (kept.store, kept.ward)})


def broken(verdict: Verdict) -> set[str]:
    return {one.invariant for one in verdict.breaches}


def test_a_stretch_of_a_year_keeps_every_invariant_and_repeats_itself(
    year: Year, tmp_path: Path, open_engine: Opener
) -> None:
    first = judge(year)
    assert first.breaches == ()
    assert first.dossiers == DOSSIERS
    assert first.notices["ready"] > 10
    assert first.notices["broadcast"] > 5
    assert first.notices["supplement"] > 2
    assert first.notices["own-limit-7d"] + first.notices["own-limit-1d"] > 3
    assert judge(lived(tmp_path, open_engine, SEED)).fingerprint == first.fingerprint
    assert judge(lived(tmp_path, open_engine, SEED + 1)).fingerprint != first.fingerprint


@pytest.mark.postgres
def test_the_same_year_comes_of_either_database(
    year: Year, open_engine: Opener, postgres_cluster: Cluster
) -> None:
    here = judge(year)
    there = judge(lived_in(open_engine(postgres_cluster.new_database()), SEED))
    assert there.breaches == here.breaches == ()
    assert (there.fingerprint, there.notices) == (here.fingerprint, here.notices)


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
