"""What a turn orders is kept: consent, counts, wiped words, the end of messages."""

from datetime import timedelta

from handlers.commands import CountEvent, RecordConsent, StopMessages, WipeInbound
from handlers.messages import Button, InboundKind, Paragraph, Reply
from handlers.store import records, views
from handlers.store.queueing import Message, queue
from handlers.store.states import OutboxKind, OutboxStatus, Priority
from handlers.store.tables import ContactRow
from handlers.store.unit_of_work import Store
from handlers.turns import Told, Turn
from knowledge.procedures import Part
from tests.fakes.clock import FakeClock
from tests.fakes.responder import say
from tests.fakes.ward import Ward
from tests.handlers.inbox.told import replies


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
