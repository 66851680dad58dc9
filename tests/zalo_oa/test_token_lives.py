"""How long tokens live at Zalo: 25 hours or what it says, three months, and what ends with them."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.line import Line
from tests.zalo_oa.test_alarms import line as with_administrator
from tests.zalo_oa.test_alarms import told

LAN = "246845883529197922"
CS = "/v3.0/oa/message/cs"
pytestmark = pytest.mark.asyncio
line = with_administrator


async def test_after_three_months_only_a_login_helps_and_what_waited_goes_once(
    line: Line, tmp_path: Path
) -> None:
    line.log_in()
    line.move(days=91)  # nobody had the program running: no silence of this one's
    line = Line(line.store, line.zalo, tmp_path)
    async with line.open():
        assert await line.says(LAN, "chào") == 200
        await line.quiet()
        assert line.service.state == "token_refused"
        assert line.zalo.account.person(LAN).hears == []
        line.log_in()
        await line.service._look()
        line.move(minutes=2)
        assert await line.heard(LAN) == ["chào"]
        await line.quiet()

    (said,) = told(line)
    assert "không nhận mã làm mới" in said
    assert line.zalo.account.reused == []
    assert len(line.zalo.account.person(LAN).hears) == 1


async def test_a_pair_that_is_kept_fresh_outlives_the_three_months(line: Line) -> None:
    line.log_in()
    began = line.zalo.now()
    async with line.open():
        while line.zalo.now() - began < 2 * rules.REFRESH_LIFE:
            line.move(days=6)
            await line.service._look()
        assert await line.says(LAN, "chào") == 200
        assert await line.heard(LAN) == ["chào"]

    assert all("không nhận được tin nào" in one for one in told(line))  # half a year's silence
    assert line.zalo.account.reused == []


async def test_a_token_of_one_hour_is_renewed_before_it_is_refused(line: Line) -> None:
    line.zalo.account.expires_in = int(timedelta(hours=1).total_seconds())
    line.log_in()
    async with line.open():
        for number in range(3):
            line.move(minutes=61)
            assert await line.says(LAN, f"tin {number}") == 200
            await line.heard(LAN, number + 1)

    assert line.zalo.account.person(LAN).texts == ["tin 0", "tin 1", "tin 2"]
    assert line.zalo.account.calls[CS] == 3
    assert line.zalo.account.issued == 4


async def test_a_token_of_a_day_found_dead_is_renewed_and_the_message_goes_once(line: Line) -> None:
    line.log_in()
    async with line.open():
        assert await line.says(LAN, "một") == 200
        await line.heard(LAN)
        line.zalo.do(lambda: setattr(line.zalo.account, "access_until", line.zalo.now()))
        assert await line.says(LAN, "hai") == 200
        assert await line.heard(LAN, 2) == ["một", "hai"]
        await line.quiet()

    assert line.zalo.account.issued == 2
    assert len(line.zalo.account.person(LAN).hears) == 2
