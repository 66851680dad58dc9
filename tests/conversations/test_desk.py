"""An officer's desk in their chat: lists, cards, acts; and a citizen who types the same words."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest
from sqlalchemy import select

from bot.channels.terminal.render import text_of
from handlers.console_tickets import NoSignIns, SignIns
from handlers.desk_context import DeskPorts
from handlers.inbox import Inbox
from handlers.messages import Button, ChannelName, Inbound, InboundKind, Reply
from handlers.officers import Role
from handlers.router import Router
from handlers.store.duties import StoredDuties
from handlers.store.news_book import StoredNewsBook
from handlers.store.personal import StoredPersonalRecords
from handlers.store.staff import StoredStaffBook
from handlers.store.tables import InboundRow, table_of
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from knowledge.base import KnowledgeBase
from knowledge.catalogue_store import upgrade_shipped
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.modes import RegisterMode
from knowledge.loading import load_procedures
from knowledge.text.folding import fold
from tests.conversations.conftest import VOICES
from tests.conversations.voices.ward import Act, WardVoice, number_of
from tests.fakes.clock import FakeClock
from tests.fakes.office import KEY, Office
from tests.knowledge.dossiers.lives import at

ACCEPTED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
DONE = (*ACCEPTED, "done 2026-11-23 07:30")
ALONE = (
    "zalo_bot/sqlite",
    pytest.param("telegram/postgres", marks=pytest.mark.postgres),
)
"""The inbox without a channel, for officers with buttons and for those who type numbers."""
_IDS = count(1)
_INBOUND = table_of(InboundRow)


class Person:
    """Somebody in their own chat with the ward."""

    def __init__(self, room: "Room", chat: str) -> None:
        self.room, self.chat = room, chat
        self.heard: tuple[Reply, ...] = ()
        self.said = ""
        """All that was read of the last answer."""

    def says(self, text: str, **more: object) -> "Person":
        return self._does(text=text, **more)

    def taps(self, label: str) -> "Person":
        """What the channel has: a button, or the number in sight."""
        kind, content = self.room.choosing(self.button(label), self)
        typed = kind is InboundKind.TEXT
        return self._does(kind=kind, **{"text" if typed else "action": content})

    def hears(self, *parts: str) -> "Person":
        for part in parts:
            assert fold(part) in fold(self.said), f"{part!r} not in:\n{self.said}"
        return self

    def hears_nothing_of(self, *parts: str) -> None:
        for part in parts:
            assert fold(part) not in fold(self.said), f"{part!r} in:\n{self.said}"

    def button(self, label: str) -> Button:
        offered = [button for reply in self.heard for button in reply.choices]
        found = [one for one in offered if fold(one.label).startswith(fold(label))]
        assert found, f"no button {label!r} among {[one.label for one in offered]}"
        return found[0]

    def _does(self, **fields: object) -> "Person":
        self.heard = self.room.send(self.chat, **fields)
        self.said = self.room.said(self.heard)
        return self


class Room:
    """The real router and inbox over a ward's office; with a `voice`, on a channel."""

    def __init__(
        self,
        base: KnowledgeBase,
        office: Office,
        mode: RegisterMode = RegisterMode.MIRROR,
        voice: WardVoice | None = None,
        sign_ins: SignIns = NoSignIns(),  # noqa: B008 - holds nothing
    ) -> None:
        store = office.store
        self.office, self.voice = office, voice
        self.router = Router(
            lambda _: base,
            StoredPersonalRecords(store),
            StoredStaffBook(store),
            desk=DeskPorts(StoredDuties(store), mode, sign_ins, KEY, StoredNewsBook(store)),
        )
        self.before: Callable[[Turn], None] = lambda _: None
        self.knowledge = self.router.knowledge
        if voice is None:
            self.inbox = Inbox(store, self, office.clock)
            return
        voice.speak(base.commune, self)
        office.chat_of = voice.chat_of

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        turn = self.router.respond(inbound, state, now)
        self.before(turn)
        return turn

    def send(self, chat: str, **fields: object) -> tuple[Reply, ...]:
        plain = self.office.says("", chat, f"m{next(_IDS)}")
        inbound = replace(plain, **fields)  # type: ignore[arg-type]
        if self.voice is not None:
            if inbound.by is None and not inbound.codes:
                return self.voice.does(chat, inbound)
            by = inbound.by and self.voice.chat_of(inbound.by)
            return self.voice.brings(chat, replace(inbound, by=by))
        stored = self.inbox.receive(inbound)
        assert stored is not None
        handled = self.inbox.handle(stored.id)[-1]
        assert not handled.parked
        return handled.replies

    def said(self, heard: tuple[Reply, ...]) -> str:
        """What an answer looks like where it is read."""
        return text_of(heard) if self.voice is None else self.voice.said

    def choosing(self, button: Button, who: Person) -> Act:
        """What somebody does to choose."""
        if self.voice is not None:
            self.voice.told = who.said
            return self.voice.choosing(button, who.heard)
        if self.office.channel is ChannelName.ZALO_BOT:
            return InboundKind.TEXT, number_of(button, who.heard)
        return InboundKind.TAP, button.action


def office_of(request: pytest.FixtureRequest, clock: FakeClock) -> tuple[Office, WardVoice | None]:
    """A ward's office on a channel, or with the inbox alone on a database (`ALONE`)."""
    name, _, database = request.param.partition("/")
    if database:
        store: Store = request.getfixturevalue(f"{database}_store")
        return Office(store, clock, channel=ChannelName(name)), None
    voice: WardVoice = request.getfixturevalue("voiced")(name, clock)
    return Office(voice.store, clock, channel=voice.channel, account="bot"), voice


@pytest.fixture(params=[*ALONE, *VOICES])
def place(request: pytest.FixtureRequest, clock: FakeClock) -> tuple[Office, WardVoice | None]:
    """Officers with buttons, and officers who type the numbers they see."""
    return office_of(request, clock)


@pytest.fixture
def office(place: tuple[Office, WardVoice | None]) -> Office:
    return place[0]


@pytest.fixture
def room(base: KnowledgeBase, place: tuple[Office, WardVoice | None]) -> Room:
    return Room(base, place[0], voice=place[1])


@pytest.fixture
def lan(room: Room) -> Person:
    room.office.officer("Lê Thị Mẫu", Role.OFFICER, chat="lan")
    return Person(room, "lan")


@pytest.fixture
def head(room: Room) -> Person:
    room.office.officer("Trần Văn Mẫu", Role.HEAD, chat="head")
    return Person(room, "head")


def confirmed(room: Room, *codes: str) -> list[bool | None]:
    return [room.office.now_is(code).ready for code in codes]


@pytest.mark.parametrize("words", ["/viec", "việc của tôi", "viec hom nay"])
def test_an_officer_sees_their_list(room: Room, lan: Person, words: str) -> None:
    room.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    lan.says(words).hears("Việc của anh/chị", "H32.12.05-261119-0001")


@pytest.mark.parametrize("words", ["/viec", "việc của tôi", "/sansang", "/phieu"])
def test_a_citizen_typing_the_same_gets_an_ordinary_answer(
    room: Room, lan: Person, words: str
) -> None:
    room.office.dossier(*DONE)
    citizen = Person(room, "citizen").says(words)
    citizen.hears_nothing_of("Việc của anh/chị", "0001", "chờ ký", "trên kệ")


def test_a_citizen_with_an_officers_button_changes_nothing(room: Room, lan: Person) -> None:
    known = room.office.dossier(*DONE)
    lan.says("/sansang")
    thief = Person(room, "citizen")
    thief.heard, thief.said = lan.heard, lan.said
    thief.taps("Tất cả")
    assert confirmed(room, known.code) == [None]


def test_in_a_group_no_list_is_shown(room: Room, lan: Person) -> None:
    room.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    group = Person(room, "group")
    group.says("/viec", group=True, by="lan").hears("trò chuyện riêng")
    group.hears_nothing_of("0001")


def test_all_but_some_are_confirmed_in_one_message(room: Room, lan: Person) -> None:
    codes = [room.office.dossier(*DONE, number=n).code for n in (7, 8, 12)]
    lan.says("kết quả chờ xác nhận").hears("Chờ xác nhận trên kệ: 3")
    lan.says("tất cả trừ 0008").hears("Đã xác nhận 2 kết quả")
    assert confirmed(room, *codes) == [True, None, True]


@pytest.mark.parametrize("answer", ["tap", "tất cả", "tất cả trừ 0007"])
def test_all_means_the_list_that_was_shown(room: Room, lan: Person, answer: str) -> None:
    codes = [room.office.dossier(*DONE, number=n).code for n in (7, 8)]
    lan.says("/sansang").hears("Chờ xác nhận trên kệ: 2")
    codes.append(room.office.dossier(*DONE, number=12).code)  # nobody looked for this one
    lan.taps("Tất cả 2") if answer == "tap" else lan.says(answer)
    lan.hears("Danh sách đã khác", "Chờ xác nhận trên kệ: 3", "0012")
    assert confirmed(room, *codes) == [None, None, None]
    lan.taps("Tất cả 3").hears("Đã xác nhận 3 kết quả")
    assert confirmed(room, *codes) == [True, True, True]


def test_one_tap_signs_the_slips_that_were_shown_and_no_other(
    room: Room, lan: Person, head: Person
) -> None:
    codes = [room.office.dossier(*ACCEPTED, number=n).code for n in (1, 2, 3)]

    def slip(code: str) -> None:
        lan.says(code).taps("Không kịp").taps("26/11").taps("Chờ ý kiến")

    slip(codes[0])
    slip(codes[1])
    head.says("/phieu")
    slip(codes[2])
    head.taps("Ký cả 2 phiếu").hears("Danh sách đã khác", codes[2])
    assert not any(room.office.now_is(code).apologies for code in codes)
    head.taps("Ký cả 3 phiếu").hears("Đã ký 3 phiếu")
    assert all(room.office.now_is(code).apologies for code in codes)


def test_some_are_named_by_the_ends_of_their_codes(room: Room, lan: Person) -> None:
    codes = [room.office.dossier(*DONE, number=n).code for n in (7, 8, 12)]
    lan.says("/sansang").says("0007 0012").hears("Đã xác nhận 2")
    lan.says("/sansang").says("không có 0008").hears("chưa có trên kệ")
    assert confirmed(room, *codes) == [True, False, True]


def test_a_number_means_a_choice_as_everywhere(room: Room, lan: Person) -> None:
    code = room.office.dossier(*DONE).code
    lan.says("/sansang").says("1").hears("Đã xác nhận 1 kết quả")
    assert confirmed(room, code) == [True]


def test_the_shelf_is_swept_code_by_code(room: Room, lan: Person) -> None:
    first, second = (room.office.dossier(*DONE, number=n) for n in (1, 2))
    lan.says("/sansang").taps("Quét mã")
    lan.says(first.code.lower()).hears(first.code, "sẵn sàng")
    lan._does(kind=InboundKind.FILES, codes=(f"d_{second.token}",))
    lan.hears(second.code, "sẵn sàng")
    lan.says("gì nhỉ").hears("chưa thấy mã")
    lan.says("xong").hears("Đã quét 2 kết quả")
    assert confirmed(room, first.code, second.code) == [True, True]


def test_one_picture_sweeps_every_slip_it_shows(room: Room, lan: Person) -> None:
    one, two, three = (room.office.dossier(*DONE, number=n) for n in (1, 2, 3))
    lan.says("/sansang").taps("Quét mã")
    lan._does(kind=InboundKind.FILES, codes=(one.code, f"d_{two.token}", f"d_{three.token}"))
    lan.hears(one.code, two.code, three.code, "sẵn sàng")
    lan.says("xong").hears("Đã quét 3 kết quả")
    assert confirmed(room, one.code, two.code, three.code) == [True, True, True]


def test_a_dossier_not_yet_done_is_not_confirmed_by_a_sweep(room: Room, lan: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says("/sansang").hears("Không có kết quả nào")
    room.office.dossier(*DONE, number=2)
    lan.says("/sansang").taps("Quét mã").says(known.code).hears("chưa ghi xong")
    assert confirmed(room, known.code) == [None]


def test_on_time_is_one_tap_and_ends_the_question(room: Room, lan: Person) -> None:
    room.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    lan.says("/viec").taps("0001").taps("Kịp").hears("kịp hạn")
    lan.says("/viec").hears_nothing_of("kịp hay không kịp")


def test_not_on_time_drafts_the_slip_in_two_choices_and_the_head_signs(
    room: Room, lan: Person, head: Person
) -> None:
    known = room.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    lan.says("/viec").taps("0001").taps("Không kịp").hears("Hẹn lại ngày nào")
    lan.taps("30/11/2026").hears("Lý do").taps("Chờ ý kiến").hears("mẫu 04", "chờ lãnh đạo ký")
    assert room.office.now_is(known.code).apologies == ()

    head.says("phiếu chờ ký").hears("H32.12.05-261119-0001", "Chờ ý kiến", "Lê Thị Mẫu")
    head.taps("Ký phiếu này").hears("Đã ký")
    assert room.office.now_is(known.code).due_at == at("2026-11-30 17:00")


def drafts(room: Room, person: Person) -> Dossier:
    known = room.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    person.says(known.code).taps("Không kịp").taps("30/11/2026").taps("Chờ ý kiến")
    return known


def slips_of(room: Room) -> list[str]:
    return [case.dossier.code for case, _ in StoredDuties(room.office.store).slips("phuong-mau")]


def test_not_on_time_opens_the_explanation_which_the_next_message_is(
    room: Room, lan: Person
) -> None:
    known = drafts(room, lan)
    lan.hears("mẫu 04", "chờ lãnh đạo ký", "Nguyên nhân trễ là gì")
    lan.says("Cán bộ phụ trách nghỉ ốm ba ngày").hears(known.code, "Đã ghi nguyên nhân")
    assert room.office.now_is(known.code).cause == "Cán bộ phụ trách nghỉ ốm ba ngày"
    assert slips_of(room) == [known.code]


def test_the_explanation_may_be_what_the_slip_says(room: Room, lan: Person) -> None:
    known = drafts(room, lan)
    lan.taps("Như lý do trên phiếu").hears("Đã ghi nguyên nhân")
    assert room.office.now_is(known.code).cause == "Chờ ý kiến của cơ quan phối hợp"


def test_the_explanation_may_wait_and_the_slip_stays(room: Room, lan: Person) -> None:
    known = drafts(room, lan)
    lan.taps("Huỷ")
    lan.says("làm giấy khai sinh cần gì").hears("khai sinh")
    assert room.office.now_is(known.code).cause == ""
    assert slips_of(room) == [known.code]
    lan.says(known.code).taps("Ghi nguyên nhân trễ").says("Chờ xác minh").hears("Đã ghi")
    assert room.office.now_is(known.code).cause == "Chờ xác minh"


def test_the_code_of_the_next_dossier_is_no_explanation(room: Room, lan: Person) -> None:
    known = drafts(room, lan)
    other = room.office.dossier(*ACCEPTED, number=2, officer="Lê Thị Mẫu")
    lan.says(other.code).hears(other.code).taps("Kịp").hears("kịp hạn")
    assert room.office.now_is(known.code).cause == ""


def test_who_explained_before_is_not_asked_again(room: Room, lan: Person, head: Person) -> None:
    known = drafts(room, lan)
    lan.says("Chờ toà án")
    head.says("/phieu").taps("Trả lại").says("Ghi rõ hơn")
    lan.says(known.code).taps("Không kịp").taps("26/11").taps("Chờ ý kiến")
    lan.hears("chờ lãnh đạo ký").hears_nothing_of("Nguyên nhân trễ là gì")


def test_date_and_reason_may_be_typed(room: Room, lan: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code).taps("Không kịp")
    lan.says("28/11").hears("không phải ngày làm việc")
    lan.says("thứ sáu tuần sau").hears("chưa đọc được ngày")
    lan.says("hẹn 4/12 nhé").hears("Lý do")
    lan.says("Đang chờ toà án trả lời").hears("chờ lãnh đạo ký")
    (found,) = StoredDuties(room.office.store).slips(room.office.commune)
    assert (found[1].new_due_at, found[1].reason) == (
        at("2026-12-04 17:00"),
        "Đang chờ toà án trả lời",
    )


def test_a_second_slip_is_signed_only_with_a_reason(room: Room, lan: Person, head: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code).taps("Không kịp").taps("26/11").taps("Chờ ý kiến")
    head.says("/phieu").taps("Ký phiếu này")
    lan.says(known.code).taps("Không kịp").taps("30/11").taps("Chờ ý kiến")
    head.says("/phieu").hears("Trái quy định: Hẹn lại không quá một lần")
    head.taps("Ký phiếu này").hears("ghi lý do")
    head.says("Toà án trả lời chậm").hears("Đã ký")
    moved = room.office.now_is(known.code)
    assert moved.due_at == at("2026-11-30 17:00")
    assert [one.reason for one in moved.overrides] == ["Toà án trả lời chậm"]


def test_a_slip_is_sent_back_with_a_word(room: Room, lan: Person, head: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code).taps("Không kịp").taps("26/11").taps("Chờ ý kiến")
    head.says("/phieu").taps("Trả lại").says("Làm thêm giờ là kịp").hears("trả phiếu lại")
    assert StoredDuties(room.office.store).slips(room.office.commune) == ()
    assert room.office.now_is(known.code).apologies == ()


def test_an_officer_with_the_heads_button_signs_nothing(
    room: Room, lan: Person, head: Person
) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code).taps("Không kịp").taps("26/11").taps("Chờ ý kiến")
    signing = head.says("/phieu").button("Ký phiếu này").action
    lan._does(kind=InboundKind.TAP, action=signing)
    lan.hears("không làm được")
    assert room.office.now_is(known.code).apologies == ()


def test_the_cause_of_lateness_is_typed_once_asked(room: Room, lan: Person) -> None:
    known = room.office.dossier(*ACCEPTED, "done 2026-11-27 08:00", officer="Lê Thị Mẫu")
    room.office.clock.move_to(at("2026-11-27 09:00"))
    lan.says("/viec").hears("Trễ hạn chưa ghi nguyên nhân: 1").taps("0001").taps("Ghi nguyên")
    lan.says("Máy chủ của tỉnh hỏng hai ngày").hears("Đã ghi nguyên nhân")
    assert room.office.now_is(known.code).cause == "Máy chủ của tỉnh hỏng hai ngày"


@pytest.mark.parametrize("place", ALONE, indirect=True)
def test_of_two_officers_at_once_the_second_is_told_who_was_first(
    room: Room, lan: Person, head: Person
) -> None:
    known = room.office.dossier(*DONE)
    lan.says("/sansang")
    head.says("/sansang")
    barrier = threading.Barrier(2)

    def both_decided(turn: Turn) -> None:
        if turn.commands:
            barrier.wait(10)

    room.before = both_decided
    people = (lan, head)
    threads = [threading.Thread(target=one.taps, args=("Tất cả",)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    room.before = lambda _: None

    said = [one.said for one in people]
    assert sum("Đã xác nhận 1 kết quả" in one for one in said) == 1
    assert len(room.office.now_is(known.code).confirmations) == 1
    loser = next(one for one in said if "Đã xác nhận 1" not in one)
    assert "đồng nghiệp đã xác nhận trước" in loser


def test_two_answers_to_one_card_name_the_first(room: Room, lan: Person, head: Person) -> None:
    known = room.office.dossier(*DONE)
    lan.says(known.code)
    head.says(known.code)
    lan.taps("Đã có trên kệ").hears("đã xác nhận sẵn sàng")
    head.taps("Đã có trên kệ").hears("Lê Thị Mẫu đã làm lúc 08:00")


def test_cancelling_leaves_a_step_and_questions_stay_questions(room: Room, lan: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code).taps("Không kịp").says("huỷ").hears_nothing_of("Lý do")
    lan.says("làm giấy khai sinh cần gì").hears("khai sinh")


def test_an_officer_answers_a_card_by_replying_to_it(room: Room, lan: Person) -> None:
    known = room.office.dossier(*ACCEPTED)
    lan.says(known.code)
    inbound = replace(room.office.says("kịp", "lan", "r1"), subject=f"work:{known.id}")
    member = room.office.member("Lê Thị Mẫu")
    turn = room.router.respond(
        inbound, ConversationState(actor=member.officer), room.office.clock.now()
    )
    assert "kịp hạn" in text_of(turn.replies)
    assert turn.commands


def test_at_a_desk_without_software_a_dossier_is_filed_in_one_line(
    base: KnowledgeBase, place: tuple[Office, WardVoice | None]
) -> None:
    office, voice = place
    with office.store.work() as work:
        upgrade_shipped(work.session, load_procedures(), office.clock.now())
        work.commit()
    room = Room(base, office, RegisterMode.DESK, voice)
    office.officer("Lê Thị Mẫu", Role.OFFICER, chat="lan")
    lan = Person(room, "lan")

    lan.says("hồ sơ mới").hears("hồ sơ mới 1.004194 4567")
    lan.says("hồ sơ mới 1.004194 4567").hears("Chưa khai mã đơn vị")
    lan.says("hồ sơ mới 1.004194 4567, mã H32.12.05-261123-0009")
    lan.hears("Đã ghi vào sổ: H32.12.05-261123-0009", "Hẹn trả: 17:00 ngày 27/11/2026")
    assert office.now_is("H32.12.05-261123-0009").officer == "Lê Thị Mẫu"
    with office.store.read() as work:
        kept = work.run(select(_INBOUND.c.payload)).scalars()
    assert not any("4567" in (payload or "") for payload in kept)


def test_beside_a_software_no_dossier_is_filed_in_the_chat(lan: Person) -> None:
    lan.says("hồ sơ mới 1.004194 4567").hears("Trạng thái do phần mềm một cửa ghi")
