"""A complaint or denunciation seen by officers in their group on Telegram."""

import pytest

from knowledge.feedback.states import CaseState
from tests.fakes.telegram.core import eventually
from tests.telegram.groups.line import GroupLine


@pytest.mark.asyncio
@pytest.mark.parametrize("tapped", [True, False])
async def test_a_denunciation_seen_in_the_group_goes_from_it(
    office: GroupLine, *, tapped: bool
) -> None:
    async with office.line.open():
        await office.joined()
        code = await office.posted(matter="Ông Tư ở tổ 4 làm việc khuất tất")
        lead = office.person("Phụ Mẫu")
        lead.taps_data(f"case:refuse:{code}", office.card(code))
        await office.until("không tiếp nhận", "khiếu nại, tố cáo")
        if tapped:
            lead.taps("Đây là tố cáo")
        else:
            lead.answers(office.last("không lấy lại được"), "2")
        await office.until(f"Phụ Mẫu đã báo {code} là khiếu nại, tố cáo")
        await eventually(lambda: not any("Ông Tư" in one for one in office.said))
        await office.told("Đầu Mẫu", "là tố cáo, đã chuyển theo luật", "Phụ Mẫu")
    assert office.state(code) == CaseState.ROUTED
