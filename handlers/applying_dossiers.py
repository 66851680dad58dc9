"""Apply what citizens do about dossiers, in the transaction of the turn that decided it."""

from datetime import datetime

from handlers.dossier_commands import (
    CountLookUp,
    DossierCommand,
    Follow,
    GiveCode,
    Rate,
    Remind,
    RevokeCode,
    StopFollow,
    StopReminder,
)
from handlers.errors import LostRaceError
from handlers.store import follow_codes, follows, joins, lookups, notices, ratings, records
from handlers.store.follows import Recipient, Relation
from handlers.store.unit_of_work import Work


def change_dossier(work: Work, to: Recipient, command: DossierCommand, now: datetime) -> None:
    """Apply one command of this contact.

    Raises:
        LostRaceError: it was decided on what is no longer true.
    """
    match command:
        case CountLookUp(entries=entries, failed=failed):
            lookups.record(work, to.commune, entries, failed=failed, now=now)
        case Follow():
            _follow(work, to, command, now)
        case Remind(code=code, last_day=last, last_open=last_open):
            records.resume(work, to.contact)
            follows.remind(work, to, code, (last, last_open), now)
        case Rate():
            ratings.rate(work, to.commune, command, now)
        case GiveCode():
            follow_codes.give(work, to.commune, to.contact, command, now)
            records.audit(work, to.commune, to.contact, "consent.given", str(command.dossier), now)
        case _:
            _end(work, to, command, now)


def _follow(work: Work, to: Recipient, command: Follow, now: datetime) -> None:
    """Who asks to be told takes back an earlier word never to be written to."""
    records.resume(work, to.contact)
    if command.code_hash is None:
        follow = follows.add(work, to, command.dossier, now)
    elif follow_codes.spend(work, command.code_hash, to.contact, now):
        own = any(
            one.dossier == command.dossier and one.relation is Relation.SELF
            for one in follows.of_contact(work, to.contact, now)
        )
        if own:  # a code never takes away what the receipt gave
            return
        follow = follows.add(work, to, command.dossier, now, Relation.RELATIVE, command.until)
    else:
        raise LostRaceError  # used or taken back meanwhile: decide again
    records.audit(work, to.commune, to.contact, "dossier.followed", str(follow), now)


def _unsay(work: Work, contact: str, dossier: int, now: datetime) -> None:
    """What waits for a channel is not wanted any more either, in no chat of this person.

    A chat that follows the dossier by itself goes on hearing of it.
    """
    follows_ = follows.of_contact(work, contact, now)
    holding = {one.to.contact for one in follows_ if one.dossier == dossier}
    for chat in joins.chats(work, contact):
        if chat not in holding:
            notices.close_untrue(work, chat, dossier, (), now)


def _end(
    work: Work, to: Recipient, command: StopFollow | StopReminder | RevokeCode, now: datetime
) -> None:
    match command:
        case StopFollow(follow=follow):
            dossier = follows.stop(work, follow, to.contact, now)
            if dossier is not None:
                _unsay(work, to.contact, dossier, now)
            records.audit(work, to.commune, to.contact, "dossier.unfollowed", str(follow), now)
        case StopReminder(reminder=reminder):
            if follows.stop_reminder(work, reminder, to.contact, now):
                notices.close_reminder(work, to.contact, reminder, now)
        case RevokeCode(code=code):
            follow_codes.revoke(work, to.contact, code, now)
            records.audit(work, to.commune, to.contact, "consent.revoked", str(code), now)
