"""An account whose messages went by v2, when v2 is closed; and what the log says of a refusal."""

import pytest

from bot.channels.zalo_oa.api import V2, V3, names_in
from tests.fakes.zalo_oa.line import Line
from tests.zalo_oa.test_alarms import line as with_administrator
from tests.zalo_oa.test_alarms import told

LAN = "246845883529197922"
pytestmark = pytest.mark.asyncio
line = with_administrator


async def test_v2_that_is_closed_stops_all_is_told_and_v3_is_next(line: Line) -> None:
    line.log_in()
    line.zalo.account.government_v2 = True
    async with line.open():
        await line.says(LAN, "một")
        await line.heard(LAN)
        line.zalo.account.government_v2 = False
        await line.says(LAN, "hai")
        await line.quiet()
        await line.eventually(lambda: bool(told(line)))
        assert line.zalo.account.calls[V3] == 1  # not in the same breath
        known = line.pairs.read()
        assert known is not None
        assert known.message_api == "v3"
        line.move(minutes=31)
        assert await line.heard(LAN, 2) == ["một", "hai"]
        assert line.service.figures()["stopped"] == 0.0

    (said,) = told(line)
    assert "-240" in said
    assert "v3" in said


async def test_v2_closed_to_whom_v3_does_not_serve_loses_nothing_either(line: Line) -> None:
    line.log_in()
    line.zalo.account.government_v2 = True
    line.zalo.account.faults[V2] = [-240]
    async with line.open():
        await line.says(LAN, "một")
        await line.eventually(lambda: bool(told(line)))
        line.move(minutes=31)
        assert await line.heard(LAN) == ["một"]


async def test_of_a_wrong_request_the_log_has_path_and_names_and_no_value(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    line.log_in()
    line.zalo.account.faults[V3] = [-210]
    async with line.open():
        await line.says(LAN, "chuyện riêng")
        await line.quiet()
        await line.eventually(lambda: line.zalo.account.calls[V3] == 1)

    said = capsys.readouterr().out
    (refused,) = [one for one in said.splitlines() if "zalo.refused" in one]
    assert V3 in refused
    assert "recipient.user_id" in refused
    assert "message.text" in refused
    assert "chuyện riêng" not in said
    assert LAN not in said


async def test_names_of_a_body_are_told_to_its_depth() -> None:
    body = {"a": {"b": [{"c": 1}, {"d": "x"}], "e": []}, "f": "x"}
    assert names_in(body) == ["a.b[].c", "a.b[].d", "a.e", "f"]
