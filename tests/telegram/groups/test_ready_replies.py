"""Ready replies and questions used from a case's card in an officers' group on Telegram."""

import pytest

from tests.telegram.groups.line import GroupLine


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
