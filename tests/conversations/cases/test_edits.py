"""An edited message corrects the part of a report that it was.

On both databases; the program starts anew before each message.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.channels.terminal.render import text_of
from handlers.applying import erase
from handlers.cases.raised import raised
from handlers.inbox import Inbox
from handlers.messages import Address, Inbound, InboundKind
from handlers.router import NOBODY, Router
from handlers.store import cases, unkeeping
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.feedback.codes import CaseCode
from knowledge.text.folding import fold
from tests.conversations.conftest import NOON, Citizen, Speaking, ports_of, through_the_inbox
from tests.fakes.casework import COMMUNE, CaseWard
from tests.fakes.clock import FakeClock
from tests.handlers.cases.acting import claims

WRONG = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng"
RIGHT = "Đèn đường trước hẻm 21 đường Hoa Sữa hỏng"
LATER = "Tối đi lại nguy hiểm lắm,\nmong sửa sớm"
QUESTION = "xác nhận tình trạng hôn nhân lệ phí bao nhiêu"


class Writer:
    """A citizen whose channel tells which message is edited."""

    def __init__(self, ward: CaseWard, base: KnowledgeBase) -> None:
        self.ward, self.number, self.ids = ward, 0, dict[str, str]()
        self.base = replace(base, commune=COMMUNE, calendar=ward.ward.calendar)

    def says(self, words: str) -> str:
        self.ids[words] = str(self.number + 501)
        return self._does(InboundKind.TEXT, text=words, message=self.ids[words])

    def edits(self, was: str, words: str) -> str:
        message = self.ids.get(was, "7")
        return self._does(InboundKind.EDIT, text=words, message=message)

    def taps(self, action: str) -> str:
        return self._does(InboundKind.TAP, action=action)

    def reports(self, *words: str) -> None:
        """A report of several messages, sent without a name."""
        self.taps("fb:start")
        for one in words:
            self.says(one)
        self.taps("fb:kind:local_matter")
        assert "PA-" in self.taps("fb:anon")

    def _does(self, kind: InboundKind, **said: str) -> str:
        self.number += 1
        store, records = self.ward.store, StoredPersonalRecords(self.ward.store)
        router = Router(lambda _: self.base, records, ports=ports_of(store))
        inbox = Inbox(store, router, self.ward.clock)
        inbound = Inbound(NOBODY, str(self.number), NOON, kind, **said)  # type: ignore[arg-type]
        at = Address(str(self.ward.channel), "citizen")
        stored = inbox.receive(replace(inbound, address=at))
        assert stored is not None
        handled = inbox.handle(stored.id)[-1]
        assert not handled.parked
        return text_of(handled.replies)

    @property
    def matters(self) -> list[str | None]:
        """Of every case, in order."""
        with self.ward.store.read() as work:
            return list(work.run(text("SELECT matter FROM feedback_case ORDER BY id")).scalars())

    @property
    def kept(self) -> list[str]:
        """Ids of messages that are kept with cases."""
        with self.ward.store.read() as work:
            rows = work.run(text("SELECT said FROM feedback_event ORDER BY id")).scalars()
            return [one for one in rows if one is not None]

    def raised(self) -> str:
        """What an answer to the first case has to speak to."""
        with self.ward.store.read() as work:
            return raised(work, cases.read(work, 1))


@pytest.fixture
def ward(store: Store) -> CaseWard:
    return CaseWard(store, FakeClock(NOON))


@pytest.fixture
def writer(ward: CaseWard, base: KnowledgeBase) -> Writer:
    return Writer(ward, base)


def test_an_edit_while_it_is_taken_corrects_that_message_alone(writer: Writer) -> None:
    writer.taps("fb:start")
    writer.says(WRONG)
    writer.says(LATER)
    writer.edits(WRONG, RIGHT)
    writer.taps("fb:kind:local_matter")
    writer.taps("fb:anon")
    assert writer.matters == [f"{RIGHT}\n{LATER}"]


def test_an_edit_of_another_message_deletes_nothing(writer: Writer) -> None:
    writer.says(QUESTION)
    writer.taps("fb:start")
    writer.says(WRONG)
    writer.edits(QUESTION, LATER)
    writer.taps("fb:kind:local_matter")
    writer.taps("fb:anon")
    assert writer.matters == [f"{WRONG}\n{LATER}"]


def test_a_report_that_began_as_a_question_is_corrected_too(writer: Writer) -> None:
    said = "Tôi phản ánh: đèn đường trước hẻm 12 đường Hoa Sữa hỏng"
    writer.says(said)
    writer.edits(said, RIGHT)
    writer.taps("fb:kind:local_matter")
    writer.taps("fb:anon")
    assert writer.matters == [RIGHT]


def test_an_edit_while_the_name_is_asked_is_no_name(writer: Writer) -> None:
    writer.taps("fb:start")
    writer.says(WRONG)
    writer.taps("fb:kind:local_matter")
    writer.taps("fb:name")
    writer.taps("consent:yes")
    assert "họ tên" in writer.edits(WRONG, RIGHT)
    assert "PA-" in writer.says("Nguyễn Thị Mẫu 0900 000 000")
    assert writer.matters == [RIGHT]


def test_an_edit_while_consent_is_asked_corrects_it(writer: Writer) -> None:
    writer.taps("fb:start")
    writer.says(WRONG)
    writer.taps("fb:kind:local_matter")
    writer.taps("fb:name")
    writer.edits(WRONG, RIGHT)
    assert "PA-" in writer.taps("fb:anon")
    assert writer.matters == [RIGHT]


def test_a_report_is_corrected_after_it_was_sent(ward: CaseWard, writer: Writer) -> None:
    writer.reports(WRONG, LATER)
    claims(ward, "Bạch Mẫu", CaseCode(ward.key, NOON.date(), 1))
    assert "lời sửa" in writer.edits(WRONG, RIGHT)
    assert writer.matters == [f"{RIGHT}\n{LATER}"]
    assert "Sửa lời phản ánh" in ward.told("Bạch Mẫu")[-1]


def test_its_first_wording_stays_in_the_history(ward: CaseWard, writer: Writer) -> None:
    writer.reports(WRONG)
    writer.edits(WRONG, RIGHT)
    with ward.store.read() as work:
        told = [(one.words, one.note) for one in cases.events(work, 1)]
    assert told == [(WRONG, ""), (RIGHT, "corrects")]


def test_a_message_is_corrected_as_often_as_it_is_edited(writer: Writer) -> None:
    writer.reports(LATER, WRONG)
    writer.edits(LATER, "Nguy hiểm lắm")
    writer.edits(LATER, "Nguy hiểm\ncho\ntrẻ em")
    writer.edits(WRONG, RIGHT)
    assert writer.matters == [f"Nguy hiểm\ncho\ntrẻ em\n{RIGHT}"]
    assert writer.raised() == f"Nguy hiểm\ncho\ntrẻ em\n{RIGHT}"


def test_words_added_later_are_corrected_where_they_stand(writer: Writer) -> None:
    writer.reports(WRONG)
    first, second = "tối đi lại nguy hiểm lắm", "trụ đèn số 8 cũng nghiêng rồi"
    writer.says(first)
    writer.says(second)
    writer.edits(first, "tối trẻ em đi học về nguy hiểm lắm")
    assert writer.matters == [WRONG]
    assert writer.raised() == f"{WRONG}\ntối trẻ em đi học về nguy hiểm lắm\n{second}"


def test_after_another_matter_the_case_is_corrected_and_no_report_begun(writer: Writer) -> None:
    writer.reports(WRONG, LATER)
    writer.says(QUESTION)
    said = writer.edits(WRONG, RIGHT)
    assert "PA-261123-001" in said
    assert "lời sửa" in said
    assert writer.matters == [f"{RIGHT}\n{LATER}"]


def test_what_the_chat_was_at_goes_on(writer: Writer) -> None:
    writer.reports(WRONG)
    writer.taps("fb:start")
    writer.says("Rác đổ đầy đầu hẻm 15 đường Hoa Sữa")
    writer.edits(WRONG, RIGHT)
    writer.taps("fb:kind:local_matter")
    assert "PA-261123-002" in writer.taps("fb:anon")
    assert writer.matters == [RIGHT, "Rác đổ đầy đầu hẻm 15 đường Hoa Sữa"]


def test_a_denunciation_in_an_edit_is_not_kept_and_what_was_begun_goes_on(writer: Writer) -> None:
    writer.reports(WRONG)
    writer.taps("fb:start")
    writer.says("Rác đổ đầy đầu hẻm 15 đường Hoa Sữa")
    writer.edits(WRONG, "Tôi tố cáo ông Bí Mật Mẫu nhận hối lộ")
    writer.taps("fb:kind:local_matter")
    assert "PA-261123-002" in writer.taps("fb:anon")
    assert writer.matters == [WRONG, "Rác đổ đầy đầu hẻm 15 đường Hoa Sữa"]
    with writer.ward.store.read() as work:
        payloads = work.run(text("SELECT payload FROM inbound")).scalars()
        assert not any("Bí Mật" in (one or "") for one in payloads)


def test_a_case_that_is_over_is_corrected_no_more(writer: Writer) -> None:
    writer.reports(WRONG)
    writer.taps("fb:withdraw-yes:PA-261123-001")
    assert "đã kết thúc" in writer.edits(WRONG, RIGHT)
    assert writer.matters == [WRONG]


def test_an_unknown_message_joins_the_case_as_before(writer: Writer) -> None:
    writer.reports(WRONG)
    assert "lời sửa" in writer.edits("", RIGHT)
    assert writer.matters == [WRONG]
    assert writer.raised() == RIGHT


def test_lines_that_cannot_be_told_apart_lose_nothing(ward: CaseWard, writer: Writer) -> None:
    writer.reports(WRONG, LATER)
    with ward.store.work() as work:
        work.run(text("UPDATE feedback_case SET matter = 'một dòng'"))
        work.commit()
    writer.edits(WRONG, RIGHT)
    assert writer.matters == ["một dòng"]
    assert writer.raised() == f"một dòng\n{RIGHT}"


def _routed(ward: CaseWard) -> None:
    with ward.store.work() as work:
        unkeeping.unkeep(work, cases.read(work, 1), NOON)
        work.commit()


def _erased(ward: CaseWard) -> None:
    with ward.store.work() as work:
        erase(work, ward.key, ward.citizen, NOON)
        work.commit()


@pytest.mark.parametrize("forget", [_routed, _erased])
def test_what_is_forgotten_takes_the_ids_of_its_messages_along(
    ward: CaseWard, writer: Writer, forget: Callable[[CaseWard], None]
) -> None:
    writer.reports(WRONG)
    writer.says("tối đi lại nguy hiểm lắm")
    assert writer.kept == ['[["502",1]]', '[["505",1]]']
    forget(ward)
    assert writer.kept == []


def test_a_complaint_on_its_way_leaves_no_ids(ward: CaseWard, writer: Writer) -> None:
    writer.taps("fb:start")
    writer.says("Tôi tố cáo ông Bí Mật Mẫu nhận hối lộ")
    with ward.store.read() as work:
        drafts = work.run(text("SELECT draft FROM conversation")).scalars()
        assert not any("ids" in (one or "") for one in drafts)
        payloads = work.run(text("SELECT payload FROM inbound")).scalars()
        assert not any("502" in (one or "") for one in payloads)


def test_on_telegram_the_edited_message_is_the_one_corrected(
    base: KnowledgeBase, sqlite_store: Store, voiced: Speaking
) -> None:
    voice = voiced("telegram")
    assert voice is not None
    citizen = Citizen(through_the_inbox(base, sqlite_store, voice=voice), voice)
    citizen.says("phản ánh").says(WRONG).says(LATER)
    citizen._does(InboundKind.EDIT, text=RIGHT, message=WRONG)
    citizen.taps("Đúng rồi").taps("Gửi không kèm tên").says(QUESTION)
    citizen._does(InboundKind.EDIT, text="Mong sửa sớm", message=LATER)
    citizen.hears("lời sửa")
    with sqlite_store.read() as work:
        matters = list(work.run(text("SELECT matter FROM feedback_case")).scalars())
    assert [fold(one) for one in matters] == [fold(f"{RIGHT}\nMong sửa sớm")]


def test_a_correction_says_no_more_who_wrote_than_the_report_may(writer: Writer) -> None:
    writer.reports(WRONG)
    writer.edits(WRONG, f"Tôi tên Lê Thị Nụ, số 0905 123 456. {RIGHT}")
    [matter] = writer.matters
    assert matter is not None
    assert RIGHT in matter
    assert "Nụ" not in matter
    assert "123 456" not in matter
