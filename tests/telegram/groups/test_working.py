"""Officers at work in their group on Telegram, the bot's privacy mode on."""

from datetime import timedelta

import pytest

from handlers.clock import LOCAL
from knowledge.feedback.states import CaseState
from tests.fakes.casework import GOOD
from tests.fakes.telegram.core import eventually
from tests.telegram.groups.line import GroupLine

VAGUE = "Phường ghi nhận và sẽ xem xét theo quy định."


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
