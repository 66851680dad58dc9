"""Results confirmed on the shelf: once, with who and when, and followers looked at."""

import threading

import pytest
from sqlalchemy import text

from handlers.duties.values import Already, Done, Outcome, Refused, Why
from handlers.officers import Officer
from handlers.store import follows
from handlers.store.follows import Recipient, Relation
from tests.fakes.office import Office
from tests.handlers.acts.doing import ACCEPTED, DONE, audited, ready


def test_ready_is_kept_with_who_and_when(office: Office, lan: Officer) -> None:
    known = office.dossier(*DONE)
    assert isinstance(office.does(lan, ready(known)), Done)

    (kept,) = office.now_is(known.code).confirmations
    assert (kept.by, kept.at, kept.ready) == (lan.id, office.clock.now(), True)
    assert audited(office) == [f"officer:{lan.id} dossier.ready dossier:{known.id}"]


def test_what_was_not_found_on_the_shelf_may_be_found_later(office: Office, lan: Officer) -> None:
    known = office.dossier(*DONE)
    office.does(lan, ready(known, is_it=False))
    assert office.now_is(known.code).ready is False
    office.does(lan, ready(known))
    assert office.now_is(known.code).ready is True


@pytest.mark.parametrize(
    ("events", "why"),
    [(ACCEPTED, Why.NOT_DONE), ((*DONE, "returned 2026-11-23 07:50"), Why.RETURNED)],
)
def test_only_a_finished_result_is_ready(
    office: Office, lan: Officer, events: tuple[str, ...], why: Why
) -> None:
    assert office.does(lan, ready(office.dossier(*events))) == Refused(why)


def test_two_officers_confirming_at_once_make_one_confirmation(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*DONE)
    start = threading.Barrier(2)
    outcomes: list[Outcome] = []

    def confirm(officer: Officer) -> None:
        start.wait(10)
        outcomes.append(office.does(officer, ready(known)))

    threads = [threading.Thread(target=confirm, args=(one,)) for one in (lan, head)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (kept,) = office.now_is(known.code).confirmations
    (second,) = [one for one in outcomes if not isinstance(one, Done)]
    assert second == Already(kept.by, kept.at)
    assert len(outcomes) == 2


def test_followers_are_looked_at_after_an_act(office: Office, lan: Officer) -> None:
    known = office.dossier(*DONE)
    contact = office.member("Lê Thị Mẫu").contact or ""
    to = Recipient(office.commune, office.endpoint, "telegram", contact)
    with office.store.work() as work:
        follows.add(work, to, known.id, office.clock.now(), Relation.SELF)
        work.run(text("UPDATE follow SET next_at = NULL"))
        work.commit()
    office.does(lan, ready(known))
    with office.store.read() as work:
        assert work.run(text("SELECT count(*) FROM follow WHERE next_at IS NOT NULL")).scalar() == 1
