"""What a person has in sight: the newest message of a chat, and the one just tapped.

A message further up must not be edited in place: whoever typed would see no answer at all. What
is not remembered, after a restart or in another process, counts as out of sight.
"""

from collections import OrderedDict
from typing import Final

CHATS_KEPT: Final = 4_096


class Trail:
    """The newest message and the last tapped one, by chat."""

    def __init__(self) -> None:
        self._newest: OrderedDict[int, int] = OrderedDict()
        self._tapped: OrderedDict[int, int] = OrderedDict()

    def said(self, chat: int, message: int) -> None:
        """A person wrote: what they tapped before is history."""
        self._tapped.pop(chat, None)
        self.appeared(chat, message)

    def tapped(self, chat: int, message: int) -> None:
        """A person tapped a button under this message."""
        _keep(self._tapped, chat, message)

    def appeared(self, chat: int, message: int) -> None:
        """A message came to stand in the chat; ids rise within one."""
        _keep(self._newest, chat, max(message, self._newest.get(chat, 0)))

    def in_sight(self, chat: int, message: int) -> bool:
        """Whether the person is looking at this message."""
        return message in (self._newest.get(chat), self._tapped.get(chat))


def _keep(messages: OrderedDict[int, int], chat: int, message: int) -> None:
    messages[chat] = message
    messages.move_to_end(chat)
    while len(messages) > CHATS_KEPT:
        messages.popitem(last=False)
