"""An answer of the Bot Platform that comes later than a send may take."""

from dataclasses import replace

import pytest

from tests.zalo_bot.conftest import Line, eventually
from tests.zalo_bot.letters import ends

pytestmark = pytest.mark.asyncio
LATE = 1.5
AGAIN = "bạn nói: còn đó không"


async def test_a_send_that_hangs_is_given_up_and_never_sent_again(line: Line) -> None:
    lan, channel = line.person(), line.service.channel
    limits = channel.limits
    channel.limits = replace(limits, send_seconds=0.2)
    async with line.open():
        line.api.fail(method="sendMessage", code=200, delay=LATE)
        await line.says(lan, "chào")
        await eventually(lambda: any(one.method == "sendMessage" for one in line.api.calls))
        await line.quiet()
        await eventually(lambda: ends(line, lan)[0][0] == "unknown")
        channel.limits = limits
        line.clock.move(hours=3)
        await line.says(lan, "còn đó không")
        await eventually(lambda: AGAIN in lan.hears)

    assert lan.hears.count("bạn nói: chào") == 1  # it had arrived
    assert [status for status, _ in ends(line, lan)] == ["unknown", "sent"]
