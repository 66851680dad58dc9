"""`motcua zalobot`: look at the Zalo bot, and say where Zalo posts. Nothing else does that."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer

from bot.channels.zalo_bot import failures
from bot.channels.zalo_bot.client import CallError, ZaloBotApi, ZaloBotSettings
from bot.channels.zalo_bot.service import names_of, webhook_at
from bot.channels.zalo_bot.webhook import webhook_path
from bot.cli.opened import settings_and_store
from handlers.clock import SystemClock
from handlers.messages import ChannelName
from handlers.store import contacts

app = typer.Typer(no_args_is_help=True)
webhook = typer.Typer(no_args_is_help=True)
app.add_typer(webhook, name="webhook", help="Nơi Zalo gửi tin tới: xem, đặt, bỏ.")

Of = Annotated[str, typer.Option("--commune", help="Mã xã, phường khác của máy này.")]
Say = Callable[[ZaloBotApi, str], Awaitable[list[str]]]


@app.command("check", help="Hỏi Zalo: token còn dùng được không, tin đang đi đường nào.")
def check(commune: Of = "") -> None:
    """Who the bot is, and where Zalo posts."""

    async def ask(api: ZaloBotApi, ours: str) -> list[str]:
        names = ", ".join(sorted(names_of(await api.call("getMe")))) or "không tên"
        return [f"Bot: {names}", *_told(await webhook_at(api), ours)]

    _run(commune, ask)


@webhook.command("show", help="Xem Zalo đang gửi tin tới đâu.")
def show(commune: Of = "") -> None:
    """Where Zalo posts now."""

    async def ask(api: ZaloBotApi, ours: str) -> list[str]:
        return _told(await webhook_at(api), ours)

    _run(commune, ask)


@webhook.command("set", help="Đặt webhook theo cấu hình (chuyển từ hỏi tin sang webhook).")
def put(commune: Of = "") -> None:
    """Zalo posts to us from now on; asking for messages ends."""

    async def ask(api: ZaloBotApi, ours: str) -> list[str]:
        if not ours:
            raise _fail("Chưa đặt MOTCUA_ZALO_BOT__WEBHOOK_URL.")
        body = {"url": ours, "secret_token": _settings(commune)[0].webhook_secret}
        return _verified(await api.call("setWebhook", body), await webhook_at(api), ours)

    _run(commune, ask)


@webhook.command("delete", help="Bỏ webhook (chuyển sang hỏi tin liên tục).")
def delete(commune: Of = "") -> None:
    """Zalo posts to nobody; `serve` without a webhook's address may ask."""

    async def ask(api: ZaloBotApi, ours: str) -> list[str]:
        del ours
        await api.call("deleteWebhook")
        left = await webhook_at(api)
        return ["Đã bỏ webhook."] if not left else [f"Zalo vẫn gửi tin tới {left}."]

    _run(commune, ask)


def _verified(answer: Any, now_at: str, ours: str) -> list[str]:  # noqa: ANN401 - as Zalo answers
    """Zalo keeps the address even when nobody answered there: both are told."""
    found = answer.get("verification") if isinstance(answer, dict) else None
    found = found if isinstance(found, dict) else {}
    lines = [f"Zalo gửi tin tới: {now_at or 'chưa nơi nào'}"]
    if found.get("ok") and now_at == ours:
        return [*lines, "Zalo đã gọi thử được."]
    outcome, hint = found.get("outcome", "không rõ"), found.get("hint", "")
    said = f"Zalo gọi thử KHÔNG được: {outcome}. {hint}".strip()
    raise _fail("\n".join([*lines, said]))


def _told(at: str, ours: str) -> list[str]:
    lines = [f"Zalo gửi tin tới: {at or 'không nơi nào, chờ được hỏi'}"]
    if at == ours:
        return lines
    remedy = "motcua zalobot webhook set" if ours else "motcua zalobot webhook delete"
    return [*lines, f"Khác cấu hình ({ours or 'hỏi tin liên tục'}); chạy: {remedy}"]


def _run(commune: str, ask: Say) -> None:
    settings, ours = _settings(commune)

    async def run() -> list[str]:
        api = ZaloBotApi(settings)
        await api.open()
        try:
            return await ask(api, ours)
        finally:
            await api.close()

    try:
        lines = asyncio.run(run())
    except CallError as error:
        raise _fail(_why(error, settings)) from None
    for line in lines:
        typer.echo(line)


def _why(error: CallError, settings: ZaloBotSettings) -> str:
    if failures.is_token(error, forbidden_stops=settings.forbidden_stops):
        return "Zalo không nhận token này (MOTCUA_ZALO_BOT__TOKEN)."
    return f"Zalo không làm được: {error}"


def _settings(commune: str) -> tuple[ZaloBotSettings, str]:
    """The bot's settings, and the address Zalo should post to; empty for polling."""
    from bot.communes import served
    from bot.zalo_bot import bot_settings

    with settings_and_store() as (settings, store):
        of = [one for one in served(settings) if commune in {"", one.commune.key}]
        if not of or not of[0].zalo_bot_token:
            raise _fail("Chưa có token Zalo bot cho xã, phường này (MOTCUA_ZALO_BOT__TOKEN).")
        whose, now = of[0], SystemClock().now()
        bot = bot_settings(settings, whose)
        with store.work() as work:
            contacts.ensure_commune(work, whose.commune.key, whose.commune.name, now)
            endpoint = contacts.ensure_endpoint(
                work, whose.commune.key, ChannelName.ZALO_BOT, bot.account, now
            )
            work.commit()
    ours = bot.webhook_url
    return bot, ours.rstrip("/") + webhook_path(endpoint) if ours else ""


def _fail(text: str) -> typer.Exit:
    typer.echo(text, err=True)
    return typer.Exit(1)
