"""The points of a report in the officers' group: named, and nothing of who wrote them."""

import pytest

from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.telegram.groups.line import GroupLine


@pytest.mark.asyncio
async def test_points_without_an_answer_are_named_in_the_group_without_who_wrote_them(
    sqlite_store: Store, clock: FakeClock
) -> None:
    office = GroupLine(sqlite_store, clock, shipped_base())
    async with office.line.open():
        await office.joined()
        code = await office.posted(
            matter="Đèn đường hẻm 12 hỏng hai tuần nay, với lại nắp cống trước nhà bà Lê Thị Thử "
            "bể toác, gọi tôi 0905 123 456",
        )
        answer = "Thưa anh/chị, UBND phường đã thay bóng đèn đường hẻm 12 chiều 24/11, đèn đã sáng."
        office.person("Bạch Mẫu").answers(office.card(code), answer)
        await office.until("chưa đạt", "Ý 2: “với lại nắp cống", "chưa thấy trả lời")
        said = str(office.last("chưa đạt")["text"])
    assert "Ý 1: Đèn đường hẻm 12" in said
    for secret in ("Thử", "0905", "123 456"):
        assert secret not in said
