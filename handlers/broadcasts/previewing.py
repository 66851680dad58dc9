"""A broadcast before it leaves: what each channel shows, to how many, who is barred and why."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.broadcast import Audience, Broadcast
from handlers.broadcast_reports import Listed, Preview, Seen
from handlers.broadcast_texts import Refused, filled
from handlers.messages import Reply
from handlers.recipient_sheet import Bar
from handlers.store import broadcasts, check_codes, recipients
from handlers.store.recipients import Line
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording.broadcasts import letter

Shown = Callable[[str, Reply], Sequence[str]]
"""The messages a reply becomes on a channel."""


def preview_of(
    work: Work, ward: Ward, one: Broadcast, now: datetime, shown: Shown
) -> Preview | Refused:
    """What would leave if it began now; refused when its text cannot be filled in."""
    lines = recipients.lines(work, one.id) if one.audience is Audience.SHEET else []
    example = next((each for each in lines if each.contact is not None), None)
    own = {} if example is None or example.values is None else example.values
    text = filled(ward.commune, one.words, {**one.values, **own}, one.on)
    if isinstance(text, Refused):
        return text
    leaves = max(one.due or now, now)
    reply = letter(ward.commune, one, text)
    if work.seal is not None:
        sealed = (reply, ward.commune.key, OutboxKind.BROADCAST, leaves)
        reply = check_codes.stamped(work.seal, *sealed)[0]
    sizes = broadcasts.sizes(work, one, now)
    total = sum(number for _, _, number in sizes)
    asks = total > ward.commune.broadcasts.approve_above and not one.covers(total)
    seen = Preview(_channels(sizes, reply, shown), asks, leaves)
    if one.audience is not Audience.SHEET:
        return seen
    line = None if example is None else example.line
    return replace(seen, listed=listed(_judged(ward, one, lines)), example=line)


def listed(lines: Sequence[Line]) -> Listed:
    """The rows of a file, counted."""
    barred: dict[str, list[int]] = {}
    for each in lines:
        if each.bar:
            barred.setdefault(each.bar, []).append(each.line)
    people = sum(1 for each in lines if each.contact is not None)
    found = {why: tuple(numbers) for why, numbers in barred.items()}
    return Listed(len({each.line for each in lines}), people, found)


def _judged(ward: Ward, one: Broadcast, lines: Sequence[Line]) -> list[Line]:
    """The lines by the text as it is now: it may have been edited since the file was read."""
    found = []
    for each in lines:
        values = {**one.values, **(each.values or {})}
        text = filled(ward.commune, one.words, values, one.on)
        wrong = each.contact is not None and isinstance(text, Refused)
        found.append(Line(each.line, each.who, Bar.FIELDS) if wrong else each)
    return found


def _channels(
    sizes: Sequence[tuple[str, str, int]], reply: Reply, shown: Shown
) -> tuple[Seen, ...]:
    found = []
    for channel in dict.fromkeys(name for name, _, _ in sizes):
        counts = {bar: many for name, bar, many in sizes if name == channel}
        barred = {bar: many for bar, many in counts.items() if bar}
        found.append(Seen(channel, sum(counts.values()), barred, tuple(shown(channel, reply))))
    return tuple(found)
