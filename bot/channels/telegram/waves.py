"""Updates that may be stored together: each of another chat, so that no chat's order can change."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

MOST: Final = 16
"""Updates of a wave: as many as are stored in one commit."""
_MOVES: Final = frozenset({"migrate_to_chat_id", "migrate_from_chat_id"})


def waves(updates: Iterable[Any]) -> Iterator[list[Any]]:
    """The updates in their order, cut where a chat would come twice.

    An update whose chat cannot be told, or which renames a chat, is a wave of its own: nothing
    before it waits and nothing after it overtakes.
    """
    wave: list[Any] = []
    chats: set[int] = set()
    for raw in updates:
        chat = chat_of(raw)
        if wave and (chat is None or chat in chats or len(wave) == MOST):
            yield wave
            wave, chats = [], set()
        wave.append(raw)
        if chat is None:
            yield wave
            wave = []
        else:
            chats.add(chat)
    if wave:
        yield wave


def chat_of(raw: object) -> int | None:
    """The chat an update is of; None when it is not plain to see."""
    if not isinstance(raw, dict):
        return None
    bodies = [body for body in raw.values() if isinstance(body, dict)]
    if len(bodies) != 1:
        return None
    body = bodies[0]
    if isinstance(asked := body.get("message"), dict):  # a tap
        body = asked
    chat = body.get("chat")
    number = chat.get("id") if isinstance(chat, dict) else None
    return number if isinstance(number, int) and not _MOVES & body.keys() else None
