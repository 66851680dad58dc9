"""A person on two joined chats is told once, where they asked last."""

from handlers.broadcast_texts import Refused, Why
from handlers.broadcasts.acts import Acting
from handlers.correction import Owed
from handlers.corrections import acts, sending
from handlers.store import corrections, subscriptions
from tests.fakes.readers import KEY
from tests.handlers.corrections.corrected import CONTACT, OUTBOX, Corrected


def _joined(corrected: Corrected, *chats: str) -> None:
    """These chats are one person's, as `/noikenh` makes them."""
    with corrected.desk.store.work() as work:
        work.connection.execute(
            CONTACT.update().where(CONTACT.c.id.in_(chats)).values(person="pfamily")
        )
        work.commit()


def test_a_person_on_two_joined_chats_is_told_once_where_they_asked_last(
    corrected: Corrected,
) -> None:
    first, last, alone = (corrected.asks(one) for one in ("first", "last", "alone"))
    _joined(corrected, first, last)
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    corrected.looks()
    assert [len(corrected.letters(one)) for one in (first, last, alone)] == [0, 1, 1]
    assert corrected.all()[0].queued == 2


def test_who_heard_the_right_figure_on_their_other_chat_knows(corrected: Corrected) -> None:
    first, second = corrected.asks("first"), corrected.asks("second", "time")
    _joined(corrected, first, second)
    corrected.fee(12_000)
    corrected.looks()
    corrected.desk.clock.move(hours=1)
    corrected.asks("second")
    assert corrected.sends(1) == Refused(Why.NOBODY)
    assert (corrected.letters(first), corrected.letters(second)) == ([], [])


def test_chats_joined_between_two_bites_are_not_told_twice(corrected: Corrected) -> None:
    chats = sorted(corrected.asks(one) for one in ("a", "b", "c"))
    corrected.fee(12_000)
    corrected.looks()
    now = corrected.desk.clock.now()
    whole, sending.BITE = sending.BITE, 1  # type: ignore[misc]
    try:
        with corrected.desk.store.work() as work:
            acts.send(Acting(work, corrected.ward, corrected.desk.officers["Hoa"], now), 1)
            assert sending.step(work, corrected.ward, now)
            work.commit()
        _joined(corrected, chats[0], chats[2])
        corrected.looks()
    finally:
        sending.BITE = whole  # type: ignore[misc]
    assert [len(corrected.letters(one)) for one in chats] == [1, 1, 0]


def test_a_chat_that_said_stop_gives_way_to_the_one_that_did_not(corrected: Corrected) -> None:
    open_one, quiet = corrected.asks("open"), corrected.asks("quiet")
    _joined(corrected, open_one, quiet)
    with corrected.desk.store.work() as work:
        subscriptions.stop(work, KEY, quiet, corrected.desk.clock.now())
        work.commit()
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    assert [len(corrected.letters(one)) for one in (open_one, quiet)] == [1, 0]


def test_a_copy_that_moved_to_the_other_chat_is_called_back_from_both(
    corrected: Corrected,
) -> None:
    asked, other = corrected.asks("asked"), corrected.asks("other", "time")
    _joined(corrected, asked, other)
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    with corrected.desk.store.work() as work:  # what `joins.move` does of a chat that cannot ring
        moved = OUTBOX.update().where(OUTBOX.c.key.like("correction:%"))
        work.connection.execute(moved.values(contact=other, reason="moved"))
        work.commit()
    corrected.desk.clock.move(minutes=5)
    corrected.fee(15_000)
    corrected.looks()
    corrected.sends(2)
    assert "10.000đ" in corrected.letters(asked)[-1]


def test_all_at_once_are_those_of_bite_after_bite(corrected: Corrected) -> None:
    chats = [corrected.asks(one) for one in ("a", "b", "c", "d")]
    _joined(corrected, chats[0], chats[2])
    corrected.fee(12_000)
    corrected.looks()
    now = corrected.desk.clock.now()
    corrected.asks("d")
    with corrected.desk.store.work() as work:
        one = corrections.find(work, KEY, 1)
        assert one is not None
        start = sending.since(corrected.ward, now)
        after: str | None = ""
        bites = list[Owed]()
        while after is not None:
            found, after = sending.owed(work, one, start, after, 1)
            bites += found
        assert list(sending.all_owed(work, one, start)) == bites
        assert sorted(each.contact for each in bites) == sorted(chats[1:3])
