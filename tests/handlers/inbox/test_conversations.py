"""Step, draft, choices and subject of a conversation come back, or expire."""

import pytest
from sqlalchemy import text

from handlers.messages import Button, Paragraph, Reply
from handlers.store import outbox
from handlers.store.inbound import Stored
from handlers.store.states import OutboxStatus
from handlers.turns import ConversationState, Turn
from knowledge.matching.outcomes import Subject
from knowledge.procedures import Part
from tests.fakes.drafts import REPORT
from tests.fakes.ward import Ward


def test_step_draft_choices_and_subject_come_back_with_the_next_message(ward: Ward) -> None:
    subject = Subject("1.001193", ("1.001193",), Part.FEE)
    buttons = (Button("Giấy tờ", "part:1.001193:papers"),)
    ward.responder.decide = lambda *_: Turn(
        (Reply((Paragraph("phí 8.000đ"),), buttons),),
        step="feedback.describe",
        draft={**REPORT, "nội dung": "đường hư"},
        subject=subject,
    )
    ward.says("lệ phí khai sinh")
    ward.says("1")
    _, state = ward.responder.asked[1]
    assert state == ConversationState(
        "feedback.describe", {**REPORT, "nội dung": "đường hư"}, buttons, subject
    )


def test_a_turn_without_subject_keeps_the_stored_one(ward: Ward) -> None:
    turns = [Turn(subject=Subject("1.001193")), Turn(), Turn(keep_subject=False), Turn()]
    ward.responder.decide = lambda *_: turns[len(ward.responder.asked) - 1]
    for words in "abcd":
        ward.says(words)
    subjects = [state.subject for _, state in ward.responder.asked]
    assert subjects == [None, Subject("1.001193"), Subject("1.001193"), None]


def test_numbers_mean_the_choices_of_the_last_reply(ward: Ward) -> None:
    first, last = Button("A", "a"), Button("B", "b")
    ward.responder.decide = lambda *_: Turn(
        (Reply((Paragraph("1"),), (first,)), Reply((Paragraph("2"),), (last,)))
    )
    ward.says("hai câu hỏi")
    ward.says("1")
    assert ward.responder.asked[1][1].offered == (last, first)


@pytest.mark.parametrize("draft", ["[1]", "5", "không phải JSON", ""])
def test_a_draft_that_is_none_is_let_go_and_the_message_answered(ward: Ward, draft: str) -> None:
    ward.responder.decide = lambda *_: Turn(step="feedback.describe", draft=REPORT)
    ward.says("phản ánh")
    with ward.store.work() as work:
        work.run(text("UPDATE conversation SET draft = :draft"), {"draft": draft})
        work.commit()
    ward.says("đường hư")
    left = ConversationState(expired=True, left="feedback.describe")
    assert ward.responder.asked[1][1] == left


def test_an_expired_step_falls_back_to_idle_and_says_so(ward: Ward) -> None:
    ward.responder.decide = lambda *_: Turn(
        step="feedback.describe", expires_in_minutes=60, subject=Subject("1.001193")
    )
    ward.says("phản ánh")
    ward.clock.move(minutes=61)
    ward.says("đường hư")
    left = ConversationState(expired=True, left="feedback.describe")
    assert ward.responder.asked[1][1] == left


def test_an_idle_conversation_expires_silently(ward: Ward) -> None:
    ward.says("chào")
    ward.clock.move(hours=25)
    ward.says("chào")
    assert ward.responder.asked[1][1] == ConversationState()


def test_a_reply_to_a_message_about_a_case_finds_the_case(ward: Ward) -> None:
    ward.responder.decide = lambda *_: Turn((Reply((Paragraph("đã nhận"),), subject="case:12"),))
    ward.says("phản ánh")
    now = ward.clock.now()
    with ward.store.work() as work:
        (claimed,) = outbox.claim_contact(work, ward.contact(), "me", now)
        outbox.finish(work, claimed, "me", outbox.End(OutboxStatus.SENT, ("tg-55",)), now)
        work.commit()
    stored = ward.inbox.receive(ward.inbound("xong chưa", reply_to="tg-55"))
    assert isinstance(stored, Stored)
    ward.inbox.handle(stored.id)
    assert ward.responder.asked[-1][0].subject == "case:12"


@pytest.mark.parametrize(
    ("step", "draft"),
    [
        ("feedback.add", None),
        ("feedback.add", {"code": 7}),
        ("feedback.who", {"since": "2026-11-23T09:00:00+07:00", "parts": "đèn hỏng"}),
        ("feedback.of_an_older_release", {"code": "PA-1"}),
    ],
)
def test_what_its_step_cannot_read_is_let_go_as_if_its_time_were_over(
    ward: Ward, step: str, draft: dict[str, object] | None
) -> None:
    ward.responder.decide = lambda *_: Turn(step=step, draft=draft)
    ward.says("phản ánh")
    ward.says("đường hư")
    assert ward.responder.asked[1][1] == ConversationState(expired=True, left=step)


def test_what_a_later_release_adds_to_a_draft_does_not_lose_it(ward: Ward) -> None:
    draft = {"code": "PA-261123-001", "colour": "xanh"}
    ward.responder.decide = lambda *_: Turn(step="feedback.add", draft=draft)
    ward.says("phản ánh")
    ward.says("đường hư")
    assert ward.responder.asked[1][1] == ConversationState("feedback.add", draft)
