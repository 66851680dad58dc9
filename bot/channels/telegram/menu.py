"""The command menu, per scope and language, written only where Telegram shows another one."""

from dataclasses import dataclass
from typing import Final

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import BadRequest

from handlers.wording.messengers import GROUP_MENU, MENU

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands of one scope and language; no language means every other."""

    scope: BotCommandScope
    language: str | None
    commands: tuple[tuple[str, str], ...]


MENUS: Final = (
    Menu(BotCommandScopeDefault(), None, GROUP_MENU),
    Menu(BotCommandScopeAllPrivateChats(), None, MENU),
    Menu(BotCommandScopeAllPrivateChats(), "vi", MENU),
    Menu(BotCommandScopeAllGroupChats(), None, GROUP_MENU),
)


async def keep_menus(bot: Bot, menus: tuple[Menu, ...] = MENUS) -> int:
    """Make Telegram show these menus; the number that had to be written.

    Raises:
        TelegramError: as of any call.
    """
    written = 0
    for menu in menus:
        try:
            written += await _keep(bot, menu)
        except BadRequest:
            # A group the bot is not (yet) a member of must not cost the others their menus.
            log.warning("telegram.menu_refused", scope=menu.scope.type)
    if written:
        log.info("telegram.menus_written", number=written)
    return written


async def _keep(bot: Bot, menu: Menu) -> int:
    shown = await bot.get_my_commands(scope=menu.scope, language_code=menu.language)
    if tuple((one.command, one.description) for one in shown) == menu.commands:
        return 0
    commands = [BotCommand(name, description) for name, description in menu.commands]
    await bot.set_my_commands(commands, scope=menu.scope, language_code=menu.language)
    return 1
