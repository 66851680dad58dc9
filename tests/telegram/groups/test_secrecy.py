"""What an officers' group on Telegram never sees, and what leaves it again."""

import pytest

from handlers.inbox import Inbox
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.telegram.groups.line import GROUP, NUMBERS, GroupLine


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
async def test_who_erases_their_data_leaves_no_words_in_the_group(office: GroupLine) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        inbox: Inbox = office.line.ward.inbox
        assert inbox.forget(office.line.ward.endpoint, NUMBERS["citizen"])
        await office.until(str(code), "đã xoá theo yêu cầu")
    assert not any("hẻm 12" in text for text in office.said)
    assert GROUP < 0
