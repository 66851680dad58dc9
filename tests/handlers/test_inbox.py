"""One message: stored first, then handled in one transaction."""

import threading
from datetime import datetime, timedelta

import pytest

from handlers.commands import CountEvent, RecordConsent, StopMessages, WipeInbound
from handlers.errors import LostRaceError
from handlers.messages import Button, ChannelName, Inbound, InboundKind, Paragraph, Reply
from handlers.store import contacts, outbox, records, views
from handlers.store.inbound import Stored, save_conversation
from handlers.store.queueing import Message, queue
from handlers.store.states import OutboxKind, OutboxStatus, Priority
from handlers.store.tables import ContactRow
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Told, Turn
from handlers.wording.failures import APOLOGY
from knowledge.matching.outcomes import Subject
from knowledge.procedures import Part
from tests.fakes.clock import FakeClock
from tests.fakes.responder import FakeResponder, say
from tests.fakes.ward import Ward


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> Ward:
    return Ward(store, clock)


def replies(ward: Ward, chat: str = "chat-1") -> list[str]:
    with ward.store.read() as work:
        letters = views.letters(work, ward.contact(chat))
    return [block.text for one in letters if one.reply for block in one.reply.blocks]  # type: ignore[union-attr]


def test_a_message_is_stored_before_anything_is_decided(ward: Ward) -> None:
    ward.receive("làm khai sinh")
    assert ward.responder.asked == []
    assert len(ward.inbox.waiting()) == 1


def test_a_handled_message_leaves_its_reply_in_the_outbox(ward: Ward) -> None:
    ward.says("làm khai sinh")
    assert replies(ward) == ["bạn nói: làm khai sinh"]
    assert ward.inbox.waiting() == []


def test_the_responder_sees_our_id_and_never_the_chat(ward: Ward) -> None:
    ward.says("chào", chat="0901234567")
    inbound, _ = ward.responder.asked[0]
    assert inbound.address.contact == ward.contact("0901234567")
    assert "0901234567" not in str(inbound)


def test_the_same_message_brought_twice_is_answered_once(ward: Ward) -> None:
    inbound = ward.inbound("chào", external_id="update-7")
    stored = ward.inbox.receive(inbound)
    assert stored is not None
    ward.inbox.handle(stored.id)
    assert ward.inbox.receive(inbound) is None
    assert ward.inbox.handle(stored.id) == ()
    assert len(replies(ward)) == 1


def test_the_same_external_id_on_another_endpoint_is_another_message(
    store: Store, clock: FakeClock
) -> None:
    first = Ward(store, clock)
    second = Ward(store, clock, channel=ChannelName.WEB)
    assert first.inbox.receive(first.inbound(external_id="1")) is not None
    assert second.inbox.receive(second.inbound(external_id="1")) is not None


def test_a_crash_between_storing_and_handling_loses_nothing(
    ward: Ward, store: Store, clock: FakeClock
) -> None:
    ward.receive("một")
    ward.receive("hai")
    after = Ward(store, clock)
    for stored in after.inbox.waiting():
        after.inbox.handle(stored.id)
    assert replies(after) == ["bạn nói: một", "bạn nói: hai"]


def test_a_later_message_waits_for_an_earlier_one_of_its_chat(ward: Ward) -> None:
    ward.receive("một")
    last = ward.receive("hai")
    handled = ward.inbox.handle(last.id)
    assert [inbound.text for inbound, _ in ward.responder.asked] == ["một", "hai"]
    assert len(handled) == 2


def test_step_draft_choices_and_subject_come_back_with_the_next_message(ward: Ward) -> None:
    subject = Subject("1.001193", ("1.001193",), Part.FEE)
    buttons = (Button("Giấy tờ", "part:1.001193:papers"),)
    ward.responder.decide = lambda *_: Turn(
        (Reply((Paragraph("phí 8.000đ"),), buttons),),
        step="feedback.describe",
        draft={"nội dung": "đường hư"},
        subject=subject,
    )
    ward.says("lệ phí khai sinh")
    ward.says("1")
    _, state = ward.responder.asked[1]
    assert state == ConversationState(
        "feedback.describe", {"nội dung": "đường hư"}, buttons, subject
    )


def test_a_turn_without_subject_keeps_the_stored_one(ward: Ward) -> None:
    turns = [Turn(subject=Subject("1.001193")), Turn(), Turn(keep_subject=False), Turn()]
    ward.responder.decide = lambda *_: turns[len(ward.responder.asked) - 1]
    for text in "abcd":
        ward.says(text)
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


def test_an_expired_step_falls_back_to_idle_and_says_so(ward: Ward) -> None:
    ward.responder.decide = lambda *_: Turn(
        step="feedback.describe", expires_in_minutes=60, subject=Subject("1.001193")
    )
    ward.says("phản ánh")
    ward.clock.move(minutes=61)
    ward.says("đường hư")
    assert ward.responder.asked[1][1] == ConversationState(expired=True)


def test_an_idle_conversation_expires_silently(ward: Ward) -> None:
    ward.says("chào")
    ward.clock.move(hours=25)
    ward.says("chào")
    assert ward.responder.asked[1][1] == ConversationState()


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
    ward.responder.decide = lambda *_: Turn(step="feedback.describe")
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
            other.responder.decide = lambda *_: Turn(step="feedback.describe")
            bump(other)
        return say(state.step)

    ward.responder.decide = decide
    ward.says("chào")
    assert replies(ward) == ["feedback.describe"]


def bump(ward: Ward) -> None:
    """Change the conversation as another process would."""
    values = {
        "step": "feedback.describe", "draft": None, "offered": None, "subject": None,
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


def test_what_was_told_is_kept_without_the_question(ward: Ward) -> None:
    told = Told("answer", "1.001193", 3, Part.FEE, "8.000 đồng", 0.97)
    ward.responder.decide = lambda *_: Turn(told=(told,))
    ward.says("khai sinh cho bé Bí Đao")
    with ward.store.read() as work:
        rows = work.connection.exec_driver_sql("SELECT * FROM told").mappings().all()
    assert len(rows) == 1
    assert rows[0]["code"] == "1.001193"
    assert rows[0]["contact"] == ward.contact()
    assert "Bí Đao" not in str(rows)


def test_consent_is_recorded_and_known_to_the_next_turn(ward: Ward) -> None:
    ward.responder.decide = lambda *_: Turn(commands=(RecordConsent("v1", True),))
    ward.says("đồng ý")
    ward.says("chào")
    assert ward.responder.asked[1][1].consent == "v1"


def test_withdrawn_consent_no_longer_holds(ward: Ward) -> None:
    choices = [RecordConsent("v1", True), RecordConsent("v1", False), RecordConsent("v1", False)]
    ward.responder.decide = lambda *_: Turn(commands=(choices[len(ward.responder.asked) - 1],))
    for text in "abc":
        ward.says(text)
    assert ward.responder.asked[2][1].consent is None


def test_counted_events_add_up_by_name(ward: Ward) -> None:
    ward.responder.decide = lambda *_: Turn(
        commands=(CountEvent("route.complaint"), CountEvent("route.complaint"))
    )
    ward.says("khiếu nại")
    ward.says("tố cáo")
    with ward.store.read() as work:
        assert records.counts(work) == {"route.complaint": 4}


def test_wiped_words_are_gone_with_the_turn_that_routed_them(ward: Ward) -> None:
    ward.responder.decide = lambda *_: Turn(
        (Reply((Paragraph("gửi thanh tra"),)),), commands=(WipeInbound(),)
    )
    ward.says("tố cáo ông Bí Đao")
    with ward.store.read() as work:
        payload = work.connection.exec_driver_sql("SELECT payload FROM inbound").scalar_one()
    assert payload is None
    assert replies(ward) == ["gửi thanh tra"]


def test_after_stop_nothing_is_written_first_but_questions_are_answered(ward: Ward) -> None:
    ward.says("chào")
    assert queue_notice(ward, "notice:1")
    ward.responder.decide = lambda *_: Turn(commands=(StopMessages(),))
    ward.says("ngừng nhắn")
    assert not queue_notice(ward, "notice:2")
    ward.responder.decide = lambda *_: say("vẫn trả lời")
    ward.says("lệ phí")
    with ward.store.read() as work:
        letters = views.letters(work, ward.contact())
    assert [(one.key, one.status) for one in letters] == [
        ("reply:1:0", OutboxStatus.QUEUED),
        ("notice:1", OutboxStatus.EXPIRED),
        ("reply:3:0", OutboxStatus.QUEUED),
    ]


def queue_notice(ward: Ward, key: str) -> bool:
    now = ward.clock.now()
    message = Message(
        key,
        Reply((Paragraph("hồ sơ đã xong"),)),
        due=now,
        expires_at=now + timedelta(days=1),
        kind=OutboxKind.NOTICE,
        priority=Priority.NOTICE,
    )
    with ward.store.work() as work:
        made = queue(work, "phuong-mau", ward.endpoint, ward.contact(), message)
        work.commit()
    return made


def test_queueing_the_same_notice_twice_is_harmless(ward: Ward) -> None:
    ward.says("chào")
    assert queue_notice(ward, "notice:h32:due")
    assert not queue_notice(ward, "notice:h32:due")
    assert len(replies(ward)) == 2


def test_a_question_asked_back_and_never_answered_counts_as_abandoned(ward: Ward) -> None:
    told = Told("clarify", asked_back=True)
    ward.responder.decide = lambda *_: Turn(
        (Reply((Paragraph("thủ tục nào?"),), (Button("A", "a"),)),), told=(told,)
    )
    ward.says("khai")
    ward.clock.move(hours=30)
    ward.says("chào")
    with ward.store.read() as work:
        flags = work.connection.exec_driver_sql("SELECT abandoned FROM told ORDER BY id").scalars()
        assert [bool(flag) for flag in flags] == [True, False]


def test_words_come_back_letter_for_letter_even_broken_ones(ward: Ward) -> None:
    odd = "tie\u0302\u0301ng Vie\u0323\u0302t \x00 \ud83d '; DROP TABLE inbound; -- <b>"
    ward.says(odd)
    assert ward.responder.asked[0][0].text == odd


def test_kinds_of_another_version_arrive_as_unsupported(ward: Ward) -> None:
    stored = ward.receive("chào")
    with ward.store.work() as work:
        work.connection.exec_driver_sql("""UPDATE inbound SET payload = '{"kind":"hologram"}'""")
        work.commit()
    ward.inbox.handle(stored.id)
    assert ward.responder.asked[0][0].kind is InboundKind.UNSUPPORTED


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


def test_an_unknown_endpoint_is_a_mistake_told_plainly(ward: Ward) -> None:
    with ward.store.read() as work, pytest.raises(LookupError, match="nowhere"):
        contacts.endpoint_of(work, "nowhere")


def test_who_left_is_not_written_to_until_they_return(store: Store, clock: FakeClock) -> None:
    ward = Ward(store, clock)
    ward.says("xin chào")
    left = ward.inbox.receive(ward.inbound("", kind=InboundKind.LEFT))
    assert left is not None
    ward.inbox.handle(left.id)
    gone = state_of(store, ward.contact())

    ward.says("chào lại")

    assert (gone, state_of(store, ward.contact())) == ("blocked", "active")


def state_of(store: Store, contact: str) -> str:
    with store.read() as work:
        found = work.session.get(ContactRow, contact)
        assert found is not None
        return str(found.state)
