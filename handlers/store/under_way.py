"""What a message was about that stands in a group before its sending was written down.

Telegram shows a message to a group before our call has its answer; on a slow line that takes
seconds. Who replies to it meanwhile names an id nobody has noted yet.
"""

from sqlalchemy import String, and_, bindparam, literal_column, select

from handlers.store.codec import reply_from_json
from handlers.store.tables import ContactRow, OutboxRow, table_of
from handlers.store.unit_of_work import Work

_OUTBOX = table_of(OutboxRow)
_CONTACT = table_of(ContactRow)
_here = _CONTACT.alias("here")
_SENDING = literal_column("'sending'", String)
_UNDER_WAY = (
    select(_OUTBOX.c.body)
    .join(_CONTACT, _CONTACT.c.id == _OUTBOX.c.contact)
    .join(_here, and_(_here.c.endpoint == _CONTACT.c.endpoint, _here.c.chat == _CONTACT.c.chat))
    .where(_here.c.id == bindparam("contact"), _OUTBOX.c.status == _SENDING)
    .order_by(_OUTBOX.c.id.desc())
)


def subject_under_way(work: Work, contact: str) -> str | None:
    """The subject of the newest message to this chat that is being sent; None without one."""
    for (body,) in work.run(_UNDER_WAY, {"contact": contact}):
        if (subject := reply_from_json(body).subject) is not None:
            return subject
    return None
