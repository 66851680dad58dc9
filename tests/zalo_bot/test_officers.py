"""Officers on Zalo: cards by letters and numbers, from the report to the answer and back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from handlers.alarms import warn_of_quotas
from handlers.messages import ChannelName
from handlers.quotas import Plan
from handlers.router import Router
from handlers.store import quotas
from handlers.store.personal import StoredPersonalRecords
from handlers.store.staff import StoredStaffBook
from handlers.store.unit_of_work import Store
from handlers.tags import tagged
from handlers.wording.messengers import WHICH
from knowledge.feedback.states import CaseState
from tests.conversations.conftest import NOON, ports_of
from tests.fakes.casework import COMMUNE, GOOD, CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.fakes.zalo_bot.core import chat_id
from tests.fakes.zalo_bot.server import ZaloServer
from tests.zalo_bot.conftest import Line, eventually
from tests.zalo_bot.test_dialogues import Citizen

pytestmark = pytest.mark.asyncio


class Hall:
    """A ward whose officers and citizens are all on one Zalo bot."""

    def __init__(self, line: Line, cases: CaseWard) -> None:
        self.line, self.cases = line, cases
        self.citizen = Citizen(line, line.person("citizen"))

    def officer(self, name: str) -> Citizen:
        """An officer's own chat."""
        return Citizen(self.line, self.line.person(name))


@pytest_asyncio.fixture
async def hall(sqlite_store: Store, server: ZaloServer) -> AsyncIterator[Hall]:
    clock = FakeClock(NOON)
    cases = CaseWard(
        sqlite_store, clock, channel=ChannelName.ZALO_BOT, account="main", chat_of=chat_id
    )
    base = replace(shipped_base(), commune=COMMUNE, calendar=cases.ward.calendar)
    router = Router(
        lambda _: base,
        StoredPersonalRecords(sqlite_store),
        StoredStaffBook(sqlite_store),
        ports=ports_of(sqlite_store),
    )
    line = Line(sqlite_store, clock, server, router)
    everybody = {name: line.person(name) for name in cases.chats}
    async with line.open():
        yield Hall(line, cases)
    assert everybody


async def test_from_a_report_to_an_answer_without_a_single_button(hall: Hall) -> None:
    citizen, bach = hall.citizen, hall.officer("Bạch Mẫu")
    await citizen.says("phản ánh")
    await citizen.says("Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay")
    await citizen.chooses("Đúng rồi")
    await citizen.chooses("Gửi không kèm tên")
    citizen.hears("Đã nhận phản ánh PA-261123-001")

    await eventually(lambda: bach.person.hears)
    card = bach.person.hears[0]
    assert "PA-261123-001" in card
    assert "hẻm 12" in card
    numbered = [line.partition(".")[0] for line in card.splitlines() if ". " in line[:5]]
    assert all(tagged(one) for one in numbered)
    await bach.chooses("Nhận việc")
    bach.hears("đã nhận phản ánh PA-261123-001")
    await bach.chooses("Trả lời")
    await bach.says(GOOD)
    bach.hears("sẽ đọc", "Gửi")
    await bach.chooses("Gửi")
    bach.hears("Đã gửi trả lời")

    await eventually(lambda: "đã có trả lời" in citizen.person.hears[-1])
    assert "27/11" in citizen.person.hears[-1]
    citizen._before = len(citizen.person.hears) - 1
    await citizen.chooses("Chưa")
    citizen.hears("còn việc gì chưa ổn")


async def test_asking_noting_handing_over_and_refusing_by_numbers_alone(hall: Hall) -> None:
    code = hall.cases.open()
    citizen, bach, cuong = hall.citizen, hall.officer("Bạch Mẫu"), hall.officer("Cường Mẫu")
    await eventually(lambda: bach.person.hears and cuong.person.hears)
    await bach.chooses("Nhận việc")
    await bach.chooses("Hỏi thêm")
    await bach.says("Nhánh nào của hẻm 12 ạ?")
    bach.hears("thời hạn tạm dừng")
    await eventually(lambda: citizen.person.hears)
    assert "Nhánh nào của hẻm 12" in citizen.person.hears[-1]
    await citizen.says("1")
    await citizen.chooses("Bổ sung")
    await citizen.says("nhánh bên trái, cuối hẻm")
    await eventually(lambda: "nhánh bên trái" in bach.person.hears[-1])

    await bach.chooses("Ghi chú")
    await bach.says("Đã gọi điện lực")
    bach.hears("Đã ghi chú")
    await bach.chooses("Xem phản ánh này")  # the acts stand there again, nothing is scrolled for
    before = len(cuong.person.hears)
    await bach.chooses("Chuyển")
    bach.hears("Cường Mẫu", "Dung Mẫu")
    assert "Bạch Mẫu" not in bach.said
    await bach.chooses("Cường Mẫu")
    bach.hears("Đã chuyển")
    await eventually(lambda: len(cuong.person.hears) > before)

    await cuong.chooses("Không tiếp nhận")
    await cuong.says("Đèn này của khu nhà riêng, anh/chị liên hệ ban quản lý toà nhà ạ.")
    cuong.hears("Đã báo không tiếp nhận")
    await eventually(lambda: "khu nhà riêng" in citizen.person.hears[-1])
    assert hall.cases.row(code).state == CaseState.NOT_ACCEPTED
    assert hall.line.api.refused() == []


async def test_a_ready_reply_and_a_faulty_answer_by_numbers_alone(hall: Hall) -> None:
    hall.cases.open()
    bach = hall.officer("Bạch Mẫu")
    await eventually(lambda: bach.person.hears)
    await bach.chooses("Mẫu trả lời")
    await bach.chooses("Đang làm")
    await bach.says("việc đèn hẻm 12\nthay bóng đèn hỏng ở hẻm 12\n27/11")
    bach.hears("sẽ đọc", "trước ngày 27/11")
    await bach.chooses("Sửa")
    await bach.says("Phường ghi nhận và sẽ xem xét theo quy định.")
    bach.hears("chưa đạt")
    await bach.chooses("Vẫn gửi")
    await bach.says("đã gặp trực tiếp người dân")
    await bach.chooses("Gửi")
    bach.hears("Đã gửi")
    heard = hall.citizen.person
    await eventually(lambda: heard.hears and "sẽ xem xét" in heard.hears[-1])


async def test_a_typed_name_and_a_wrong_number_still_lead_on(hall: Hall) -> None:
    code = hall.cases.open()
    bach = hall.officer("Bạch Mẫu")
    await eventually(lambda: bach.person.hears)
    await bach.chooses("Chuyển")
    bach.hears("chưa có người nhận")
    await bach.chooses("Nhận việc")
    await bach.chooses("Chuyển")
    await bach.says("9")
    bach.hears("Không có cán bộ này")
    await bach.chooses("Dung Mẫu")
    bach.hears("Đã chuyển")
    assert hall.cases.row(code).officer == hall.cases.officers["Dung Mẫu"].id


async def test_two_cards_at_once_are_told_apart(hall: Hall) -> None:
    first, second = hall.cases.open(), hall.cases.open(matter="Rác chất đống đầu hẻm 15")
    bach = hall.officer("Bạch Mẫu")
    await eventually(lambda: len(bach.person.hears) == 2)
    await bach.says("1")
    assert bach.said.startswith(WHICH)
    of_first = next(one for one in bach.person.hears if str(first) in one)
    claim = next(line for line in of_first.splitlines() if "Nhận việc" in line)
    await bach.says(claim.partition(".")[0].lower())
    bach.hears("đã nhận phản ánh", str(first))
    assert hall.cases.row(first).state == CaseState.ASSIGNED
    assert hall.cases.row(second).state == CaseState.RECEIVED


async def test_two_officers_on_one_card_one_wins_and_the_other_is_told(hall: Hall) -> None:
    code = hall.cases.open()
    bach, cuong = hall.officer("Bạch Mẫu"), hall.officer("Cường Mẫu")
    await eventually(lambda: bach.person.hears and cuong.person.hears)
    await bach.chooses("Nhận việc")
    await cuong.chooses("Nhận việc")
    cuong.hears("Bạch Mẫu đã nhận phản ánh", str(code), "trước")


async def test_a_citizen_who_types_an_officers_letters_gets_nothing(hall: Hall) -> None:
    hall.cases.open()
    bach = hall.officer("Bạch Mẫu")
    await eventually(lambda: bach.person.hears)
    claim = next(line for line in bach.person.hears[0].splitlines() if "Nhận việc" in line)
    await hall.citizen.says(claim.partition(".")[0])
    assert "đã nhận phản ánh" not in hall.citizen.said


async def test_the_administrator_is_told_before_the_month_runs_out(
    hall: Hall,
) -> None:
    line, admin = hall.line, hall.officer("Quản Mẫu")
    endpoint, store = line.ward.endpoint, hall.cases.store

    def use(messages: int) -> None:
        with store.work() as work:
            quotas.count(work, endpoint, line.clock.now(), sent=messages)
            warn_of_quotas(work, hall.cases.ward, line.clock.now())
            warn_of_quotas(work, hall.cases.ward, line.clock.now() + timedelta(minutes=10))
            work.commit()

    with store.work() as work:
        quotas.set_plan(work, endpoint, Plan(3_000, 50))
        work.commit()
    use(2_300)
    use(101)
    await eventually(lambda: len(admin.person.hears) == 1)
    assert "2.401 trên 3.000 tin (80 %)" in admin.person.hears[0]
    await line.quiet()
    use(50)
    await line.quiet()
    assert len(admin.person.hears) == 1
    use(300)
    await eventually(lambda: len(admin.person.hears) == 2)
    assert "(92 %)" in admin.person.hears[1]
    use(300)
    await eventually(lambda: len(admin.person.hears) == 3)
    assert "(102 %)" in admin.person.hears[2]


async def test_officers_and_danger_are_served_from_the_last_tenth(hall: Hall) -> None:
    line, bach = hall.line, hall.officer("Bạch Mẫu")
    with hall.cases.store.work() as work:
        quotas.set_plan(work, line.ward.endpoint, Plan(100, 50))
        quotas.count(work, line.ward.endpoint, line.clock.now(), sent=95)
        work.commit()
    code = hall.cases.open()
    await eventually(lambda: bach.person.hears)
    bach.hears(str(code))
