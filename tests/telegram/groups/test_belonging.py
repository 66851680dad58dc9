"""How a group is joined, moves and is left: the bot's place in an officers' group on Telegram."""

import pytest

from handlers import staff_groups
from knowledge.feedback.states import CaseState
from tests.fakes.telegram.core import eventually
from tests.telegram.groups.line import GroupLine


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
