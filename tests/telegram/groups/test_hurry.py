"""Who replies in a group to a message whose sending is not yet written down is understood."""

import pytest

from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.fakes.telegram.core import eventually
from tests.fakes.telegram.faults import Fault
from tests.telegram.groups.line import GroupLine

A_LONG_WAY = 3.0
"""Seconds the answer of a call takes: the reply below is handled long before."""


@pytest.mark.asyncio
async def test_a_reply_to_a_message_that_is_still_being_sent_goes_to_its_case(
    sqlite_store: Store, clock: FakeClock
) -> None:
    office = GroupLine(sqlite_store, clock, shipped_base())
    async with office.line.open():
        await office.joined()
        code = await office.posted()
        officer = office.person("Bạch Mẫu")
        officer.taps("Mẫu trả lời")
        await office.until("Mẫu cho", str(code))
        await eventually(office.all_recorded)
        slow = Fault(status=200, lag=A_LONG_WAY, method="sendMessage", containing="việc sẽ làm")
        office.api.faults.append(slow)
        officer.answers(office.last("Mẫu cho"), "2")
        await office.until("2. việc sẽ làm", "3. ngày")
        assert not office.all_recorded()
        officer.answers(office.last("3. ngày"), "đèn hẻm 12 bị hỏng")
        await office.until("đèn hẻm 12 bị hỏng", "1. việc sẽ làm")
    assert slow.times == 0
