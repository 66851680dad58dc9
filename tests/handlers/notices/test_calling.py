"""Whom an officer should call, and what is said no more once it is not so."""

import pytest
from sqlalchemy import text

from handlers.notices.calling import called, calls
from handlers.store import outbox
from handlers.store.unit_of_work import Store
from handlers.wording.calling import call_lines, line
from tests.handlers.notices.test_sweeping import COMMUNE, Desk
from tests.knowledge.dossiers.lives import at


@pytest.fixture
def desk(store: Store) -> Desk:
    """Somebody who was told of their supplement, and a channel that may not push it."""
    found = Desk(store)
    found.happens("2026-11-20 09:00", "supplement_needed")
    assert "supplement" in found.sweep("2026-11-20 09:01")
    with found.ward.store.work() as work:
        work.run(text("UPDATE outbox SET status = 'withheld', reason = 'window'"))
        work.commit()
    return found


def listed(desk: Desk, moment: str) -> list[str]:
    with desk.ward.store.read() as work:
        return [line(one) for one in calls(work, COMMUNE, at(moment))]


def statuses(desk: Desk) -> dict[str, str]:
    with desk.ward.store.read() as work:
        rows = work.run(text("SELECT key, status FROM outbox WHERE kind = 'notice'")).all()
    return {row.key.split(":")[1]: row.status for row in rows}


def test_who_could_not_be_told_is_to_be_called_with_the_reason(desk: Desk) -> None:
    (one,) = listed(desk, "2026-11-20 10:00")

    assert "kênh không cho nhắn" in one
    assert "từ 20/11" in one


def test_what_is_not_so_any_more_is_neither_sent_nor_called_about(desk: Desk) -> None:
    desk.happens("2026-11-21 09:00", "processing")
    desk.sweep("2026-11-21 09:01")

    assert statuses(desk)["supplement"] == "expired"
    assert listed(desk, "2026-11-21 10:00") == []


def test_what_still_holds_waits_for_the_person(desk: Desk) -> None:
    desk.sweep("2026-11-21 09:01")

    assert statuses(desk)["supplement"] == "withheld"


def test_who_was_called_is_called_no_more_and_gets_it_no_more(desk: Desk) -> None:
    with desk.ward.store.work() as work:
        assert called(work, "phuong-mau", desk.dossier.id, "Cô Hà", at("2026-11-20 11:00"))
        work.commit()

    assert listed(desk, "2026-11-20 12:00") == []
    assert statuses(desk)["supplement"] == "expired"


def test_what_was_withheld_until_it_was_too_late_is_still_to_be_told(desk: Desk) -> None:
    with desk.ward.store.work() as work:
        outbox.expire(work, at("2026-11-28 09:00"))
        work.commit()

    assert statuses(desk)["supplement"] == "expired"
    assert len(listed(desk, "2026-11-28 10:00")) == 1


def test_nobody_to_call_says_nothing() -> None:
    assert call_lines([]) == []
