"""What each answer of Zalo means for a message, over HTTP."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.channels.zalo_oa.codes import OA_CODES, TEMPLATE_CODES, Meaning
from bot.channels.zalo_oa.failures import delivery_error
from handlers.messages import Attachment, Button, Paragraph, Reply
from handlers.store.unit_of_work import Store
from handlers.turns import Turn
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer

LAN = "246845883529197922"
CS = "/v3.0/oa/message/cs"
pytestmark = pytest.mark.asyncio


@pytest.fixture
def line(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Line:
    line = Line(sqlite_store, zalo, tmp_path)
    line.log_in()
    return line


def row(line: Line, number: int = 1) -> Any:  # noqa: ANN401
    with line.store.read() as work:
        return work.run(
            text("SELECT status, reason, due, attempts FROM outbox WHERE id = :id"), {"id": number}
        ).first()


async def tried(line: Line, user: str = LAN, words: str = "chào") -> Any:  # noqa: ANN401
    """A person writes; the row of the answer once it was tried."""
    await line.says(user, words)
    await line.quiet()
    await line.eventually(lambda: row(line) is not None and row(line).status != "sending")
    return row(line)


async def test_a_letter_of_two_thousand_units_goes_and_a_longer_one_in_parts(line: Line) -> None:
    async with line.open():
        await line.says(LAN, "dài")
        await line.heard(LAN)
        words = "Việt Nam 🇻🇳 " * 300
        line.responder.decide = lambda *_: Turn((Reply((Paragraph(words.strip()),)),))
        await line.says(LAN, "nữa")
        said = await line.heard(LAN, 4)  # the first answer, then three parts

    assert all(rules.units(one) <= rules.TEXT_UNITS for one in said)
    assert sum(one.count("Việt Nam 🇻🇳") for one in said) == 300
    assert said[1].endswith("(1/3)")


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        (-200, "unknown", "uncertain"),
        (-9999, "unknown", "uncertain"),
        (-230, "withheld", "window"),
        (-232, "withheld", "window"),
        (-213, "failed", "unreachable"),
        (-227, "failed", "unreachable"),
        (-210, "failed", "request"),
        (-248, "failed", "request"),
        (-32, "queued", "again"),
        (-218, "queued", "again"),
        (-234, "queued", "again"),
        (-224, "queued", "again"),
        (-321, "queued", "again"),
    ],
)
async def test_each_refusal_ends_the_message_as_it_should(
    line: Line, code: int, status: str, reason: str
) -> None:
    line.zalo.account.faults[CS] = [code] * 5
    async with line.open():
        found = await tried(line)

    assert (found.status, found.reason) == (status, reason)
    assert line.zalo.account.calls[CS] == 1


async def test_a_quota_of_the_day_waits_for_tomorrow_morning(line: Line) -> None:
    line.zalo.account.faults[CS] = [-211]
    async with line.open():
        found = await tried(line)

    assert found.due[11:16] >= "23:05"  # 06:05 in Viet Nam, as UTC
    assert found.due[11:16] <= "23:08"


async def test_a_token_that_died_is_renewed_once_and_the_message_goes_once(line: Line) -> None:
    line.zalo.account.faults[CS] = [-220]
    async with line.open():
        assert await tried(line) is not None
        assert await line.heard(LAN) == ["chào"]

    assert line.zalo.account.issued == 2
    assert line.zalo.account.calls[CS] == 2


async def test_a_fresh_token_refused_too_stops_the_channel(line: Line) -> None:
    line.zalo.account.faults[CS] = [-216, -216]
    async with line.open():
        found = await tried(line)

    assert found.status == "queued"
    assert line.zalo.account.issued == 2
    assert line.zalo.account.calls[CS] == 2


async def test_without_a_login_answers_wait_and_leave_after_it(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    line = Line(sqlite_store, zalo, tmp_path)
    async with line.open():
        found = await tried(line)
        assert found.status == "queued"
        assert line.service.state == "token_refused"
        line.log_in()
        await line.service._look()
        line.move(minutes=2)
        assert await line.heard(LAN) == ["chào"]


NOT_ZALOS = ["{}", '{"status": "ok"}', '{"message": "Success", "data": {"message_id": "m1"}}']
"""Answers with HTTP 200 that name no error number, not even that there was none."""


@pytest.mark.parametrize("stall", ["after", "html", "500", *NOT_ZALOS])
async def test_a_message_that_may_have_gone_is_not_sent_again(line: Line, stall: str) -> None:
    line.zalo.stall[CS] = stall
    line.service._wire._read_seconds = 0.5
    async with line.open():
        found = await tried(line)
        line.zalo.stall.clear()
        line.move(hours=2)
        await line.says(LAN, "còn đó không", "m9")
        await line.heard(LAN, 2 if stall == "after" else 1)

    assert (found.status, found.reason) == ("unknown", "uncertain")
    assert row(line).status == "unknown"
    assert line.zalo.account.person(LAN).texts.count("chào") == (1 if stall == "after" else 0)


async def test_a_message_that_surely_did_not_go_is_sent_again(line: Line) -> None:
    api = line.service.channel._api
    right, api.api_url = api.api_url, "http://127.0.0.1:9"
    async with line.open():
        found = await tried(line)
        assert found.status == "queued"
        api.api_url = right
        line.move(minutes=1)
        assert await line.heard(LAN) == ["chào"]


async def test_a_government_account_goes_by_the_older_call_and_that_is_remembered(
    line: Line,
) -> None:
    line.zalo.account.government_v2 = True
    async with line.open():
        await line.says(LAN, "một")
        await line.heard(LAN)
        await line.says(LAN, "hai")
        assert await line.heard(LAN, 2) == ["một", "hai"]

    assert line.zalo.account.calls[CS] == 1
    assert line.zalo.account.calls["/v2.0/oa/message"] == 2
    known = line.pairs.read()
    assert known is not None
    assert known.message_api == "v2"


@pytest.mark.parametrize("code", [-200, -210, -240, -9999])
async def test_after_any_other_error_the_older_call_is_not_tried(line: Line, code: int) -> None:
    line.zalo.account.faults[CS] = [code]
    async with line.open():
        await tried(line)

    assert line.zalo.account.calls["/v2.0/oa/message"] == 0


BUTTONS = Turn(
    (Reply((Paragraph("Chọn giúp em:"),), (Button("Giấy tờ", "p:1.001193:documents"),)),)
)


async def test_buttons_are_beside_the_numbers(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    line = Line(sqlite_store, zalo, tmp_path, buttons=True)
    line.log_in()
    line.responder.decide = lambda *_: BUTTONS
    async with line.open():
        await line.says(LAN, "khai sinh")
        (said,) = await line.heard(LAN)

    (message,) = zalo.account.person(LAN).hears
    assert "1. Giấy tờ" in said
    assert message["attachment"]["payload"]["buttons"] == [
        {"title": "Giấy tờ", "type": "oa.query.show", "payload": "#p:1.001193:documents"}
    ]


async def test_where_buttons_are_refused_the_words_go_without(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    line = Line(sqlite_store, zalo, tmp_path, buttons=True)
    line.log_in()
    line.responder.decide = lambda *_: BUTTONS
    zalo.account.faults[CS] = [-201]
    async with line.open():
        await line.says(LAN, "khai sinh")
        (said,) = await line.heard(LAN)

    assert "1. Giấy tờ" in said
    assert "attachment" not in zalo.account.person(LAN).hears[0]


def sends_file(line: Line, data: bytes, name: str) -> None:
    key = line.files.put("ward", data)
    said = Reply((Paragraph("Mẫu đơn:"),), attachments=(Attachment(key, name),))
    line.responder.decide = lambda *_: Turn((said,))


async def test_a_document_is_uploaded_once_and_sent_by_its_id(line: Line) -> None:
    sends_file(line, b"%PDF-1.4 to khai", "tờ khai.pdf")
    async with line.open():
        await line.says(LAN, "mẫu")
        await line.heard(LAN, 2)
        await line.says(LAN, "mẫu nữa")
        await line.heard(LAN, 4)

    assert line.zalo.account.calls["/v2.0/oa/upload/file"] == 1
    assert line.zalo.account.person(LAN).hears[1]["attachment"]["type"] == "file"


async def test_a_file_that_died_at_zalo_is_uploaded_again(line: Line) -> None:
    sends_file(line, b"%PDF-1.4 to khai", "don.pdf")
    async with line.open():
        await line.says(LAN, "mẫu")
        await line.heard(LAN, 2)
        line.zalo.do(line.zalo.account.assets.clear)
        await line.says(LAN, "mẫu nữa")
        await line.heard(LAN, 4)

    assert line.zalo.account.calls["/v2.0/oa/upload/file"] == 2


async def test_a_file_zalo_does_not_take_is_told_in_words(line: Line) -> None:
    sends_file(line, b"%PDF-1.4 " + b"x" * 5_100_000, "to.pdf")
    async with line.open():
        await line.says(LAN, "mẫu")
        said = await line.heard(LAN, 2)

    assert "không gửi được qua Zalo" in said[1]
    assert line.zalo.account.calls["/v2.0/oa/upload/file"] == 0


@pytest.mark.parametrize("meaning", list(Meaning))
async def test_every_meaning_has_a_consequence(line: Line, meaning: Meaning) -> None:
    assert delivery_error(meaning, line.clock.now()) is not None


async def test_every_code_of_the_documentation_has_a_meaning() -> None:
    listed = {
        -32, -100, -200, -201, -204, -205, -209, -210, -211, -212, -213, -216, -217, -218, -219,
        -220, -221, -223, -224, -227, -230, -231, -232, -233, -234, -235, -240, -242, -244, -248,
        -249, -320, -321,
    }  # fmt: skip
    templates = {
        -108, -109, -114, -115, -118, -119, -120, -124, -131, -132, -133, -135, -136, -137, -138,
        -139, -141, -144, -147, -1121, -1122,
    }  # fmt: skip

    assert listed <= set(OA_CODES)
    assert listed | templates <= set(TEMPLATE_CODES)


async def test_without_money_the_window_promises_what_is_free(line: Line) -> None:
    now = line.clock.now()

    reach, until = line.service.channel.reach(now, None)

    assert str(reach) == "until"
    assert until == now + timedelta(hours=47)
    assert str(line.service.channel.reach(now, now + timedelta(hours=47))[0]) == "always"
    assert str(line.service.channel.reach(now, now + timedelta(days=3))[0]) == "until"
