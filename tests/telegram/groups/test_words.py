"""A question or a refusal written in a group is checked as an answer is."""

import pytest

from handlers.cases import acts
from handlers.store import cases
from handlers.store.unit_of_work import Store
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import CaseState
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.telegram.groups.line import GroupLine

OTHERS = "Anh/chị có phải hàng xóm ông Nguyễn Văn Sáu, 0905 123 456 không ạ?"


@pytest.mark.asyncio
async def test_what_tells_of_others_goes_back_and_is_written_anew(
    sqlite_store: Store, clock: FakeClock
) -> None:
    office = GroupLine(sqlite_store, clock, shipped_base())
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        officer = office.person("Cường Mẫu")
        officer.taps_data(f"case:ask:{code}", office.card(code))
        await office.until("Cường Mẫu: câu cần hỏi")
        officer.answers(office.last("Cường Mẫu: câu cần hỏi"), OTHERS)
        await office.until("Câu hỏi chưa đạt", "chat riêng")
        assert office.state(code) == CaseState.RECEIVED
        assert office.ward.told() == []
        officer.answers(office.last("Câu hỏi chưa đạt"), "Nhánh nào của hẻm ạ?")
        await office.until(f"đã hỏi thêm người gửi {code}")
    assert office.state(code) == CaseState.NEEDS_INFO
    assert "Nhánh nào" in office.ward.told()[0]


@pytest.mark.asyncio
async def test_a_late_refusal_owes_a_line_that_its_sender_never_reads(
    sqlite_store: Store, clock: FakeClock
) -> None:
    office = GroupLine(sqlite_store, clock, shipped_base())
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        clock.move(days=30)
        lead = office.person("Phụ Mẫu")
        lead.taps_data(f"case:refuse:{code}", office.card(code))
        await office.until("Phụ Mẫu: lý do không tiếp nhận")
        civil = "Đây là việc riêng giữa hai nhà, anh/chị nhờ tổ hoà giải giúp ạ."
        lead.answers(office.last("Phụ Mẫu: lý do không tiếp nhận"), civil)
        await office.until("xuống dòng ghi: Lý do chậm")
        assert office.state(code) == CaseState.RECEIVED
        lead.answers(office.last("Lý do chậm"), f"{civil}\nLý do chậm: chờ hai nhà gặp nhau")
        await office.until(f"Phụ Mẫu đã báo không tiếp nhận {code}")
    assert office.state(code) == CaseState.NOT_ACCEPTED
    assert office.ward.row(code).late_reason == "chờ hai nhà gặp nhau"
    assert "tổ hoà giải" in office.ward.told()[-1]
    assert "chờ hai nhà" not in office.ward.told()[-1]


@pytest.mark.asyncio
async def test_what_is_urgent_and_what_stays_here_is_said_from_the_card_in_the_group(
    sqlite_store: Store, clock: FakeClock
) -> None:
    office = GroupLine(sqlite_store, clock, shipped_base())
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        before = office.ward.row(code).answer_due
        officer = office.person("Bạch Mẫu")
        officer.taps_data(f"case:urgent:{code}", office.card(code))
        await office.until(f"Bạch Mẫu đã đánh dấu khẩn {code}")
        officer.answers(office.card(code), "10")
        await office.until(f"Bạch Mẫu giữ lại {code}")
    row = office.ward.row(code)
    assert row.urgent
    assert row.answer_due < before
    with sqlite_store.read() as work:
        done = [one.act for one in cases.events(work, row.id)]
    assert done == ["open", "urgent", "keep"]


@pytest.mark.asyncio
async def test_a_case_made_another_kind_leaves_the_group_it_no_longer_belongs_to(
    sqlite_store: Store, clock: FakeClock
) -> None:
    office = GroupLine(sqlite_store, clock, shipped_base())
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        with sqlite_store.work() as work:
            lead = office.ward.doing(work, "Phụ Mẫu")
            assert acts.reclassify(lead, code, FeedbackKind.SERVICE).done
            work.commit()
        await office.until("không còn ở nhóm này")
