"""The menus of officers' chats and groups, set when somebody is linked, joins, moves or leaves."""

import asyncio
from datetime import datetime
from typing import Protocol

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden

from handlers.store.staff_menus import MenuWish

log = structlog.get_logger(__name__)


class MenuBook(Protocol):
    """What menus are wanted; called in worker threads."""

    def wishes(self) -> list[MenuWish]:
        """What must change."""
        ...

    def done(self, wish: MenuWish, now: datetime) -> None:
        """This chat shows what was wished."""
        ...


async def keep_officer_menus(bot: Bot, book: MenuBook, now: datetime) -> int:
    """Make every officer's chat and group show its menu; how many were written.

    Raises:
        TelegramError: Telegram cannot be reached; what is left is done next time.
    """
    wishes = await asyncio.to_thread(book.wishes)
    for wish in wishes:
        try:
            await _show(bot, wish)
        except (BadRequest, Forbidden) as error:
            # A chat the bot may not see: not tried again until something about it changes.
            log.warning("telegram.menu_refused", contact=wish.contact, error=type(error).__name__)
        await asyncio.to_thread(book.done, wish, now)
    if wishes:
        log.info("telegram.officer_menus_written", number=len(wishes))
    return len(wishes)


async def _show(bot: Bot, wish: MenuWish) -> None:
    if wish.chat is None:
        return
    scope = BotCommandScopeChat(int(wish.chat))
    if not wish.commands:
        await bot.delete_my_commands(scope=scope)
        return
    commands = [BotCommand(name, description) for name, description in wish.commands]
    await bot.set_my_commands(commands, scope=scope)
