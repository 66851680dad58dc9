"""What a case keeps, and for how long (F-2, domain §9)."""

from sqlalchemy import text

from handlers.commands import AddToCase
from handlers.store.purging import purge_some
from handlers.store.unit_of_work import Store
from knowledge.feedback.kinds import FeedbackKind
from tests.fakes.casework import MATTER, CaseWard


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    with store.read() as work:
        return [tuple(one) for one in work.run(text(query)).all()]


def purged(ward: CaseWard) -> None:
    with ward.store.work() as work:
        purge_some(work, ward.clock.now())
        work.commit()


def test_a_hint_is_not_counted_as_feedback(ward: CaseWard) -> None:
    """F-2."""
    counted = "SELECT name, count FROM counter WHERE name LIKE 'feedback.%' ORDER BY name"
    ward.open(FeedbackKind.SERVICE)
    assert rows(ward.store, counted) == [("feedback.hint.service", 1)]
    ward.open(FeedbackKind.SERVICE, sealed=("Lê Thị Thử", "0900000123"))
    assert rows(ward.store, counted) == [("feedback.case.service", 1), ("feedback.hint.service", 1)]
    assert rows(ward.store, "SELECT anonymous FROM feedback_case ORDER BY id") == [
        (True,),
        (False,),
    ]


def test_after_24_months_words_and_sender_are_gone(ward: CaseWard) -> None:
    code = ward.open(sealed=("Lê Thị Thử", "0900000123"))
    ward.sends(AddToCase(ward.row(code).id, "nhánh bên trái", place="12.24, 109.19"))
    case = "SELECT matter, place, contact IS NULL, secret_hash IS NULL FROM feedback_case"
    words = "SELECT words FROM feedback_event WHERE words IS NOT NULL ORDER BY id"
    sealed = "SELECT count(*) FROM feedback_party"

    ward.clock.move(days=729)
    purged(ward)
    assert rows(ward.store, case) == [(MATTER, "12.24, 109.19", False, False)]
    assert rows(ward.store, words) == [(MATTER,), ("nhánh bên trái",)]
    assert rows(ward.store, sealed) == [(1,)]

    ward.clock.move(days=2)
    purged(ward)
    assert rows(ward.store, case) == [(None, None, True, True)]
    assert rows(ward.store, words) == []
    assert rows(ward.store, sealed) == [(0,)]
    assert rows(ward.store, "SELECT act FROM feedback_event ORDER BY id") == [("open",), ("add",)]
