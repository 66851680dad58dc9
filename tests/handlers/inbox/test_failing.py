"""A message that fails, a race that is lost, two processes on one message."""

import threading
from datetime import datetime, timedelta

import pytest

from handlers.errors import LostRaceError
from handlers.messages import Inbound
from handlers.store import views
from handlers.store.codec import dumps
from handlers.store.inbound import save_conversation
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from handlers.wording.failures import APOLOGY
from tests.fakes.clock import FakeClock
from tests.fakes.drafts import REPORT
from tests.fakes.responder import FakeResponder, say
from tests.fakes.ward import Ward
from tests.handlers.inbox.told import replies


def test_a_message_that_fails_three_times_is_parked_with_one_apology(ward: Ward) -> None:
    def fail(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        if inbound.text == "độc":
            raise ZeroDivisionError
        return say("vâng")

    ward.responder.decide = fail
    handled = ward.says("độc")
    assert handled.parked
    assert len(ward.responder.asked) == 3
    assert ward.says("còn đây").replies == say("vâng").replies
    assert replies(ward) == [APOLOGY.blocks[0].text, "vâng"]  # type: ignore[union-attr]
    with ward.store.read() as work:
        (parked,) = views.parked(work)
    assert (parked.contact, parked.error) == (ward.contact(), "ZeroDivisionError")


def test_a_failed_turn_changes_nothing_of_the_conversation(ward: Ward) -> None:
    ward.responder.decide = lambda *_: Turn(step="feedback.describe", draft=REPORT)
    ward.says("phản ánh")

    def fail(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        raise ZeroDivisionError

    ward.responder.decide = fail
    ward.says("độc")
    ward.responder.decide = lambda *_: Turn()
    ward.says("sau đó")
    assert ward.responder.asked[-1][1].step == "feedback.describe"


def test_a_lost_race_is_tried_once_more_on_the_new_state(ward: Ward) -> None:
    other = Ward(ward.store, ward.clock)

    def decide(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        if len(ward.responder.asked) == 1:  # another process answers a tap meanwhile
            other.responder.decide = lambda *_: Turn(step="feedback.describe", draft=REPORT)
            bump(other)
        return say(state.step)

    ward.responder.decide = decide
    ward.says("chào")
    assert replies(ward) == ["feedback.describe"]


def bump(ward: Ward) -> None:
    """Change the conversation as another process would."""
    values = {
        "step": "feedback.describe", "draft": dumps(REPORT), "offered": None, "subject": None,
        "expires_at": ward.clock.now() + timedelta(hours=1),
    }  # fmt: skip
    with ward.store.work() as work:
        for version in range(10):
            if save_conversation(work, ward.contact(), version, values) is not None:
                break
        work.commit()


def test_a_race_lost_twice_leaves_the_message_stored(ward: Ward) -> None:
    def decide(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        bump(ward)
        return say("muộn")

    ward.responder.decide = decide
    stored = ward.receive("chào")
    with pytest.raises(LostRaceError):
        ward.inbox.handle(stored.id)
    assert ward.inbox.waiting() == [stored]
    assert replies(ward) == []


def test_two_processes_handling_one_message_answer_it_once(store: Store, clock: FakeClock) -> None:
    both_decided = threading.Barrier(2, timeout=20)
    first_time = threading.local()

    def decide(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        if not getattr(first_time, "gone", False):
            first_time.gone = True
            both_decided.wait()
        return say("một lần")

    one, two = (Ward(store, clock, FakeResponder(decide)) for _ in range(2))
    stored = one.receive("chào")
    threads = [threading.Thread(target=ward.inbox.handle, args=(stored.id,)) for ward in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replies(one) == ["một lần"]


def test_sorry_is_said_once_a_minute_and_chat(ward: Ward, clock: FakeClock) -> None:
    def fail(*_: object) -> Turn:
        raise ZeroDivisionError

    ward.responder.decide = fail
    for _ in range(4):
        assert ward.says("độc").parked
    ward.says("độc", chat="chat-2")
    sorry = APOLOGY.blocks[0].text  # type: ignore[union-attr]
    assert replies(ward) == [sorry]
    assert replies(ward, "chat-2") == [sorry]
    clock.move(seconds=60)
    ward.says("độc")
    assert replies(ward) == [sorry, sorry]
    ward.responder.decide = lambda *_: say("vâng")
    ward.says("còn đây")
    assert replies(ward)[-1] == "vâng"
