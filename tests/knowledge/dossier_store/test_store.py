"""The register's copy in the database: written once, found fast, changed by whole dossiers."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.store import follows
from handlers.store.dossiers import StoredDossiers, write_entries
from handlers.store.follows import Recipient
from handlers.store.purging import purge_some
from handlers.store.unit_of_work import Store
from knowledge import dossier_store
from knowledge.dossier_store import (
    Context,
    DossierEventRow,
    DossierFactorRow,
    DossierRow,
    Outcome,
    Reading,
)
from knowledge.dossier_store.rows import table_of
from knowledge.dossiers.dossier import Apology, Confirmation, Dossier, Flag, Override, StatusEvent
from knowledge.dossiers.entries import Entry
from knowledge.dossiers.statuses import DossierStatus
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward
from tests.knowledge.dossiers.lives import CALENDAR, CODE, at, event

COMMUNE = "phuong-mau"
KEY = bytes(range(32))
NOW = at("2026-11-23 08:00")
LATER = NOW + timedelta(hours=1)


def entry(*events: str | StatusEvent, code: str = CODE, **fields: object) -> Entry:
    """A row of the register."""
    values: dict[str, object] = {
        "line": 2,
        "code": code,
        "procedure": "1.004873",
        "procedure_name": "Xác nhận tình trạng hôn nhân",
        "events": tuple(one if isinstance(one, StatusEvent) else event(one) for one in events),
        "fours": frozenset({"1234", "0099"}),
        **fields,
    }
    return Entry(**values)  # type: ignore[arg-type]


ROW = entry(
    "registered 2026-11-19 08:00",
    "accepted 2026-11-19 09:00",
    due_at=at("2026-11-25 17:00"),
    officer="Nguyễn Văn Mẫu",
)


def read(store: Store, *entries: Entry, copied: datetime = NOW, now: datetime = NOW) -> list[str]:
    """Write a copy to its end; the outcomes."""
    context = Context(COMMUNE, KEY, CALENDAR, copied, now)
    written = list(write_entries(store, entries, context, lambda: now))
    with store.work() as work:
        counted = Counter(one.outcome for one in written)
        dossier_store.finish(work.session, Reading("file", "a.csv"), counted, context)
        work.commit()
    return [one.outcome.value for one in written]


def get(store: Store, code: str = CODE) -> Dossier:
    with store.read() as work:
        found = dossier_store.find(work.session, COMMUNE, code)
    assert found is not None
    return found


def count(store: Store, table: type[DossierRow] | type[DossierEventRow]) -> int:
    with store.read() as work:
        return int(work.session.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_row_becomes_a_dossier_with_its_events(store: Store) -> None:
    assert read(store, ROW) == ["added"]
    found = get(store)
    assert found.status is DossierStatus.ACCEPTED
    assert [one.status.value for one in found.events] == ["registered", "accepted"]
    assert (found.due_at, found.officer) == (at("2026-11-25 17:00"), "Nguyễn Văn Mẫu")
    assert found.copied_at == NOW


def test_reading_the_same_again_changes_nothing_but_the_age(store: Store) -> None:
    read(store, ROW)
    before = get(store)
    assert read(store, replace(ROW, line=9), copied=LATER, now=LATER) == ["unchanged"]
    assert get(store) == replace(before, copied_at=LATER)
    with store.read() as work:
        assert dossier_store.changed_since(work.session, COMMUNE, NOW) == []
        assert dossier_store.copied_at(work.session, COMMUNE) == LATER


def test_a_new_status_is_added_to_what_was_known(store: Store) -> None:
    read(store, ROW)
    row = replace(ROW, events=(event("processing 2026-11-20 09:00"),))
    assert read(store, row, copied=LATER, now=LATER) == ["changed"]
    assert [one.status.value for one in get(store).events] == [
        "registered",
        "accepted",
        "processing",
    ]
    with store.read() as work:
        ((number, when),) = dossier_store.changed_since(work.session, COMMUNE, NOW)
        ((owner, new, learnt),) = dossier_store.events_after(work.session, COMMUNE, 2)
    assert (number, when, owner, learnt) == (get(store).id, LATER, get(store).id, LATER)
    assert new.status is DossierStatus.PROCESSING


def test_an_older_copy_adds_its_events_and_changes_nothing_else(store: Store) -> None:
    read(store, replace(ROW, officer="Trần Thị Mới"), copied=LATER)
    older = replace(
        ROW, due_at=at("2026-11-24 17:00"), events=(event("registered 2026-11-18 08:00"),)
    )
    assert read(store, older, copied=NOW) == ["changed"]
    found = get(store)
    assert (found.officer, found.due_at) == ("Trần Thị Mới", at("2026-11-25 17:00"))
    assert (len(found.events), found.copied_at) == (3, LATER)


def test_a_status_without_a_time_is_an_event_only_when_it_is_news(store: Store) -> None:
    row = replace(ROW, now_at=StatusEvent(NOW, DossierStatus.PROCESSING, "Đang xử lý"))
    read(store, row)
    again = replace(row, now_at=replace(event("processing 2026-11-23 09:00"), raw="Đang xử lý"))
    assert read(store, again, copied=LATER, now=LATER) == ["unchanged"]
    other = replace(again, officer="Lê Văn Khác")
    assert read(store, other, copied=LATER, now=LATER) == ["changed"]
    assert [one.status.value for one in get(store).events][-1:] == ["processing"]
    assert count(store, DossierEventRow) == 3


def test_a_corrected_date_takes_the_place_of_the_wrong_one(store: Store) -> None:
    wrong = replace(event("accepted 2026-11-18 00:00"), given=True)
    right = replace(event("accepted 2026-11-19 00:00"), given=True)
    read(store, replace(ROW, events=(wrong,)))
    read(store, replace(ROW, events=(right,)), copied=LATER)
    found = get(store)
    assert (found.accepted_at, len(found.events)) == (at("2026-11-19 00:00"), 1)


def test_a_status_word_learnt_later_is_read_anew(store: Store) -> None:
    read(store, replace(ROW, events=(event("unknown 2026-11-20 09:00", raw="Chờ ký"),)))
    assert get(store).flags == {Flag.UNKNOWN_STATUS}
    known = event("processing 2026-11-20 09:00", raw="Chờ ký")
    read(store, replace(ROW, events=(known,)), copied=LATER)
    found = get(store)
    assert (found.status, found.flags) == (DossierStatus.PROCESSING, frozenset())


def test_several_rows_of_one_copy_may_speak_of_one_dossier(store: Store) -> None:
    rows = [
        replace(ROW, line=line, events=(event(one),))
        for line, one in enumerate(
            ("processing 2026-11-20 09:00", "accepted 2026-11-19 09:00", "done 2026-11-23 07:30"), 2
        )
    ]
    assert read(store, *rows) == ["added"] * 3
    assert get(store).status is DossierStatus.DONE
    read(store, *rows, copied=LATER, now=LATER)
    with store.read() as work:
        assert dossier_store.changed_since(work.session, COMMUNE, NOW) == []
    assert count(store, DossierRow) == 1


def test_the_last_four_digits_match_and_nothing_of_them_is_stored(store: Store) -> None:
    read(store, ROW, entry("registered 2026-11-19 08:00", code="H32.12.05-261119-0002"))
    reader = StoredDossiers(store, KEY)
    number = get(store).id
    assert reader.matches(number, "1234")
    assert reader.matches(number, "0099")
    assert not reader.matches(number, "4321")
    assert not reader.matches(number, "12345")
    assert not StoredDossiers(store, bytes(32)).matches(number, "1234")
    with store.read() as work:
        hashes = list(work.session.execute(select(table_of(DossierFactorRow).c.hash)).scalars())
    assert len(set(hashes)) == 4
    assert all(len(one) == 64 for one in hashes)


def test_a_dossier_is_found_by_its_token_and_only_in_its_commune(store: Store) -> None:
    read(store, ROW)
    reader = StoredDossiers(store, KEY)
    found = reader.find(COMMUNE, CODE)
    assert found is not None
    assert reader.by_token(found.token) == found
    assert reader.find("xa-khac", CODE) is None
    assert reader.by_token("") is None
    assert reader.copied_at(COMMUNE) == NOW
    assert reader.copied_at("xa-khac") is None


def test_acts_of_the_desk_are_kept_and_what_follows_is_derived(store: Store) -> None:
    read(store, ROW)
    apology = Apology(at("2026-11-23 08:10"), at("2026-11-27 17:00"), "thiếu người", by=3)
    second = Apology(at("2026-11-23 08:20"), at("2026-11-30 17:00"), "vẫn thiếu", by=3)
    found = change(store, lambda one: dossier_store.with_apology(one, apology))
    assert (found.due_at, found.flags) == (at("2026-11-27 17:00"), frozenset())
    found = change(store, lambda one: dossier_store.with_apology(one, second))
    assert found.due_at == at("2026-11-27 17:00")
    assert found.flags == {Flag.SECOND_APOLOGY}
    waiting = found.apologies[1]
    found = change(store, lambda one: dossier_store.with_approval(one, waiting.id))
    assert (found.due_at, found.flags) == (at("2026-11-30 17:00"), frozenset())
    assert found.apologies[1].by == 3


def test_confirmations_overrides_and_own_statuses_are_kept_with_who_did_them(store: Store) -> None:
    read(store, ROW)
    done = event("done 2026-11-23 08:30")
    change(store, lambda one: dossier_store.with_event(one, done))
    change(store, lambda one: dossier_store.with_confirmation(one, Confirmation(LATER, 4, True)))
    found = change(
        store, lambda one: dossier_store.with_override(one, Override("x", LATER, 5, "lý do"))
    )
    assert found == get(store)
    assert (found.status, found.ready) == (DossierStatus.DONE, True)
    assert found.overridden("x")
    assert read(store, ROW, copied=LATER) == ["unchanged"]
    assert get(store).status is DossierStatus.DONE


def change(store: Store, how: Callable[[Dossier], Dossier]) -> Dossier:
    with store.work() as work:
        held = dossier_store.hold(work.session, get_id(work.session))
        assert held is not None
        found = dossier_store.save(work.session, held, how(held), CALENDAR, LATER)
        work.commit()
    return found


def get_id(session: Session) -> int:
    found = dossier_store.find(session, COMMUNE, CODE)
    assert found is not None
    return found.id


def test_lists_give_what_is_open_due_and_in_a_status(store: Store) -> None:
    done = entry(
        "done 2026-11-20 09:00", code="H32.12.05-261119-0002", due_at=at("2026-11-20 17:00")
    )
    read(store, ROW, done)
    first, second = get(store).id, get(store, done.code).id
    with store.read() as work:
        session = work.session
        assert dossier_store.open_ids(session, COMMUNE) == [first]
        assert dossier_store.open_ids(session, COMMUNE, after=first) == []
        assert dossier_store.due_ids(session, COMMUNE, at("2026-11-25 17:00")) == [first]
        assert dossier_store.due_ids(session, COMMUNE, at("2026-11-25 16:59")) == []
        assert dossier_store.ids_with_status(session, COMMUNE, DossierStatus.DONE) == [second]
        assert [one.id for one in dossier_store.all_dossiers(session, COMMUNE)] == [first, second]
        changed = dossier_store.changed_since(session, COMMUNE, NOW - timedelta(hours=1))
        assert changed == [(first, NOW), (second, NOW)]
        assert dossier_store.changed_since(session, COMMUNE, NOW, after_id=first) == [(second, NOW)]


def test_a_complete_copy_tells_how_many_open_dossiers_it_lacks(store: Store) -> None:
    read(store, ROW)
    context = Context(COMMUNE, KEY, CALENDAR, LATER, LATER)
    with store.work() as work:
        report = dossier_store.finish(
            work.session, Reading("file", "b.csv", complete=True), Counter[Outcome](), context
        )
        work.commit()
    assert report["missing"] == 1


@pytest.mark.parametrize("number", [1, 401, 900])
def test_many_rows_are_written_in_chunks_and_loaded_in_order(store: Store, number: int) -> None:
    rows = [
        entry("registered 2026-11-19 08:00", code=f"H32.12.05-261119-{n:04}") for n in range(number)
    ]
    assert Counter(read(store, *rows)) == {"added": number}
    with store.read() as work:
        codes = [one.code for one in dossier_store.all_dossiers(work.session, COMMUNE)]
    assert codes == [one.code for one in rows]


def test_a_dossier_is_purged_two_years_after_it_was_returned_with_all_of_it(store: Store) -> None:
    returned = entry(
        "returned 2026-11-20 09:00", code="H32.12.05-261119-0002", due_at=at("2026-11-20 17:00")
    )
    read(store, ROW, returned)
    for days, left in ((729, 2), (731, 1)):
        with store.work() as work:
            purge_some(work, at("2026-11-20 09:00") + timedelta(days=days))
            work.commit()
        assert count(store, DossierRow) == left
    assert count(store, DossierEventRow) == 2
    assert get(store).status is DossierStatus.ACCEPTED


def test_followers_of_what_a_copy_changed_are_looked_at_and_no_others(
    store: Store, clock: FakeClock
) -> None:
    ward = Ward(store, clock)
    ward.says("xin chào")
    read(store, ROW)
    to = Recipient(COMMUNE, ward.endpoint, "telegram", ward.contact())
    with store.work() as work:
        made = follows.add(work, to, get_id(work.session), NOW)
        follows.look_at(work, made, None, NOW)
        work.commit()
    read(store, ROW, copied=LATER, now=LATER)
    with store.read() as work:
        assert follows.due(work, COMMUNE, LATER, 10) == []
    read(store, replace(ROW, officer="Người mới"), copied=LATER, now=LATER)
    with store.read() as work:
        assert [one.id for one in follows.due(work, COMMUNE, LATER, 10)] == [made]


def test_a_lost_key_is_made_good_by_reading_the_register_again(store: Store) -> None:
    read(store, ROW)
    number, other = get(store).id, bytes(reversed(range(32)))
    assert not StoredDossiers(store, other).matches(number, "1234")
    context = Context(COMMUNE, other, CALENDAR, LATER, LATER)
    assert [one.outcome for one in write_entries(store, [ROW], context, lambda: LATER)] == [
        Outcome.UNCHANGED
    ]
    assert StoredDossiers(store, other).matches(number, "1234")
    with store.read() as work:
        assert dossier_store.changed_since(work.session, COMMUNE, NOW) == []
