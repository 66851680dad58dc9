"""What is never shown before a group: said once, with the way to the private chat."""

from typing import Final

from handlers.messages import PRIVATE_CHAT, Link, Paragraph, Reply
from handlers.turns import Turn
from handlers.wording.privacy import GROUP_ONLY_PRIVATE, OPEN_PRIVATE

IN_PRIVATE: Final = Turn(
    (Reply((Paragraph(GROUP_ONLY_PRIVATE), Link(OPEN_PRIVATE, PRIVATE_CHAT))),)
)
