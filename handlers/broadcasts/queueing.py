"""The job of broadcasts: one short bite at a time, each in a transaction of its own.

Where it stands is kept in the transaction that queued the copies, and each copy's key names
broadcast and contact: whoever is killed between two bites loses nothing and repeats nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import Refused, Why, filled, text_of
from handlers.broadcasts import acts, ending, public_page, repeating, telling
from handlers.messages import Reply
from handlers.store import broadcasting, broadcasts, check_codes, lost_copies, recipients
from handlers.store.codec import reply_to_json
from handlers.store.records import audit
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Work
from handlers.template_facts import form_of
from handlers.ward import Ward
from handlers.wording.broadcasts import letter

log = structlog.get_logger(__name__)
_S = BroadcastState


def step(work: Work, ward: Ward, now: datetime) -> bool:
    """One bite of what is to be done; True while more may wait."""
    for number in broadcasts.to_do(work, ward.commune.key, now):
        one = broadcasts.find(work, ward.commune.key, number, hold=True)
        if one is not None and _bite(work, ward, one, now):
            return True
    return False


def follow(work: Work, ward: Ward, number: int, now: datetime) -> bool:
    """One bite of what an act left to do with the copies of one; queueing is left to the job."""
    one = broadcasts.find(work, ward.commune.key, number, hold=True)
    left = (_S.SCHEDULED, _S.REPEATING)
    if one is None or one.state in left or (one.state is _S.SENDING and not one.queued_at):
        return False
    return _bite(work, ward, one, now)


def _bite(work: Work, ward: Ward, one: Broadcast, now: datetime) -> bool:
    """One bite of one broadcast; False: nothing of it is to be done now."""
    if one.state is _S.REPEATING:
        return repeating.occur(work, ward, one, now)
    if one.waits and one.expires_at is not None and one.expires_at <= now:
        repeating.miss(work, ward, one, now)
        return True
    if one.state is _S.SCHEDULED:
        return _begin(work, ward, one, now)
    if one.state is _S.SENDING and one.queued_at is None:
        return _queue(work, ward, one, now)
    if one.state is _S.SENDING and _again(work, ward, one, now):
        return True
    return _move(work, one, now) or ending.settle(work, ward, one, now)


def _move(work: Work, one: Broadcast, now: datetime) -> bool:
    """Bring some copies to where the broadcast stands; True while more may be left."""
    match one.state:
        case _S.SENDING:
            return broadcasting.thaw(work, one.id, now)
        case _S.PAUSED:
            return broadcasting.freeze(work, one.id)
        case _S.CANCELLED:
            return broadcasting.give_up(work, one.id, now)
        case _:
            return False


def _begin(work: Work, ward: Ward, one: Broadcast, now: datetime) -> bool:
    """Its moment has come; its size is asked once more, since people came since it was set."""
    if one.due is None or one.due > now:
        return False
    refused = acts.too_many(work, ward, one, now)
    if refused is not None and refused.what:
        broadcasts.change(work, one, state=_S.PAUSED, reason=acts.NO_SECOND)
        audit(work, one.commune, "job", "broadcast.held", f"broadcast:{one.id}", now)
        log.error("broadcast.not_approved", broadcast=one.id)
        telling.held(work, ward, one, refused.what, now)
        return True
    broadcasts.change(work, one, state=_S.SENDING, started_at=now, moved_at=now)
    public_page.show(work, ward, one, now)
    return True


def _queue(work: Work, ward: Ward, one: Broadcast, now: datetime) -> bool:
    if _unfilled(ward, one):
        # A fact of the settings it names was taken out: it waits for a person, others go on.
        broadcasts.change(work, one, state=_S.PAUSED, reason=Why.FIELDS)
        log.error("broadcast.unfilled", broadcast=one.id)
        return True
    contacts = broadcasting.next_of(work, one, now)
    late = one.expires_at is not None and one.expires_at <= now
    if not contacts or late:
        broadcasts.change(work, one, queued_at=now, moved_at=now)
        return True
    bodies = _bodies(work, ward, one, contacts, now)
    written = broadcasting.copy(work, one, bodies, now) if bodies else 0
    if written != len(bodies):  # told to officers at the end, where `ending` counts once more
        log.error("broadcast.not_copied", broadcast=one.id, number=len(bodies) - written)
    last = None if len(contacts) == broadcasting.bite_of(one) else now
    broadcasts.change(
        work,
        one,
        cursor=contacts[-1],
        queued=one.queued + len(bodies),
        queued_at=last,
        moved_at=now,
    )
    return True


def _again(work: Work, ward: Ward, one: Broadcast, now: datetime) -> bool:
    """Queue what was lost while others still leave; False: nothing is, or it cannot be."""
    late = one.expires_at is not None and one.expires_at <= now
    lack = 0 if late or one.figures is not None else one.queued - lost_copies.number(work, one)
    if lack <= 0 or _unfilled(ward, one):
        return False
    most = min(lack, broadcasting.bite_of(one))
    bodies = _bodies(work, ward, one, lost_copies.people(work, one, now, most), now)
    written = broadcasting.copy(work, one, bodies, now) if bodies else 0
    if written:
        log.error("broadcast.queued_again", broadcast=one.id, number=written)
    return written > 0


def _unfilled(ward: Ward, one: Broadcast) -> bool:
    """Whether the text names what nothing stands for; with a file each row says its own."""
    if one.audience is Audience.SHEET:
        return False
    return isinstance(filled(ward.commune, one.words, one.values, one.on), Refused)


def _bodies(
    work: Work, ward: Ward, one: Broadcast, contacts: Sequence[str], now: datetime
) -> dict[str, str]:
    """What each of these gets; of a file's rows one whose fields are empty gets nothing."""
    if one.audience is not Audience.SHEET:
        body = reply_to_json(_worded(work, ward, one, (text_of(ward.commune, one), {}), now))
        return dict.fromkeys(contacts, body)
    found = {}
    for contact, own in recipients.values_of(work, one.id, contacts).items():
        text = filled(ward.commune, one.words, {**one.values, **own}, one.on)
        if isinstance(text, Refused):
            recipients.bar(work, one.id, contact, text.why)
        else:
            found[contact] = reply_to_json(_worded(work, ward, one, (text, own), now))
    return found


def _worded(
    work: Work, ward: Ward, one: Broadcast, says: tuple[str, Mapping[str, str]], now: datetime
) -> Reply:
    """The letter with its check code: the same for every copy of a day with the same words.

    `says` is the text, and what stands in the recipient's own row.
    """
    text, own = says
    reply = replace(letter(ward.commune, one, text), form=form_of(ward, one, text, own))
    if work.seal is None:
        return reply
    given = (reply, ward.commune.key, OutboxKind.BROADCAST, now)
    reply, stamp = check_codes.stamped(work.seal, *given)
    check_codes.keep(work, stamp, now)
    return reply
