"""What stands on the public page of a broadcast that is marked: shown, carried on, taken down."""

from datetime import datetime

from handlers.broadcast import Broadcast
from handlers.broadcast_texts import Refused, filled
from handlers.store import announcements, check_codes
from handlers.store.codec import reply_to_json
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording.broadcasts import announcement


def take_down(work: Work, one: Broadcast, now: datetime) -> None:
    """Its words leave the page; one that was only marked is not any more."""
    known = announcements.of_broadcast(work, one.id)
    if known is None or not known.wanted:
        return
    if known.published_at is None:
        announcements.unmark(work, one.id)
    else:
        announcements.change(work, one.id, {"text": None, "body": None, "withdrawn_at": now})


def show(work: Work, ward: Ward, one: Broadcast, now: datetime) -> None:
    """Put the text of one that is marked on the page, with a check code of its own."""
    known = announcements.of_broadcast(work, one.id)
    if known is None or not known.wanted or known.live:
        return
    text = filled(ward.commune, one.words, one.values, one.on)
    if isinstance(text, Refused):
        return  # the broadcast itself waits for a person then
    reply = announcement(ward.commune, text)
    if work.seal is not None:
        given = (reply, one.commune, OutboxKind.BROADCAST, now)
        reply, stamp = check_codes.stamped(work.seal, *given)
        check_codes.keep(work, stamp, now)
    values = {"text": text, "body": reply_to_json(reply), "published_at": now}
    announcements.change(work, one.id, values)


def carry_mark(work: Work, series: Broadcast, made: Broadcast) -> None:
    """A time of one that repeats is public as the whole is."""
    known = announcements.of_broadcast(work, series.id)
    if known is not None and known.wanted:
        announcements.mark(work, made.commune, made.id, made.topic, known.marked_by)
