"""Build and parse the actions of buttons: `verb:argument:argument`, ASCII, at most 64 bytes."""

import re
from dataclasses import dataclass
from typing import Final

from handlers.errors import ActionError

MAX_BYTES: Final = 64
"""Telegram's limit for callback data; the tightest of all channels."""

VERBS: Final = frozenset(
    {
        "az",
        "c",
        "callback",
        "cancel",
        "case",
        "consent",
        "data",
        "dossier",
        "ds",
        "fb",
        "field",
        "follow",
        "hello",
        "human",
        "help",
        "join",
        "life",
        "limit",
        "list",
        "menu",
        "more",
        "news",
        "next",
        "p",
        "private",
        "r",
        "rate",
        "remind",
        "sample",
        "teach",
        "unf",
        "unnews",
        "unr",
        "unsure",
        "which",
        "work",
    }
)
"""Every verb a button may carry; each has a flow in the router."""

_PART = re.compile(r"[!-9;-~]+")


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does."""

    verb: str
    args: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ":".join((self.verb, *self.args))


def build(verb: str, *args: str) -> str:
    """The action as a button carries it.

    Raises:
        ActionError: an unknown verb, letters beyond ASCII, a colon or space inside, or too long.
    """
    action = str(Action(verb, args))
    if verb not in VERBS:
        raise ActionError(f"unknown verb {verb!r}")
    if not all(_PART.fullmatch(part) for part in args) or len(action) > MAX_BYTES:
        raise ActionError(f"not an action of at most {MAX_BYTES} plain ASCII letters: {action!r}")
    return action


def parse(text: str) -> Action | None:
    """The action behind a button; None for what no button of ours carries."""
    verb, *args = text.split(":")
    sound = len(text) <= MAX_BYTES and all(_PART.fullmatch(part) for part in args)
    return Action(verb, tuple(args)) if sound and verb in VERBS else None
