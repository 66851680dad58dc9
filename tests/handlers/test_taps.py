"""A tap that an app sends again works once: after a restart, and whichever process is called."""

from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest

from handlers.conversation import read_next
from handlers.messages import Inbound, InboundKind
from handlers.store import views
from handlers.store.states import InboundStatus
from handlers.store.tables import InboundRow
from handlers.store.taps import KEPT, SAME_TAP
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from tests.fakes.clock import FakeClock
from tests.fakes.drafts import REPORT
from tests.fakes.responder import say
from tests.fakes.ward import Ward

FEE, PAPERS = "p:1:fee", "p:1:documents"


class Desk(Ward):
    """What one process has; it answers a tap with the button's action."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        super().__init__(store, clock)
        self.responder.decide = lambda inbound, *_: say(inbound.action or "chào")

    def stores(self, action: str, under: str | None = "7") -> str:
        tap = self.inbound("", kind=InboundKind.TAP, reply_to=under, action=action)
        stored = self.inbox.receive(tap)
        assert stored is not None
        return stored.id

    def taps(self, action: str, under: str | None = "7") -> None:
        self.inbox.handle(self.stores(action, under))

    @property
    def did(self) -> list[str]:
        """What the buttons of the chat have done, in all processes."""
        with self.store.read() as work:
            letters = views.letters(work, self.contact())
        return [one.reply.blocks[0].text for one in letters if one.reply]  # type: ignore[union-attr]


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return Desk(store, clock)


@pytest.fixture
def other(store: Store, clock: FakeClock) -> Desk:
    """Another process, or the same after a restart."""
    found = Desk(store, clock)
    found._ids = count(1_000)  # a channel gives no number twice
    return found


def test_the_same_tap_brought_to_another_process_works_once(desk: Desk, other: Desk) -> None:
    desk.taps(FEE)
    other.taps(FEE)
    assert desk.did == [FEE]
    with desk.store.read() as work:
        assert views.health(work).inbound[InboundStatus.REPEATED] == 1


def test_two_processes_that_stored_it_at_once_do_it_once(desk: Desk, other: Desk) -> None:
    first, second = desk.stores(FEE), other.stores(FEE)
    other.inbox.handle(second)
    desk.inbox.handle(first)
    assert desk.did == [FEE]


def test_two_processes_that_decide_at_once_do_it_once(desk: Desk, other: Desk) -> None:
    second = other.stores(FEE)
    asked: list[str] = []

    def decide(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        if not asked:
            asked.append(inbound.action)
            other.inbox.handle(second)  # it takes both while we think
        return say(inbound.action)

    desk.responder.decide = decide
    desk.taps(FEE)
    assert desk.did == [FEE]


def test_of_two_numbers_the_later_may_be_done_first(desk: Desk, other: Desk) -> None:
    """Two transactions may commit in another order than their numbers'."""
    first, second = desk.stores(FEE), other.stores(FEE)
    table = InboundRow.__table__  # type: ignore[attr-defined]
    with desk.store.work() as work:
        work.run(table.update().where(table.c.id == int(first)).values(status="late"))
        work.commit()
    other.inbox.handle(second)
    with desk.store.work() as work:
        work.run(table.update().where(table.c.id == int(first)).values(status="stored"))
        work.commit()
    desk.inbox.handle(first)
    assert desk.did == [FEE]


def test_back_and_forth_is_meant(desk: Desk, other: Desk) -> None:
    desk.taps(FEE)
    other.taps(PAPERS)
    desk.taps(FEE)
    assert desk.did == [FEE, PAPERS, FEE]


def test_the_same_button_under_another_message_is_another(desk: Desk, other: Desk) -> None:
    desk.taps(FEE)
    other.taps(FEE, under="8")
    assert desk.did == [FEE, FEE]


def test_what_was_said_between_makes_it_a_new_wish(desk: Desk, other: Desk) -> None:
    desk.taps(FEE)
    other.says("chào")
    desk.taps(FEE)
    assert desk.did == [FEE, "chào", FEE]


def test_later_it_is_a_new_wish_however_often_it_was_repeated(
    desk: Desk, other: Desk, clock: FakeClock
) -> None:
    desk.taps(FEE)
    clock.move(seconds=SAME_TAP.total_seconds() * 0.6)
    other.taps(FEE)
    clock.move(seconds=SAME_TAP.total_seconds() * 0.6)
    desk.taps(FEE)
    assert desk.did == [FEE, FEE]


def test_a_tap_that_waited_for_the_restart_works_once(
    desk: Desk, other: Desk, clock: FakeClock
) -> None:
    desk.taps(FEE)
    clock.move(seconds=KEPT.total_seconds() - 5)
    other.inbox.begin()
    clock.move(seconds=2)
    other.taps(FEE)
    assert desk.did == [FEE]
    clock.move(seconds=SAME_TAP.total_seconds())
    other.taps(FEE)
    assert desk.did == [FEE, FEE]


def test_one_that_failed_may_be_tapped_again(desk: Desk, other: Desk) -> None:
    def fail(*_: object) -> Turn:
        raise ZeroDivisionError

    desk.responder.decide = fail
    desk.taps(FEE)
    other.taps(FEE)
    assert desk.did[-1] == FEE


def test_a_channel_without_messages_to_tap_under_is_left_alone(desk: Desk, other: Desk) -> None:
    """There a tap is a message of its own, which the person sees twice."""
    desk.taps(FEE, under=None)
    other.taps(FEE, under=None)
    assert desk.did == [FEE, FEE]


@pytest.mark.parametrize(("known", "did"), [(True, 1), (False, 2)])
def test_in_a_group_it_matters_who_tapped(desk: Desk, other: Desk, known: bool, did: int) -> None:
    if known:
        desk.says("chào", chat="555")
    for one in (desk, other):
        tap = one.inbound("", kind=InboundKind.TAP, reply_to="7", action=FEE)
        stored = one.inbox.receive(replace(tap, group=True, by="555"))
        assert stored is not None
        one.inbox.handle(stored.id)
    assert len(desk.did) == did


def test_a_repeated_tap_leaves_an_open_step_as_it_was(desk: Desk, other: Desk) -> None:
    desk.responder.decide = lambda *_: Turn(step="feedback.describe", draft={**REPORT, "k": 1})
    desk.taps(FEE)
    other.taps(FEE)
    later = other.stores(PAPERS)
    with desk.store.read() as work:
        read = read_next(work, later, desk.clock.now())
    assert read is not None
    assert (read.state.step, read.state.draft) == ("feedback.describe", {**REPORT, "k": 1})
