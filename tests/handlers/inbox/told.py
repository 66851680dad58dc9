"""What the inbox queued for a chat."""

from handlers.store import views
from tests.fakes.ward import Ward


def replies(ward: Ward, chat: str = "chat-1") -> list[str]:
    with ward.store.read() as work:
        letters = views.letters(work, ward.contact(chat))
    return [block.text for one in letters if one.reply for block in one.reply.blocks]  # type: ignore[union-attr]
