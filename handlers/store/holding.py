"""Who has a chat: a person who answers by hand has it for a while."""

from datetime import datetime

from sqlalchemy import bindparam, or_, update

from handlers.store.contacts import endpoint_of, open_contact
from handlers.store.tables import ConversationRow, table_of
from handlers.store.unit_of_work import Work

_ROW = table_of(ConversationRow)
_HOLD = (
    update(_ROW)
    .where(
        _ROW.c.contact == bindparam("for_contact"),
        or_(_ROW.c.held_until.is_(None), _ROW.c.held_until < bindparam("until")),
    )
    # The version moves: whoever is deciding an answer just now decides again, and is silent.
    .values(held_until=bindparam("until"), held_by=bindparam("who"), version=_ROW.c.version + 1)
)


def hold(work: Work, endpoint: str, chat: str, who: str, until: datetime, now: datetime) -> str:
    """Give a chat to a person until a moment, never earlier than before; our id of the chat.

    `who` names the tool they answer in: the person is none of ours to keep.
    """
    contact = open_contact(work, endpoint_of(work, endpoint), chat, "", now)
    work.run(_HOLD, {"for_contact": contact, "who": who, "until": until})
    return contact
