"""A copy of the register is read: what is new is added, nothing known is lost."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.store import follows
from handlers.store.follows import Recipient
from handlers.store.unit_of_work import Store
from knowledge import dossier_store
from knowledge.dossier_store import Context, DossierEventRow, DossierRow, Outcome, Reading
from knowledge.dossiers.dossier import Flag, StatusEvent
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward
from tests.knowledge.dossier_store.copies import (
    COMMUNE,
    KEY,
    LATER,
    NOW,
    ROW,
    count,
    entry,
    get,
    get_id,
    read,
)
from tests.knowledge.dossiers.lives import CALENDAR, at, event


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


def test_a_reason_and_how_the_result_is_asked_for_are_kept_and_filled_in_later(
    store: Store,
) -> None:
    refused = event("rejected 2026-11-20 09:00")
    read(store, entry("registered 2026-11-19 08:00", refused))
    assert get(store).events[-1].reason == ""
    told = replace(refused, reason="Thiếu tờ khai")
    read(store, entry(told, return_way=SubmissionWay.POST), copied=LATER)
    assert get(store).events[-1].reason == "Thiếu tờ khai"
    assert get(store).return_way is SubmissionWay.POST
    read(store, entry(refused), copied=LATER + timedelta(hours=1))
    assert get(store).events[-1].reason == "Thiếu tờ khai"
    assert get(store).return_way is SubmissionWay.POST
