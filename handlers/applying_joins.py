"""Apply what a person does about their chats, in the transaction of the turn that decided it."""

from datetime import datetime, timedelta
from typing import Final

from handlers.errors import LostRaceError
from handlers.join_commands import GiveJoinCode, Join, JoinCommand, Part
from handlers.messages import ChannelName, Paragraph, Reply
from handlers.store import joins, queueing, records
from handlers.store.follows import Recipient
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Work
from handlers.wording import joins as wording

LIFE: Final = timedelta(days=7)
"""How long it is of use to hear that one's chats were joined."""


def apply(work: Work, of: Recipient, command: JoinCommand, now: datetime) -> None:
    """Apply one command of this chat.

    Raises:
        LostRaceError: it was decided on what is no longer true.
    """
    match command:
        case GiveJoinCode():
            joins.give(work, of, command, now)
            records.audit(work, of.commune, of.contact, "join.offered", of.contact, now)
        case Join(code_hash=code):
            giver = joins.join(work, of.commune, of.contact, code, now)
            if giver is None:
                raise LostRaceError
            records.audit(work, of.commune, of.contact, "join.agreed", giver.contact, now)
            _tell(work, giver, wording.told(ChannelName(of.channel)), f"join:{code[:16]}", now)
        case Part():
            left = joins.part(work, of.contact)
            records.audit(work, of.commune, of.contact, "join.parted", of.contact, now)
            for one in left:
                said = Reply((Paragraph(wording.OTHER_PARTED),))
                key = f"part:{of.contact}:{one.contact}:{now.timestamp():.0f}"
                _tell(work, one, said, key, now)


def _tell(work: Work, to: Recipient, reply: Reply, key: str, now: datetime) -> None:
    message = queueing.Message(
        key=key,
        reply=reply,
        due=now,
        expires_at=now + LIFE,
        kind=OutboxKind.NOTICE,
        priority=Priority.NOTICE,
        after_crash=queueing.after_crash(ChannelName(to.channel)),
    )
    queueing.queue(work, to.commune, to.endpoint, to.contact, message)
