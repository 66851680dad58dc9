"""One bot's life: menus, logs without the token, a clean stop, talk through trouble."""

import asyncio
import logging

import httpx
import pytest

from bot.channels.telegram.client import MaskToken, TelegramSettings, make_bot, mask
from bot.channels.telegram.health import Reception
from bot.channels.telegram.menu import MENUS, keep_menus
from bot.channels.telegram.request import AioRequest
from bot.channels.telegram.send import TelegramChannel
from bot.channels.telegram.service import TelegramService
from handlers.command_words import COMMANDS
from handlers.wording.messengers import MENU
from tests.fakes.telegram.core import TOKEN, StrictApi, eventually
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.request import StrictRequest
from tests.telegram.conftest import SETTINGS, Line

SECRET_PART = TOKEN.partition(":")[2]


@pytest.mark.asyncio
async def test_the_menu_is_written_once_and_then_left(line: Line) -> None:
    bot = line.service.bot
    assert await keep_menus(bot) == len(MENUS)
    assert await keep_menus(bot) == 0
    private = line.api.commands['{"type": "all_private_chats"}', "vi"]
    assert [(one["command"], one["description"]) for one in private] == list(MENU)


@pytest.mark.asyncio
async def test_a_menu_someone_changed_is_set_right(line: Line) -> None:
    await keep_menus(line.service.bot)
    line.api.commands['{"type": "all_private_chats"}', "vi"] = []
    assert await keep_menus(line.service.bot) == 1


def test_the_router_knows_every_command_of_the_menus() -> None:
    named = {f"/{name}" for menu in MENUS for name, _ in menu.commands}
    assert named <= COMMANDS.keys()


@pytest.mark.asyncio
async def test_a_menu_that_cannot_be_set_is_no_reason_not_to_receive(
    line: Line, lan: Person
) -> None:
    line.api.fail(status=502, method="getMyCommands", times=10)
    async with line.open():
        lan.says("một")
        assert await line.heard(lan) == ["bạn nói: một"]


def test_settings_show_neither_token_nor_secret() -> None:
    settings = TelegramSettings(TOKEN, proxy="http://u:pw@10.0.0.1", webhook_secret="abcdefgh")  # noqa: S106
    shown = repr(settings)
    assert not any(one in shown for one in (SECRET_PART, "abcdefgh", "pw@"))
    assert settings.account == "700000001"


def test_tokens_are_masked_in_any_text() -> None:
    said = f"HTTP Request: POST https://api.telegram.org/bot{TOKEN}/getMe"
    assert mask(said) == "HTTP Request: POST https://api.telegram.org/bot***/getMe"


@pytest.mark.asyncio
async def test_nothing_logged_by_the_http_client_holds_the_token(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    bot = make_bot(TelegramSettings(TOKEN, api_url="http://127.0.0.1:1"))
    await bot.open()
    with pytest.raises(Exception, match="Connect"):
        await bot.get_me()
    await bot.close_clients()
    for name in ("httpx", "httpcore.connection", "telegram.Bot"):
        logging.getLogger(name).warning("calling bot%s", TOKEN)
    assert SECRET_PART not in caplog.text
    assert any(isinstance(one, MaskToken) for one in logging.getLogger("httpx").filters)


@pytest.mark.asyncio
async def test_a_revoked_token_stops_sending_and_is_told_once(line: Line, lan: Person) -> None:
    async with line.open():
        lan.says("một")
        await line.heard(lan)
        line.api.token = "700000001:new-one"  # noqa: S105 - of the strict server
        await eventually(lambda: line.service.health.state is Reception.TOKEN_REFUSED)


@pytest.mark.asyncio
async def test_stopping_does_not_wait_for_the_next_try(line: Line) -> None:
    line.api.token = "700000001:another"  # noqa: S105 - of the strict server
    request = StrictRequest(line.api)
    service = TelegramService(
        SETTINGS,
        line.ward.endpoint,
        line.clock,
        request=request,
        get_updates_request=request,
    )
    service.receive_through(line.dispatch)
    await service.start()
    await eventually(lambda: service.health.state is Reception.TOKEN_REFUSED)
    calls = len(line.api.calls)
    async with asyncio.timeout(2):
        await service.stop()
    assert len(line.api.calls) == calls


@pytest.mark.asyncio
async def test_figures_tell_what_came_in_and_what_left(line: Line, lan: Person) -> None:
    lan.says("một")
    line.clock.move(seconds=42)
    line.api.updates.add_raw({"update_id": 1, "message": 5})
    line.api.fail(
        status=403, description="Forbidden: bot was blocked by the user", containing="hai"
    )
    async with line.open():
        await line.heard(lan)
        lan.says("hai")
        await line.quiet()
        figures = line.service.figures()
    assert figures["receiving"] == 1
    assert (figures["updates_taken"], figures["updates_set_aside"]) == (3, 1)
    assert (figures["sends_sent"], figures["sends_unreachable"]) == (1, 1)


@pytest.mark.asyncio
async def test_the_lag_counts_from_the_writing(line: Line, lan: Person) -> None:
    lan.says("một")
    line.clock.move(seconds=42)
    async with line.open():
        await line.heard(lan)
        await eventually(lambda: line.service.figures()["lag_seconds"] == 42)


@pytest.mark.asyncio
async def test_a_reply_cut_off_on_its_way_is_sent_once_more(line: Line, lan: Person) -> None:
    line.api.fail(cut=True, containing="một")
    async with line.open():
        lan.says("một")
        assert await line.heard(lan) == ["bạn nói: một"]


@pytest.mark.asyncio
async def test_answers_of_one_chat_keep_their_order_through_trouble(
    line: Line, lan: Person
) -> None:
    line.api.fail(status=502, times=1, containing="2")
    async with line.open():
        for number in range(1, 4):
            lan.says(str(number))
        heard = await line.heard(lan, 3)
    assert heard == ["bạn nói: 1", "bạn nói: 2", "bạn nói: 3"]


@pytest.mark.asyncio
async def test_one_blocked_person_holds_up_nobody(line: Line, lan: Person) -> None:
    hung = Person(line.api, 1002, "Anh Hùng")
    async with line.open():
        lan.says("một")
        lan.chat.forbidden = "bot was blocked by the user"
        hung.says("hai")
        assert await line.heard(hung) == ["bạn nói: hai"]
        await line.quiet()
    assert lan.hears == []


@pytest.mark.asyncio
async def test_a_group_that_moved_is_answered_at_its_new_id(line: Line) -> None:
    old = line.api.chats.open(-55, "group", "Tổ 5")
    line.api.chats.open(-100555, "supergroup", "Tổ 5")
    someone = Person(line.api, room=old)
    async with line.open():
        await eventually(lambda: line.service.health.well)
        someone.says("@motcua_bot giờ làm việc")
        old.migrated_to = -100555
        await eventually(lambda: line.api.texts(-100555) == ["bạn nói: giờ làm việc"])


@pytest.mark.asyncio
async def test_fifty_chats_at_once_are_all_answered_in_order(line: Line) -> None:
    people = [Person(line.api, 3000 + number, f"Người {number}") for number in range(50)]
    for word in ("a", "b"):
        for person in people:
            person.says(word)
    async with line.open():
        for person in people:
            assert await line.heard(person, 2) == ["bạn nói: a", "bạn nói: b"]


def test_both_http_clients_use_the_proxy() -> None:
    bot = make_bot(TelegramSettings(TOKEN, proxy="http://10.9.8.7:3128"))
    polls, calls = bot._request
    client = polls._client  # type: ignore[attr-defined]
    assert isinstance(client, httpx.AsyncClient)
    proxies = [str(t._pool._proxy_url) for t in client._mounts.values() if t]  # type: ignore[attr-defined]
    assert isinstance(calls, AioRequest)
    assert ["10.9.8.7" in one for one in proxies] == [True]
    assert calls.proxy == "http://10.9.8.7:3128"


def test_the_channel_needs_no_network_to_be_made() -> None:
    api = StrictApi()
    bot = make_bot(SETTINGS, StrictRequest(api), StrictRequest(api))
    channel = TelegramChannel(bot, api.clock)
    assert channel.limits.per_second == pytest.approx(25.0 / 1.015)
    assert api.calls == []
