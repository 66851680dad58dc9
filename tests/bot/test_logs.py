"""Logs hold events and ids; nothing a person wrote, no secret, whatever a call passes."""

import asyncio
import io
import json
import logging
from datetime import datetime

import pytest
import structlog

from bot import logs
from bot.channels.base import Refused, TryAgain, Unreachable
from bot.channels.telegram.health import ADVICE, Health, Reception
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from handlers.commands import ErasePerson, RecordConsent
from handlers.messages import Inbound, Paragraph, Reply
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward

PERSONAL = (
    "tôi là Nguyễn Thị Bí Đao, sđt 0901234567 hoặc +84 90 123 4567, CCCD 079123456789, "
    "hồ sơ H32.12-251123-0042, email bi.dao@example.vn, nhà số 7 hẻm 12"
)
PIECES = (
    "Nguyễn", "Bí Đao", "BiDao", "0901234567", "123 4567", "079123456789", "251123-0042",
    "bi.dao", "example.vn", "hẻm",
)  # fmt: skip
TOKEN = "123456789:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0"  # noqa: S105 - nobody's


def test_a_conversation_full_of_personal_data_leaves_none_in_the_log(
    store: Store, clock: FakeClock, stream: io.StringIO
) -> None:
    ward = Ward(store, clock)
    channel = FakeChannel()
    channel.troubles = [
        TryAgain(), Refused("markup"), Unreachable(), RuntimeError(PERSONAL), None, None,
    ]  # fmt: skip

    def decide(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        if inbound.text.startswith("lỗi"):
            raise ValueError(inbound.text)
        commands = (RecordConsent("v1", agreed=True),)
        if inbound.text == "xoá":
            return Turn(commands=(ErasePerson(),))
        return Turn((Reply((Paragraph(inbound.text),)),), draft={"x": PERSONAL}, commands=commands)

    ward.responder.decide = decide
    delivery = Delivery(store, {ward.endpoint: channel}, clock)
    dispatch = Dispatch(ward.inbox, delivery)

    async def talk() -> None:
        await delivery.start()
        await dispatch.start()
        texts = [PERSONAL, "lỗi " + PERSONAL, PERSONAL, PERSONAL, PERSONAL, "xoá"]
        messages = [ward.inbound(text, "0901234567") for text in texts]
        for message in [*messages, messages[0]]:
            stored = await dispatch.submit(message)
            if stored is not None:
                await dispatch.settle(stored)
        await dispatch.stop()
        await delivery.stop()

    asyncio.run(talk())
    written = stream.getvalue()
    for event in ("inbound.handled", "inbound.parked", "inbound.repeated", "outbox.tried",
                  "outbox.refused", "outbox.defect"):  # fmt: skip
        assert event in written
    assert [piece for piece in PIECES if piece in written] == []


@pytest.mark.parametrize("piece", PIECES)
def test_a_careless_call_writes_no_words(stream: io.StringIO, piece: str) -> None:
    log = structlog.get_logger()
    log.info("inbound.handled", text=PERSONAL, holder="Nguyễn Thị Bí Đao", phone="0901234567")
    log.warning(PERSONAL)
    log.error("x", number=901234567890, code="H32.12-251123-0042", mail="bi.dao@example.vn")
    try:
        int(PERSONAL)
    except ValueError:
        log.exception("inbound.failed")
    assert piece not in stream.getvalue()


@pytest.mark.parametrize(
    "said",
    [
        f"HTTP Request: POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"token={TOKEN}",
        f"Authorization: Bearer {TOKEN}",
    ],
)
def test_tokens_are_masked_wherever_they_come_from(stream: io.StringIO, said: str) -> None:
    logging.getLogger("some.library").warning(said)
    structlog.get_logger().warning("channel.down", url=said, token=TOKEN)
    assert "AAHfiqks" not in stream.getvalue()
    assert stream.getvalue().count("\n") == 2


def test_of_a_library_only_the_fixed_part_is_kept(stream: io.StringIO) -> None:
    logging.getLogger("some.library").warning("cannot parse %r", PERSONAL)
    written = stream.getvalue()
    assert "cannot parse" in written
    assert "Bí Đao" not in written


def test_http_clients_are_silent_below_warnings(stream: io.StringIO) -> None:
    for name in ("httpx", "httpcore", "uvicorn.access", "apscheduler.executors.default"):
        logging.getLogger(name).info("GET /?hoi=toi+la+bi+dao")
    assert stream.getvalue() == ""


def test_an_error_is_named_with_its_place_and_not_its_message(stream: io.StringIO) -> None:
    try:
        int(PERSONAL)
    except ValueError:
        structlog.get_logger().exception("inbound.failed", inbound=7)
    line = stream.getvalue()
    assert "error=ValueError" in line
    assert "bot.test_logs:" in line
    assert "inbound=7" in line


def test_ids_numbers_and_addresses_of_ours_stay_readable(stream: io.StringIO) -> None:
    structlog.get_logger().info(
        "serving", host="127.0.0.1", port=8080, contact="c0123456789abcdef", share=0.5
    )
    line = stream.getvalue()
    assert "host=127.0.0.1 port=8080 contact=c0123456789abcdef share=0.5" in line


def test_json_lines_are_json(stream: io.StringIO) -> None:
    logs.configure(form="json", stream=stream)
    structlog.get_logger().info("inbound.handled", inbound=1)
    found = json.loads(stream.getvalue())
    assert (found["event"], found["inbound"], found["level"]) == ("inbound.handled", 1, "info")


def test_lines_below_the_level_are_not_written(stream: io.StringIO) -> None:
    logs.configure(level="warning", stream=stream)
    structlog.get_logger().info("inbound.handled")
    assert stream.getvalue() == ""


def test_a_log_that_cannot_be_written_stops_nothing() -> None:
    closed = io.StringIO()
    logs.configure(stream=closed)
    closed.close()

    structlog.get_logger().error("inbound.failed", inbound=1)


@pytest.mark.parametrize("state", list(ADVICE))
def test_what_an_operator_can_do_stands_in_the_log(
    clock: FakeClock, stream: io.StringIO, state: Reception
) -> None:
    Health("e1", clock).trouble(state, ValueError(TOKEN))

    assert ADVICE[state] in stream.getvalue()
    assert "hidden" not in stream.getvalue()
    assert TOKEN not in stream.getvalue()
