"""Officers at work in their group on Telegram, the bot's privacy mode on."""

from datetime import timedelta

import pytest

from handlers import staff_groups
from handlers.clock import LOCAL
from handlers.inbox import Inbox
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.fakes.casework import GOOD
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.fakes.telegram.core import eventually
from tests.telegram.group_line import GROUP, NUMBERS, GroupLine

VAGUE = "Phường ghi nhận và sẽ xem xét theo quy định."


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return shipped_base()


@pytest.fixture
def office(sqlite_store: Store, clock: FakeClock, knowledge: KnowledgeBase) -> GroupLine:
    return GroupLine(sqlite_store, clock, knowledge)


@pytest.mark.asyncio
async def test_a_code_typed_in_the_group_by_an_officer_joins_it(office: GroupLine) -> None:
    async with office.line.open():
        stranger = office.person("Bạch Mẫu")
        stranger.id = 9999
        code = office.code()
        stranger.says(f"/nhom {code}")
        await office.until("phải là cán bộ")
        assert office.groups()[0].joined_at is None

        office.person("Bạch Mẫu").says(f"/nhom@motcua_bot {code}")
        await office.until("Đã đăng ký", "Tổ Đô thị")
        office.person("Cường Mẫu").says(f"/nhom {code}")
        await office.until("không đúng, đã dùng")
    assert office.groups()[0].joined_at is not None
    assert office.line.api.refused() == []


@pytest.mark.asyncio
async def test_a_code_out_of_date_joins_nothing(office: GroupLine) -> None:
    async with office.line.open():
        code = office.code()
        office.clock.move(minutes=16)
        office.person("Bạch Mẫu").says(f"/nhom {code}")
        await office.until("quá 15 phút")
    assert office.groups()[0].joined_at is None


@pytest.mark.asyncio
async def test_a_case_stands_in_the_group_without_a_trace_of_who_reported(
    office: GroupLine,
) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted(
            matter="Tôi là Lê Thị Thử, 0905 123 456, nhà tôi số 45: đèn hẻm 12 hỏng",
            sealed=("Lê Thị Thử", "0905123456"),
        )
        said = str(office.card(code)["text"])
    assert "đèn hẻm 12 hỏng" in said
    for secret in ("Thử", "0905", "123 456", "số 45"):
        assert secret not in said
    assert office.api.texts(int(NUMBERS["Bạch Mẫu"])) == []


@pytest.mark.asyncio
async def test_a_case_about_a_person_or_conduct_never_comes_to_the_group(
    office: GroupLine,
) -> None:
    async with office.line.open():
        await office.joined()
        secret = [
            office.ward.open(about=About.OFFICER, person="Cường Mẫu"),
            office.ward.open(about=About.UNCLEAR),
            office.ward.open(about=About.HEAD),
            office.ward.open(FeedbackKind.CONDUCT, about=About.UNCLEAR),
            office.ward.open(FeedbackKind.CONDUCT),
            office.ward.open(FeedbackKind.ABUSE),
        ]
        plain = await office.posted()
        office.person("Bạch Mẫu").says("/viec")
        await office.until("Đang chờ: 1", str(plain))
        head = office.person("Đầu Mẫu")
        for code in secret:
            before = len(office.said)
            head.taps_data(f"case:see:{code}", office.card(plain))
            await office.until("không thấy phản ánh này", after=before)
    for code in secret:
        assert not any(str(code) in text for text in office.said)


@pytest.mark.asyncio
async def test_one_takes_it_the_card_says_so_and_the_second_is_told(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        number = office.card(code)["message_id"]
        office.person("Bạch Mẫu").taps("Nhận việc")
        await office.until(f"Bạch Mẫu đã nhận {code}")
        await eventually(lambda: "Người giữ: Bạch Mẫu" in str(office.card(code)["text"]))
        assert office.card(code)["message_id"] == number
        office.person("Cường Mẫu").taps_data(f"case:claim:{code}", office.card(code))
        await office.until("Cường Mẫu ơi, Bạch Mẫu đã nhận")
    assert office.ward.row(code).officer == office.ward.officers["Bạch Mẫu"].id


@pytest.mark.asyncio
async def test_a_reply_to_the_card_is_a_draft_shown_and_then_sent(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        office.person("Bạch Mẫu").answers(office.card(code), VAGUE)
        await office.until("chưa đạt", "ngày hoặc bước tiếp theo")
        office.person("Bạch Mẫu").answers(office.last("chưa đạt"), GOOD)
        await office.until("sẽ đọc", "thay trước ngày 27/11")
        assert office.ward.told() == []
        office.person("Cường Mẫu").taps("Gửi")
        await office.until("chỉ Bạch Mẫu gửi được")
        office.person("Bạch Mẫu").taps("Gửi")
        await office.until(f"Bạch Mẫu đã trả lời {code}")
        await eventually(lambda: "Tình trạng: đã trả lời" in str(office.card(code)["text"]))
        await office.told("citizen", "thay trước ngày 27/11")
    # The group has no topics: asked for once, and then not for an hour.
    assert [one.method for one in office.line.api.refused()] == ["createforumtopic"]


@pytest.mark.asyncio
async def test_numbers_do_all_that_buttons_do(office: GroupLine) -> None:
    """As in a messenger without buttons: every choice by its number, in reply to the card."""
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        officer = office.person("Bạch Mẫu")
        officer.answers(office.card(code), "1")
        await office.until(f"Bạch Mẫu đã nhận {code}")
        officer.answers(office.card(code), "6")
        await office.until("ghi chú gì")
        officer.answers(office.last("ghi chú gì"), "đã gọi tổ điện")
        await office.until(f"đã ghi chú vào {code}")
        officer.answers(office.card(code), "4")
        await office.until("câu trả lời cho")
        officer.answers(office.last("câu trả lời cho"), GOOD)
        await office.until("sẽ đọc")
        officer.answers(office.last("sẽ đọc"), "1")
        await office.until(f"đã trả lời {code}")
    assert office.state(code) == CaseState.ANSWERED


@pytest.mark.asyncio
async def test_two_officers_write_at_once_and_neither_loses_words(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        one, two = await office.posted(), await office.posted()
        bach, cuong = office.person("Bạch Mẫu"), office.person("Cường Mẫu")
        bach.taps_data(f"case:note:{one}", office.card(one))
        cuong.taps_data(f"case:ask:{two}", office.card(two))
        await office.until("Bạch Mẫu: ghi chú gì")
        await office.until("Cường Mẫu: câu cần hỏi")
        cuong.answers(office.last("Cường Mẫu: câu cần hỏi"), "Nhánh nào của hẻm ạ?")
        bach.answers(office.last("Bạch Mẫu: ghi chú gì"), "chờ vật tư")
        await office.until(f"đã ghi chú vào {one}")
        await office.until(f"đã hỏi thêm người gửi {two}")
    assert office.state(two) == CaseState.NEEDS_INFO
    assert "Nhánh nào" in office.ward.told()[0]


@pytest.mark.asyncio
async def test_talk_among_colleagues_is_not_heard(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        before = len(office.said)
        assert office.person("Bạch Mẫu").says("chiều nay ai đi hẻm 12?") is None
        office.person("Cường Mẫu").says("@motcua_bot viec")
        await office.until("Đang chờ: 1", str(code), after=before)
    assert len(office.said) == before + 1


@pytest.mark.asyncio
async def test_who_is_no_officer_can_do_nothing_from_a_card(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        guest = office.person("Bạch Mẫu")
        guest.id = 9999
        guest.taps("Nhận việc")
        await office.until("chưa biết anh/chị là cán bộ nào")
        other = office.person("Quản Mẫu")
        other.taps_data(f"case:answer:{code}", office.card(code))
        await office.until("Quản Mẫu ơi, em không thấy")
    assert office.state(code) == CaseState.RECEIVED


@pytest.mark.asyncio
async def test_handed_over_by_name_or_choice_and_told(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        lead = office.person("Phụ Mẫu")
        lead.taps_data(f"case:assign:{code}", office.card(code))
        await office.until("chuyển", "cho ai")
        lead.answers(office.last("cho ai"), "người lạ")
        await office.until("không tìm thấy cán bộ này")
        lead.answers(office.last("cho ai"), "cuong mau")
        await office.until(f"đã chuyển {code} cho Cường Mẫu")
        await office.told("Cường Mẫu", str(code))
    assert office.ward.row(code).officer == office.ward.officers["Cường Mẫu"].id


@pytest.mark.asyncio
async def test_a_restart_between_draft_and_sending_loses_nothing(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        office.person("Bạch Mẫu").answers(office.card(code), GOOD)
        await office.until("sẽ đọc")
    again = GroupLine(office.store, office.clock, office.base, before=office)
    async with again.line.open():
        again.person("Bạch Mẫu").taps("Gửi")
        await again.until(f"Bạch Mẫu đã trả lời {code}")
        await eventually(lambda: "đã trả lời" in str(again.card(code)["text"]))
    assert again.state(code) == CaseState.ANSWERED


@pytest.mark.asyncio
async def test_a_group_that_becomes_a_supergroup_goes_on(office: GroupLine) -> None:
    new = -100777
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        office.api.chats.open(new, "supergroup", "Tổ Đô thị")
        office.room.migrated_to = new
        office.person("Bạch Mẫu").sends(migrate_to_chat_id=new)
        if office.room.privacy:  # a service message comes in privacy mode too
            last = list(office.room.messages.values())[-1]
            office.api.updates.add("message", last)
        await office.line.quiet()
        second = office.ward.open()
        await eventually(lambda: any(str(second) in text for text in office.api.texts(new)))
        office.room = office.api.chats.open(new)
        office.person("Bạch Mẫu").taps("Nhận việc")
        await eventually(lambda: office.state(second) == CaseState.ASSIGNED)
    assert office.state(code) == CaseState.RECEIVED


@pytest.mark.asyncio
async def test_put_out_of_the_group_cases_go_to_private_chats_and_leaders_hear(
    office: GroupLine,
) -> None:
    async with office.line.open():
        await office.joined()
        code, held = await office.posted(), await office.posted()
        office.person("Cường Mẫu").taps_data(f"case:claim:{held}", office.card(held))
        await office.until(f"đã nhận {held}")
        office.room.forbidden = "bot was kicked from the supergroup chat"
        office.person("Bạch Mẫu")._membership("member", "kicked")
        await office.told("Bạch Mẫu", "Phản ánh mới", str(code))
        await office.told("Cường Mẫu", str(held))
        for who in ("Quản Mẫu", "Phụ Mẫu", "Đầu Mẫu"):
            await office.told(who, "bot không còn trong nhóm", "2 phản ánh")
        before = len(office.said)
        later = office.ward.open()
        await office.told("Bạch Mẫu", str(later))
        office.room.forbidden = ""
        office.person("Bạch Mẫu")._membership("kicked", "member")
        await office.line.quiet()
    assert office.groups()[0].ended_why == "removed"
    assert len(office.said) == before


@pytest.mark.asyncio
async def test_a_group_found_gone_by_a_send_is_noticed(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        office.room.forbidden = "bot was kicked from the supergroup chat"
        code = office.ward.open()
        await eventually(lambda: office.groups()[0].reach == "blocked")
        with office.store.work() as work:
            staff_groups.watch(work, office.ward.ward, office.clock.now())
            work.commit()
        await office.told("Bạch Mẫu", str(code))
        await office.told("Quản Mẫu", "bot không còn trong nhóm")


@pytest.mark.asyncio
async def test_outside_the_units_hours_the_group_is_left_in_peace(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        evening = office.clock.now().astimezone(LOCAL).replace(hour=20)
        office.clock.move_to(evening)
        code = office.ward.open()
        urgent = office.ward.open(urgent=True, matter="Cây đổ chắn ngang đường Lê Mẫu")
        await office.until("KHẨN", str(urgent))
        assert not any(str(code) in text for text in office.said)
        # The day after is a holiday.
        office.clock.move_to(evening + timedelta(days=1, hours=11, minutes=5))
        await office.until("Phản ánh mới", str(code))


@pytest.mark.asyncio
async def test_named_later_the_case_leaves_the_group(office: GroupLine) -> None:
    from handlers.commands import AddToCase

    async with office.line.open():
        await office.joined()
        code = await office.posted(matter="Rác đầy hẻm 12 không ai dọn")
        row = office.ward.row(code)
        office.ward.sends(AddToCase(row.id, "cô Cường Mẫu bảo không dọn"))
        await office.until(f"{code} được xử lý riêng")
        assert not any("hẻm 12" in text for text in office.said)
        before = len(office.said)
        office.person("Đầu Mẫu").taps_data(f"case:note:{code}", office.last(str(code)))
        await office.until("không thấy phản ánh này", after=before)


@pytest.mark.asyncio
async def test_what_is_added_stands_on_the_card_and_is_announced(office: GroupLine) -> None:
    from handlers.commands import AddToCase

    async with office.line.open():
        await office.joined()
        code = await office.posted()
        row = office.ward.row(code)
        office.ward.sends(AddToCase(row.id, "nhánh bên trái, gọi 0905 123 456"))
        await office.until(f"Người gửi {code} vừa bổ sung")
        await eventually(lambda: "nhánh bên trái" in str(office.card(code)["text"]))
    assert "0905" not in str(office.card(code)["text"])


@pytest.mark.asyncio
async def test_who_erases_their_data_leaves_no_words_in_the_group(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        inbox: Inbox = office.line.ward.inbox
        assert inbox.forget(office.line.ward.endpoint, NUMBERS["citizen"])
        await office.until(str(code), "đã xoá theo yêu cầu")
    assert not any("hẻm 12" in text for text in office.said)
    assert GROUP < 0


@pytest.mark.asyncio
async def test_a_ready_reply_becomes_the_draft_of_who_chose_it(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        officer = office.person("Bạch Mẫu")
        officer.taps("Mẫu trả lời")
        await office.until("Mẫu cho", str(code))
        assert "Hỏi: Hỏi chỗ cụ thể" in officer.labels()
        officer.answers(office.last("Mẫu cho"), "2")
        await office.until("Tổ Đô thị đã kiểm tra", "2. việc sẽ làm", "3. ngày")
        officer.answers(office.last("3. ngày"), "đèn hẻm 12 bị hỏng")
        await office.until("đèn hẻm 12 bị hỏng", "1. việc sẽ làm")
        officer.answers(office.last("1. việc sẽ làm"), "thay bóng đèn hẻm 12\n27/11")
        await office.until("sẽ đọc", "trước ngày 27/11")
        officer.taps("Gửi")
        await office.until(f"Bạch Mẫu đã trả lời {code}")
    assert "Chúng tôi sẽ thay bóng đèn hẻm 12" in office.ward.told()[0]


@pytest.mark.asyncio
async def test_a_ready_question_is_sent_by_tap_and_a_refusal_filled_in_reply(
    office: GroupLine,
) -> None:
    async with office.line.open():
        await office.joined()
        one = await office.posted()
        officer = office.person("Bạch Mẫu")
        officer.answers(office.card(one), "8")
        await office.until("Mẫu cho")
        officer.taps("Hỏi: Xin ảnh")
        await office.until("sẽ đọc", "một ảnh chụp")
        officer.taps("Gửi câu này")
        await office.until(f"Bạch Mẫu đã hỏi thêm người gửi {one}")
        two = await office.posted()
        officer.taps_data(f"case:claim:{two}", office.card(two))
        await office.until(f"đã nhận {two}")
        officer.taps_data(f"case:use:refuse_same.{two}", office.card(two))
        await office.until("1. ngày")
        officer.answers(office.last("1. ngày"), "20/11")
        await office.until(f"đã báo không tiếp nhận {two}")
        three = await office.posted()
        officer.taps_data(f"case:claim:{three}", office.card(three))
        await office.until(f"đã nhận {three}")
        officer.taps_data(f"case:ask:{three}", office.card(three))
        await office.until("câu cần hỏi")
        officer.answers(office.last("câu cần hỏi"), "Đèn hỏng từ ngày […] ạ?")
        await office.until("Chưa gửi gì")
    assert any("đã trả lời ngày 20/11" in one for one in office.ward.told())
    assert not any("từ ngày" in one for one in office.ward.told())
