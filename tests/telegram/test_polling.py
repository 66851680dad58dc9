"""Long polling: stored before confirmed, repeats harmless, trouble said once."""

import httpx
import pytest
import structlog

from bot.channels.telegram.health import ADVICE, Reception
from handlers.errors import StorageFullError
from handlers.messages import Inbound
from tests.fakes.telegram.core import eventually
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import Line


@pytest.mark.asyncio
async def test_words_are_answered_in_the_same_chat(line: Line, lan: Person) -> None:
    async with line.open():
        lan.says("làm khai sinh")
        assert await line.heard(lan) == ["bạn nói: làm khai sinh"]
    assert line.api.refused() == []


@pytest.mark.asyncio
async def test_an_update_is_stored_before_it_is_confirmed(line: Line, lan: Person) -> None:
    waiting_when_stored: list[int] = []
    submit = line.dispatch.submit

    async def watched(inbound: Inbound) -> str | None:
        waiting_when_stored.append(line.api.updates.waiting)
        return await submit(inbound)

    line.dispatch.submit = watched  # type: ignore[method-assign]
    async with line.open():
        lan.says("một")
        await line.heard(lan)
        await line.quiet()
    assert waiting_when_stored == [1]


@pytest.mark.asyncio
async def test_what_cannot_be_stored_is_not_confirmed_and_tried_again(
    line: Line, lan: Person
) -> None:
    submit, failures = line.dispatch.submit, [1, 2]

    async def full(inbound: Inbound) -> str | None:
        if failures:
            failures.pop()
            assert line.api.updates.waiting == 2
            raise StorageFullError
        return await submit(inbound)

    line.dispatch.submit = full  # type: ignore[method-assign]
    lan.says("một")
    lan.says("hai")
    async with line.open():
        assert await line.heard(lan, 2) == ["bạn nói: một", "bạn nói: hai"]


@pytest.mark.asyncio
async def test_a_defect_of_ours_stalls_nobody_for_long(line: Line, lan: Person) -> None:
    submit, tries = line.dispatch.submit, []

    async def broken(inbound: Inbound) -> str | None:
        if inbound.text == "một":
            tries.append(inbound)
            raise ZeroDivisionError
        return await submit(inbound)

    line.dispatch.submit = broken  # type: ignore[method-assign]
    lan.says("một")
    lan.says("hai")
    async with line.open():
        assert await line.heard(lan) == ["bạn nói: hai"]
        assert line.service.figures()["updates_set_aside"] == 1
    assert len(tries) == 3


@pytest.mark.asyncio
async def test_an_update_sent_twice_is_answered_once(line: Line, lan: Person) -> None:
    async with line.open():
        number = lan.says("một")
        await line.heard(lan)
        await line.quiet()
        message = line.api.chats.messages(lan.id)[0]
        line.api.updates.add("message", message, number)
        lan.says("hai")
        await line.heard(lan, 2)
        await line.quiet()
    assert lan.hears == ["bạn nói: một", "bạn nói: hai"]


@pytest.mark.asyncio
async def test_a_malformed_update_is_set_aside_and_the_next_is_answered(
    line: Line, lan: Person
) -> None:
    line.api.updates.add_raw({"update_id": 1, "message": {"chat": "nowhere"}})
    line.api.updates.add_raw({"update_id": 2, "message": None})
    line.api.updates.add_raw(
        {"update_id": 3, "callback_query": {"id": 1, "data": "x", "message": 5}}
    )
    lan.says("còn em")
    async with line.open():
        assert await line.heard(lan) == ["bạn nói: còn em"]
        await line.quiet()
    assert line.service.intake is not None
    assert line.service.intake.set_aside == 3


@pytest.mark.asyncio
async def test_the_kinds_of_updates_are_named_at_every_poll(line: Line, lan: Person) -> None:
    async with line.open():
        lan.says("một")
        await line.heard(lan)
        await line.quiet()
    polls = [call for call in line.api.calls if call.method == "getupdates"]
    assert polls
    for call in polls:
        assert call.parameters["allowed_updates"] == [
            "message",
            "edited_message",
            "callback_query",
            "my_chat_member",
        ]


@pytest.mark.asyncio
async def test_a_webhook_left_set_is_removed_and_polling_begins(line: Line, lan: Person) -> None:
    line.api.webhook = {"url": "https://elsewhere.example.vn/x", "secret": ""}
    lan.says("còn em")
    async with line.open():
        assert await line.heard(lan) == ["bạn nói: còn em"]
    assert line.api.webhook == {}


@pytest.mark.asyncio
async def test_a_second_receiver_is_told_and_waited_out(line: Line, lan: Person) -> None:
    async with line.open():
        await eventually(lambda: line.service.health.state is Reception.RECEIVING)
        line.api.fail(
            status=409,
            description="Conflict: terminated by other getUpdates request",
            method="getUpdates",
        )
        await eventually(lambda: line.service.health.state is Reception.CONFLICT)
        lan.says("còn em")
        assert await line.heard(lan) == ["bạn nói: còn em"]
        assert line.service.health.state is Reception.RECEIVING


@pytest.mark.asyncio
async def test_a_wrong_token_is_one_clear_line_and_no_hammering(line: Line) -> None:
    line.api.token = "700000001:another"  # noqa: S105 - of the strict server
    with structlog.testing.capture_logs() as logs:
        async with line.open():
            await eventually(lambda: line.service.health.state is Reception.TOKEN_REFUSED)
            await eventually(lambda: len(line.slept) >= 3)
    told = [one for one in logs if one["log_level"] == "error"]
    assert [one["advice"] for one in told] == [ADVICE[Reception.TOKEN_REFUSED]]
    assert set(line.slept) == {300.0}


@pytest.mark.asyncio
async def test_telegram_out_of_reach_at_the_start_is_no_failed_start(
    line: Line, lan: Person
) -> None:
    line.request.broken = httpx.ConnectError("unreachable")
    lan.says("còn em")
    async with line.open():
        await eventually(lambda: line.service.health.state is Reception.UNREACHABLE)
        line.request.broken = None
        assert await line.heard(lan) == ["bạn nói: còn em"]


@pytest.mark.asyncio
async def test_what_was_stored_and_not_answered_is_answered_after_a_restart(
    line: Line, lan: Person
) -> None:
    address = line.ward.inbound("trước khi tắt", str(lan.id))
    line.ward.inbox.receive(address)
    async with line.open():
        assert await line.heard(lan) == ["bạn nói: trước khi tắt"]


@pytest.mark.asyncio
async def test_stopping_cuts_off_an_open_poll_and_loses_nothing(line: Line, lan: Person) -> None:
    async with line.open():
        await eventually(lambda: line.api.updates.polls > 0)
    lan.says("sau khi tắt")
    assert line.api.updates.waiting == 1
    assert line.service.health.state is Reception.STOPPED
