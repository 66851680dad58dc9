"""Officers at work on cases in their chat: cards, buttons, numbers, replies."""

from dataclasses import replace
from itertools import count

import pytest

from bot.channels.terminal.render import text_of
from handlers.inbox import Inbox
from handlers.incoming import FileDesk
from handlers.messages import (
    Address,
    Button,
    ChannelName,
    FileState,
    Inbound,
    InboundKind,
    IncomingFile,
    Reply,
)
from handlers.router import NOBODY, Router
from handlers.store import cases, views
from handlers.store.personal import StoredPersonalRecords
from handlers.store.staff import StoredStaffBook
from handlers.store.tables import SentMessageRow
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.base import KnowledgeBase
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from knowledge.text.folding import fold
from tests.conversations.conftest import NOON, VOICES, ports_of
from tests.conversations.voices.ward import Act, WardVoice, number_of
from tests.fakes.casework import COMMUNE, GOOD, CaseWard
from tests.fakes.clock import FakeClock

ALONE = ("telegram/inbox", "zalo_bot/inbox")
"""The inbox without a channel, for officers with buttons and for those who type numbers."""


class Door:
    """The way in: the inbox alone, or a channel."""

    def __init__(self, ward: CaseWard, inbox: Inbox, voice: WardVoice | None = None) -> None:
        self.ward, self.inbox, self.voice = ward, inbox, voice

    def send(self, chat: str, inbound: Inbound) -> tuple[Reply, ...]:
        """What somebody did; the replies to it."""
        if self.voice is not None:
            return self.voice.does(chat, inbound)
        address = Address(str(self.ward.channel), chat)
        stored = self.inbox.receive(replace(inbound, address=address))
        assert stored is not None
        handled = self.inbox.handle(stored.id)[-1]
        assert not handled.parked
        return handled.replies

    def choosing(self, button: Button, who: "Chat") -> Act:
        """What they do to choose."""
        if self.voice is not None:
            self.voice.told = who.said
            return self.voice.choosing(button, who.heard)
        if self.ward.channel is ChannelName.ZALO_BOT:
            return InboundKind.TEXT, number_of(button, who.heard)
        return InboundKind.TAP, button.action


class Chat:
    """One person's chat with the ward."""

    _numbers = count(1)

    def __init__(self, ward: CaseWard, door: Door | Inbox, chat: str) -> None:
        self.ward, self.chat = ward, chat
        self.door = door if isinstance(door, Door) else Door(ward, door)
        self.heard: tuple[Reply, ...] = ()
        self.said = ""
        """All that was read of the last answer."""

    def says(self, words: str, reply_to: str | None = None) -> "Chat":
        return self._does(Inbound(NOBODY, "", NOON, text=words, reply_to=reply_to))

    def taps(self, label: str) -> "Chat":
        offered = [button for reply in self.heard for button in reply.choices]
        button = next(one for one in offered if fold(one.label).startswith(fold(label)))
        kind, content = self.door.choosing(button, self)
        return self.says(content) if kind is InboundKind.TEXT else self.does(content)

    def does(self, action: str) -> "Chat":
        return self._does(Inbound(NOBODY, "", NOON, InboundKind.TAP, action=action))

    def sends_a_picture(self, reply_to: str | None = None, *, continues: bool = False) -> "Chat":
        """A picture without words, looked at as `bot.preparing` looks at it."""
        file = IncomingFile("ref", "anh.jpg", "image/jpeg", 7)
        inbound = Inbound(
            Address(str(self.ward.channel), self.chat),
            str(next(self._numbers)),
            NOON,
            InboundKind.FILES,
            files=(file,),
            reply_to=reply_to,
            continues=continues,
        )
        stored = self.door.inbox.receive(inbound)
        assert stored is not None
        desk = FileDesk(self.ward.store, self.ward.clock)
        waiting = desk.begin(stored.id)
        assert waiting is not None
        fate = FileState.STORED if desk.keeps(waiting) else FileState.READ
        key = f"{stored.contact}/{stored.id:0>64}" if fate is FileState.STORED else ""
        assert desk.settle(waiting, [replace(file, state=fate, key=key)], ())
        self._hears(self.door.inbox.handle(stored.id)[-1].replies)
        return self

    def hears(self, *parts: str) -> "Chat":
        for part in parts:
            assert fold(part) in fold(self.said), f"{part!r} not in:\n{self.said}"
        return self

    def hears_nothing_of(self, *parts: str) -> None:
        for part in parts:
            assert fold(part) not in fold(self.said), f"{part!r} in:\n{self.said}"

    def _does(self, inbound: Inbound) -> "Chat":
        inbound = replace(inbound, external_id=str(next(self._numbers)))
        self._hears(self.door.send(self.chat, inbound))
        return self

    def _hears(self, replies: tuple[Reply, ...]) -> None:
        voice = self.door.voice
        self.heard, self.said = replies, text_of(replies) if voice is None else voice.said


def door_of(request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store) -> Door:
    """The place a fixture is asked for: one of `ALONE`, or a channel by its name."""
    mine = replace(base, commune=COMMUNE, calendar=ward_of(COMMUNE).calendar)
    records, staff = StoredPersonalRecords(sqlite_store), StoredStaffBook(sqlite_store)
    router = Router(lambda _: mine, records, staff, ports=ports_of(sqlite_store))
    clock = FakeClock(NOON)
    inbox = Inbox(sqlite_store, router, clock)
    if request.param in ALONE:
        channel = ChannelName(request.param.partition("/")[0])
        return Door(CaseWard(sqlite_store, clock, channel=channel), inbox)
    voice: WardVoice = request.getfixturevalue("voiced")(request.param, clock)
    voice.speak(COMMUNE, router)
    ward = CaseWard(sqlite_store, clock, channel=voice.channel, chat_of=voice.chat_of)
    return Door(ward, inbox, voice)


@pytest.fixture(params=[*ALONE, *VOICES])
def door(request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store) -> Door:
    """Officers with buttons, officers who type the numbers they see, and each channel."""
    return door_of(request, base, sqlite_store)


@pytest.fixture
def ward(door: Door) -> CaseWard:
    return door.ward


@pytest.fixture
def officer(ward: CaseWard, door: Door) -> Chat:
    return Chat(ward, door, "Bạch Mẫu")


@pytest.fixture
def other(ward: CaseWard, door: Door) -> Chat:
    return Chat(ward, door, "Cường Mẫu")


def test_a_card_says_the_matter_and_never_who_reported(ward: CaseWard) -> None:
    code = ward.open(sealed=("Lê Thị Thử", "0900000000"))

    with ward.store.read() as work:
        letter = views.letters(work, ward.chats["Bạch Mẫu"])[0]
    assert letter.reply is not None
    said = text_of((letter.reply,))
    assert str(code) in said
    assert "hẻm 12" in said
    assert "Thử" not in said
    labels = [one.label for one in letter.reply.choices]
    assert labels[:4] == ["Nhận việc", "Chuyển", "Hỏi thêm", "Trả lời"]
    assert labels[4:] == ["Không tiếp nhận", "Ghi chú", "Mẫu trả lời"]


def test_claim_answer_preview_send(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}")
    officer.hears("Anh/chị đã nhận")
    officer.taps("Trả lời")
    officer.hears("gõ câu trả lời")
    officer.says(GOOD)
    officer.hears("sẽ đọc", "thay trước ngày 27/11")
    assert ward.told() == []
    officer.taps("Gửi")
    officer.hears("Đã gửi trả lời")
    assert "thay trước ngày 27/11" in ward.told()[0]
    assert ward.row(code).state == CaseState.ANSWERED


def sent(ward: CaseWard, contact: str, code: CaseCode) -> None:
    """A message about the case has left as number 77 of that chat."""
    with ward.store.work() as work:
        subject = f"case:{code.full}"
        row = SentMessageRow(
            contact=contact,
            provider_id="77",
            endpoint="telegram",
            subject=subject,
            outbox_id=0,
            at=NOON,
        )
        work.session.add(row)
        work.commit()


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_a_reply_to_the_card_is_the_draft_of_an_answer(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    sent(ward, ward.chats["Bạch Mẫu"], code)
    officer.says(GOOD, reply_to="77")
    officer.hears("sẽ đọc", "thay trước ngày 27/11")
    officer.taps("Gửi")
    assert ward.row(code).state == CaseState.ANSWERED


def test_everything_works_by_number(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:see:{code}").says("4").says(GOOD).says("1")
    officer.hears("Đã gửi trả lời")


def test_what_fails_the_check_goes_back_and_may_leave_with_a_reason(
    ward: CaseWard, officer: Chat
) -> None:
    code = ward.open()
    officer.does(f"case:answer:{code}").says("Phường ghi nhận và sẽ xem xét theo quy định.")
    officer.hears("chưa đạt", "ngày hoặc bước tiếp theo")
    officer.taps("Vẫn gửi").says("đã gặp trực tiếp người dân")
    officer.hears("sẽ đọc")
    officer.taps("Gửi")
    officer.hears("Đã gửi")


def test_who_comes_second_is_told_who_was_first(ward: CaseWard, officer: Chat, other: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}")
    other.does(f"case:claim:{code}")
    other.hears("Bạch Mẫu đã nhận")


def test_an_officer_named_in_a_case_finds_nothing(ward: CaseWard, officer: Chat) -> None:
    code = ward.open(about=About.OFFICER, person="Bạch Mẫu")
    for act in ("see", "claim", "answer", "note", "assign", "refuse", "ask"):
        officer.does(f"case:{act}:{code}")
        officer.hears("Không có phản ánh này")


def test_a_conduct_case_is_the_heads(ward: CaseWard, door: Door, officer: Chat) -> None:
    code = ward.open(FeedbackKind.CONDUCT, about=About.UNCLEAR)
    officer.does(f"case:see:{code}")
    officer.hears("Không có phản ánh này")
    head = Chat(ward, door, "Đầu Mẫu")
    head.does(f"case:see:{code}")
    head.hears(str(code))


def test_asking_pauses_and_what_the_citizen_says_comes_back(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = ward.open()
    officer.does(f"case:ask:{code}").says("Nhánh nào của hẻm 12 ạ?")
    officer.hears("thời hạn tạm dừng")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:add:{code}").says("nhánh bên trái, cuối hẻm")
    citizen.hears("Em đã thêm vào phản ánh")
    assert any("nhánh bên trái" in one for one in ward.told("Bạch Mẫu"))


def test_handing_over_by_a_name_offered(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}").taps("Chuyển")
    officer.hears("Chuyển cho ai")
    offered = [one.label for reply in officer.heard for one in reply.choices]
    assert offered == ["Cường Mẫu", "Dung Mẫu", "Huỷ"]
    officer.taps("Dung Mẫu").hears("Đã chuyển")
    assert ward.row(code).officer == ward.officers["Dung Mẫu"].id


def test_a_case_is_given_to_nobody_who_may_not_hold_it(ward: CaseWard, officer: Chat) -> None:
    code = ward.open(about=About.OFFICER, person="Cường Mẫu", kind=FeedbackKind.LOCAL_MATTER)
    head = Chat(ward, officer.door, "Đầu Mẫu")
    named = ward.officers["Cường Mẫu"].id
    head.does(f"case:give:{named}.{code}")
    assert ward.row(code).officer != named
    head.does(f"case:give:x.{code}")
    assert ward.row(code).officer != named


def test_handing_over_by_name(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}").does(f"case:assign:{code}").says("ai đó lạ")
    officer.hears("Không có cán bộ này")
    officer.says("cuong mau")
    officer.hears("Đã chuyển")
    assert ward.row(code).officer == ward.officers["Cường Mẫu"].id


def test_a_citizen_cannot_act_on_a_case(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"case:answer:{code}")
    assert ward.row(code).state == CaseState.RECEIVED
    citizen.hears("Lựa chọn này")


def test_the_citizen_opens_it_again_once(ward: CaseWard, officer: Chat, door: Door) -> None:
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:unsolved:{code}").says("đèn vẫn tắt như cũ")
    citizen.hears("mở lại")
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen.does(f"fb:score2:{code}")
    citizen.hears("đã mở lại một lần")


def test_a_high_score_is_thanked_for(ward: CaseWard, officer: Chat, door: Door) -> None:
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:solved:{code}").taps("5")
    citizen.hears("Cảm ơn")
    assert ward.row(code).score == 5


def test_from_another_chat_only_the_secret_opens_it(ward: CaseWard, door: Door) -> None:
    from tests.fakes.casework import SECRET

    code = ward.open()
    stranger = Chat(ward, door, "stranger")
    stranger.says(f"{code} ZZZZZZ")
    stranger.hears("không thấy phản ánh nào khớp")
    stranger.says(str(code))
    stranger.hears("không thấy phản ánh nào khớp")
    stranger.says(f"{code} {SECRET}")
    stranger.hears("Đã nhận, đang phân công")


def test_guessing_is_paused(ward: CaseWard, door: Door) -> None:
    from tests.fakes.casework import SECRET

    code = ward.open()
    stranger = Chat(ward, door, "stranger")
    for guess in ("AAAAAA", "BBBBBB", "CCCCCC", "DDDDDD", "EEEEEE"):
        stranger.says(f"{code} {guess}")
    stranger.says(f"{code} {SECRET}")
    stranger.hears("30 phút")
    ward.clock.move(minutes=31)
    stranger.says(f"{code} {SECRET}")
    stranger.hears("Đã nhận, đang phân công")


def files_of(ward: CaseWard, code: CaseCode) -> int:
    with ward.store.read() as work:
        return len(cases.files(work, ward.row(code).id))


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_a_picture_without_words_that_answers_a_case_joins_it(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    sent(ward, ward.citizen, code)
    citizen = Chat(ward, door, "citizen").says("đăng ký khai sinh cần giấy tờ gì")

    citizen.sends_a_picture(reply_to="77")

    citizen.hears("Em đã thêm vào phản ánh", str(code))
    assert files_of(ward, code) == 1


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_a_picture_that_answers_nothing_is_not_kept(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    Chat(ward, door, "citizen").sends_a_picture()
    assert files_of(ward, code) == 0


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_an_album_is_answered_once(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    sent(ward, ward.citizen, code)
    citizen = Chat(ward, door, "citizen").sends_a_picture(reply_to="77")
    citizen.sends_a_picture(reply_to="77", continues=True)
    assert citizen.heard == ()
    assert files_of(ward, code) == 2


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_a_picture_an_officer_answers_a_card_with_is_no_answer(
    ward: CaseWard, officer: Chat
) -> None:
    code = ward.open()
    sent(ward, ward.chats["Bạch Mẫu"], code)
    officer.sends_a_picture(reply_to="77")
    officer.hears_nothing_of("sẽ đọc")
    assert ward.row(code).state == CaseState.RECEIVED


def test_a_late_answer_asks_the_officer_why_and_reaches_the_citizen(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = ward.open()
    ward.clock.move(days=30)
    officer.does(f"case:answer:{code}").says(GOOD)
    officer.hears("quá hạn trả lời", "lý do chậm")
    assert ward.told() == []
    officer.taps("Ghi lý do chậm").says("chờ vật tư từ điện lực")
    officer.hears("sẽ đọc")
    officer.taps("Gửi")
    officer.hears("Đã gửi trả lời")
    assert ward.row(code).late_reason == "chờ vật tư từ điện lực"
    assert "thay trước ngày 27/11" in ward.told()[0]
    assert "vật tư" not in ward.told()[0]


def test_a_middling_score_asks_which_group(ward: CaseWard, officer: Chat, door: Door) -> None:
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:solved:{code}").taps("3")
    citizen.hears("Điều gì cần làm tốt hơn")
    citizen.taps("Kết quả, thời gian")
    citizen.hears("không ai biết người chấm")
    assert (ward.row(code).score, ward.row(code).criterion) == (3, "result")
    assert ward.row(code).state == CaseState.ANSWERED


def test_a_low_score_asks_the_group_and_why_and_opens_it_again(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:score1:{code}").taps("Thái độ phục vụ").says("đèn vẫn tắt như cũ")
    citizen.hears("mở lại")
    assert (ward.row(code).score, ward.row(code).criterion) == (1, "conduct")


def test_a_rating_may_be_changed_for_a_week(ward: CaseWard, officer: Chat, door: Door) -> None:
    """R-1."""
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"fb:score5:{code}")
    ward.clock.move(days=6)
    citizen.does(f"fb:score4:{code}")
    assert ward.row(code).score == 4
    ward.clock.move(days=2)
    citizen.does(f"fb:score1:{code}")
    citizen.hears("quá 7 ngày")
    assert ward.row(code).score == 4


def answered(ward: CaseWard, officer: Chat) -> CaseCode:
    """A case whose sender has the answer on the screen."""
    code = ward.open()
    officer.does(f"case:answer:{code}").says(GOOD).taps("Gửi")
    return code


@pytest.mark.parametrize("words", ["chưa", "Chưa ạ", "vẫn chưa"])
def test_not_yet_needs_no_tap(ward: CaseWard, officer: Chat, door: Door, words: str) -> None:
    code = answered(ward, officer)
    citizen = Chat(ward, door, "citizen").says(words)
    citizen.hears("còn việc gì chưa ổn")
    citizen.says("đèn vẫn tắt như cũ").hears("mở lại")
    assert ward.row(code).state == CaseState.REOPENED


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_not_yet_with_its_reason_in_reply_to_the_answer_opens_it_at_once(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = answered(ward, officer)
    sent(ward, ward.citizen, code)
    Chat(ward, door, "citizen").says("chưa, đèn vẫn tắt như cũ", reply_to="77").hears("mở lại")
    assert ward.row(code).state == CaseState.REOPENED


def test_not_yet_with_its_reason_is_heard_while_the_case_is_what_the_chat_is_at(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = answered(ward, officer)
    citizen = Chat(ward, door, "citizen").does(f"fb:see:{code}")
    citizen.says("vẫn chưa sáng anh ơi, tối om").hears("mở lại")
    assert ward.row(code).state == CaseState.REOPENED


def test_solved_needs_no_tap(ward: CaseWard, officer: Chat, door: Door) -> None:
    answered(ward, officer)
    Chat(ward, door, "citizen").says("xong rồi").hears("hài lòng")


def test_not_yet_is_nothing_where_no_answer_or_more_than_one_waits(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    ward.open()
    citizen = Chat(ward, door, "citizen").says("chưa")
    citizen.hears_nothing_of("còn việc gì chưa ổn")
    answered(ward, officer)
    answered(ward, officer)
    citizen.says("chưa")
    citizen.hears_nothing_of("còn việc gì chưa ổn")


def test_a_question_that_begins_with_not_yet_stays_one(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = answered(ward, officer)
    citizen = Chat(ward, door, "citizen")
    citizen.says("chưa có giấy chứng sinh thì làm khai sinh được không").hears("khai sinh")
    assert ward.row(code).state == CaseState.ANSWERED


FILLED = "việc đèn hẻm 12\nthay bóng đèn hỏng ở hẻm 12\n27/11"


def test_a_ready_reply_is_chosen_filled_line_by_line_shown_and_sent(
    ward: CaseWard, officer: Chat
) -> None:
    code = ward.open()
    officer.does(f"case:see:{code}").taps("Mẫu trả lời")
    officer.hears("Đã làm xong", "Đang làm, hẹn ngày xong", "Hỏi: Hỏi chỗ cụ thể")
    officer.taps("Đang làm")
    officer.hears("Tổ Đô thị đã kiểm tra", "1. việc được phản ánh", "2. việc sẽ làm", "3. ngày")
    officer.says("việc đèn hẻm 12")
    officer.hears("việc đèn hẻm 12", "1. việc sẽ làm", "2. ngày")
    officer.says("thay bóng đèn hỏng ở hẻm 12\n27/11").hears("sẽ đọc", "trước ngày 27/11")
    officer.taps("Gửi").hears("Đã gửi trả lời")
    assert "Chúng tôi sẽ thay bóng đèn hỏng ở hẻm 12" in ward.told()[0]
    assert "[" not in ward.told()[0]


def test_a_ready_reply_works_by_number_alone(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:see:{code}").says("7").says("2").says(FILLED).says("1")
    officer.hears("Đã gửi trả lời")


def test_a_whole_answer_takes_the_place_of_a_ready_one(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:ready:{code}").taps("Đã làm xong").says(GOOD).hears("sẽ đọc")
    officer.taps("Gửi")
    assert "kiểm tra việc" not in ward.told()[0]


def test_a_ready_question_leaves_as_it_stands_or_as_rewritten(
    ward: CaseWard, officer: Chat
) -> None:
    first, second = ward.open(), ward.open()
    officer.does(f"case:ready:{first}").taps("Hỏi: Xin ảnh").hears("một ảnh chụp")
    officer.taps("Gửi câu này").hears("Đã hỏi thêm")
    officer.does(f"case:ready:{second}").taps("Hỏi: Xin ảnh").says("Nhánh trái hay phải ạ?")
    assert "một ảnh chụp" in ward.told()[0]
    assert "Nhánh trái" in ward.told()[1]


def test_a_bracket_left_open_holds_a_refusal(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}").does(f"case:refuse:{code}")
    officer.says("Đã trả lời ngày [ngày]").hears("1. ngày")
    assert ward.told() == []
    officer.says("20/11").hears("không tiếp nhận")
    assert "Đã trả lời ngày 20/11" in ward.told()[0]


def test_dots_left_open_hold_a_question_to_the_sender(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}").does(f"case:ask:{code}")
    officer.says("Anh/chị cho biết đèn hỏng từ ngày … ạ?").hears("gõ lại cả câu")
    assert ward.told() == []
    officer.says("Anh/chị cho biết đèn hỏng từ ngày nào ạ?").hears("Đã hỏi")
    assert "từ ngày nào" in ward.told()[0]


def test_what_may_not_be_done_now_has_no_ready_reply(ward: CaseWard, officer: Chat) -> None:
    code = answered(ward, officer)
    officer.does(f"case:ready:{code}").hears("Chưa có mẫu")
    officer.does(f"case:use:answer_done.{code}").hears("bước khác")
