"""Answers to a broadcast reach an officer, who sees what they answer; other words do not."""

import hashlib
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select

from handlers.broadcast import Broadcast
from handlers.cases.answering import broadcast_of
from handlers.cases.telling import card_of
from handlers.inbox import Inbox
from handlers.incoming import FileDesk
from handlers.messages import (
    Address,
    FileReason,
    FileState,
    Inbound,
    InboundKind,
    IncomingFile,
    Reply,
)
from handlers.router import Router
from handlers.store import cases, outbox
from handlers.store.outbox import End
from handlers.store.personal import StoredPersonalRecords
from handlers.store.states import OutboxStatus
from handlers.store.tables import CaseRow, table_of
from handlers.store.unit_of_work import Store
from tests.conversations.conftest import ports_of
from tests.fakes.clock import FakeClock
from tests.fakes.readers import BASE, Desk, open_desk

QUESTION = "mai mấy giờ thì nước chảy lại vậy"


@dataclass
class Reader:
    """Somebody who got the news, and what they hear back."""

    desk: Desk
    inbox: Inbox
    chat: str
    count: int = 0
    heard: tuple[Reply, ...] = ()

    def says(self, text: str, reply_to: str | None = None) -> str:
        return self._does(InboundKind.TEXT, text=text, reply_to=reply_to)

    def sends_picture(self, reply_to: str | None = None) -> str:
        """A picture without words, fetched and looked at before it is handled."""
        file = IncomingFile("r", "a.jpg", "image/jpeg", 9)
        return self._does(InboundKind.FILES, files=(file,), reply_to=reply_to)

    def _looked_at(self, inbound: str, file: IncomingFile) -> None:
        """As the program does before it handles it, but for the bytes."""
        files = FileDesk(self.desk.store, self.desk.clock)
        waiting = files.begin(inbound)
        assert waiting is not None
        seen = replace(file, state=FileState.READ, reason=FileReason.NO_CODE)
        if files.keeps(waiting):
            contact = waiting.inbound.address.contact
            key = f"{contact}/{hashlib.sha256(inbound.encode()).hexdigest()}"
            seen = replace(seen, state=FileState.STORED, key=key)
        assert files.settle(waiting, (seen,), ())

    def taps(self, action: str) -> str:
        return self._does(InboundKind.TAP, action=action)

    def actions(self) -> list[str]:
        return [button.action for reply in self.heard for button in reply.choices]

    def _does(self, kind: InboundKind, **given: object) -> str:
        self.count += 1
        inbound = Inbound(
            Address(self.desk.endpoint, self.chat),
            f"{self.chat}-{self.count}",
            self.desk.clock.now(),
            kind,
            **given,  # type: ignore[arg-type]
        )
        stored = self.inbox.receive(inbound)
        assert stored is not None
        if inbound.files:
            self._looked_at(stored.id, inbound.files[0])
        handled = self.inbox.handle(stored.id)[-1]
        assert not handled.parked
        self.heard = handled.replies
        self.desk.clock.move(seconds=20)
        return str(self.heard)


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock)


@pytest.fixture
def reader(desk: Desk) -> Reader:
    return made_reader(desk)


def made_reader(desk: Desk) -> Reader:
    desk.readers(1)
    router = Router(lambda _: BASE, StoredPersonalRecords(desk.store), ports=ports_of(desk.store))
    return Reader(desk, Inbox(desk.store, router, desk.clock), "r0")


def arrives(desk: Desk, text: str = "Mai cúp nước từ 8 giờ tại {phuong}.") -> Broadcast:
    """It is sent and its copies reach their chats, each as message 77."""
    one = desk.write(text)
    desk.start(one.id)
    desk.bites()
    with desk.store.work() as work:
        for claimed in outbox.claim_endpoint(work, desk.endpoint, "s", desk.clock.now(), 10):
            end = End(OutboxStatus.SENT, provider_ids=("77",))
            outbox.finish(work, claimed, "s", end, desk.clock.now())
        work.commit()
    desk.clock.move(minutes=10)
    return one


def kept(desk: Desk) -> list[tuple[str, str]]:
    """Kind and matter of each case, and what its card says it answers."""
    row = table_of(CaseRow)
    with desk.store.read() as work:
        ids = work.connection.execute(select(row.c.id).order_by(row.c.id)).scalars().all()
        return [
            (str(cases.read(work, one).kind), str(card_of(work, cases.read(work, one))))
            for one in ids
        ]


def test_a_reply_to_its_message_becomes_a_question_that_names_it(
    desk: Desk, reader: Reader
) -> None:
    one = arrives(desk)
    said = reader.says(QUESTION, reply_to="77")
    assert "Anh/chị đang trả lời tin ngày 23/11/2026: “Mai cúp nước" in said
    assert "PA-" in said
    ((kind, card),) = kept(desk)
    assert kind == "question"
    assert f"Trả lời tin gửi nhiều người số {one.id}: “Mai cúp nước từ 8 giờ tại Phường" in card
    assert QUESTION in card


@pytest.mark.parametrize("said", ["dạ em biết rồi ạ", "da ro roi", "👍", "Ok cảm ơn phường nhé"])
def test_a_mere_word_of_thanks_opens_nothing(desk: Desk, reader: Reader, said: str) -> None:
    arrives(desk)
    assert "PA-" not in reader.says(said, reply_to="77")
    assert kept(desk) == []


def test_the_next_words_within_a_day_are_taken_for_an_answer(desk: Desk, reader: Reader) -> None:
    arrives(desk)
    desk.clock.move(hours=20)
    assert "Anh/chị đang trả lời tin" in reader.says("zzz xxx qqq wwww")
    reader.taps("fb:this")
    assert kept(desk) == []
    reader.says("huỷ")
    assert "Anh/chị đang trả lời tin" not in reader.says("zzz xxx qqq wwww")


def test_a_day_later_and_without_a_broadcast_nothing_is_offered(desk: Desk, reader: Reader) -> None:
    assert "đang trả lời tin" not in reader.says("zzz xxx qqq wwww")
    arrives(desk)
    desk.clock.move(hours=25)
    assert "đang trả lời tin" not in reader.says("zzz xxx qqq wwww")


def test_a_question_about_a_procedure_is_answered_as_always(desk: Desk, reader: Reader) -> None:
    arrives(desk)
    said = reader.says("đăng ký khai sinh cần giấy tờ gì")
    assert "đang trả lời tin" not in said
    assert "khai sinh" in said.lower()


def test_a_reply_that_is_answered_too_still_has_the_way_to_a_person(
    desk: Desk, reader: Reader
) -> None:
    one = arrives(desk)
    said = reader.says("đăng ký khai sinh cần giấy tờ gì", reply_to="77")
    assert "Nếu là về tin ấy" in said
    reader.taps("human:send")
    ((_, card),) = kept(desk)
    assert f"số {one.id}" in card


def test_a_report_in_answer_to_it_names_it_too(desk: Desk, reader: Reader) -> None:
    one = arrives(desk)
    reader.says(
        "Tôi phản ánh đường ống nước hẻm 12 đường Trần Phú vỡ từ hôm qua, nước chảy lênh láng, "
        "đề nghị phường cho người sửa",
        reply_to="77",
    )
    for _ in range(4):
        if kept(desk):
            break
        action = next(one for one in reader.actions() if one.startswith("fb:") or "consent" in one)
        reader.taps(action)
    ((_, card),) = kept(desk)
    assert f"Trả lời tin gửi nhiều người số {one.id}" in card


def test_a_call_back_keeps_what_it_answers(desk: Desk, reader: Reader) -> None:
    one = arrives(desk)
    reader.says("zzz xxx qqq wwww")
    reader.taps("human:call")
    reader.taps("consent:yes")
    reader.taps("human:slot:0")
    reader.says("0912345678")
    row = table_of(CaseRow)
    with desk.store.read() as work:
        (case,) = work.connection.execute(select(row.c.id)).scalars()
        assert f"số {one.id}" in broadcast_of(work, case)


def test_a_denunciation_goes_its_own_road_and_is_not_kept(desk: Desk, reader: Reader) -> None:
    arrives(desk)
    reader.says("Tôi tố cáo cán bộ nhận hối lộ 5 triệu của tôi", reply_to="77")
    assert "human:send" not in reader.actions()
    assert kept(desk) == []
