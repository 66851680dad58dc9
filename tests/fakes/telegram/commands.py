# ruff: noqa: ANN401 - methods of aiogram
"""The strict server's menus of commands: whose they are and what may stand in them."""

import json
import re
from typing import Any

from tests.fakes.telegram.chats import Chats
from tests.fakes.telegram.refusing import Body, bad

Scope = tuple[str, str]
"""Who sees a menu, as JSON, and in which language."""


def scope_of(method: Any, chats: Chats) -> Scope:
    """Whose menu is meant; a chat has to be known."""
    one = method.scope is not None and method.scope.type == "chat"
    if one and chats.find(method.scope.chat_id) is None:
        raise bad("chat not found")
    scope = method.scope.model_dump(exclude_none=True) if method.scope else {"type": "default"}
    return json.dumps(scope, sort_keys=True), method.language_code or ""


def commands_of(method: Any) -> list[Body]:
    """The commands to be shown, if Telegram would take them."""
    if len(method.commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for one in method.commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", one.command):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(one.description) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return [one.model_dump(exclude_none=True) for one in method.commands]
