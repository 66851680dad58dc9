"""A broadcast before it leaves: what each channel shows, to how many, who is barred and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.broadcast import Audience, Broadcast
from handlers.broadcast_costs import PAID, Estimate, Tariffs, estimate
from handlers.broadcast_reports import Listed, Preview, Seen
from handlers.broadcast_texts import Refused, fields, filled, names_of
from handlers.messages import Reply
from handlers.recipient_sheet import Bar
from handlers.store import broadcasts, check_codes, quotas, recipients, spending
from handlers.store.broadcasts import Size
from handlers.store.recipients import Line
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording.broadcasts import letter


@dataclass(frozen=True, slots=True)
class ChannelPorts:
    """What channels show and cost."""

    shown: Callable[[str, Reply], Sequence[str]]
    """The messages a reply becomes on a channel."""
    tariffs: Tariffs


def preview_of(
    work: Work, ward: Ward, one: Broadcast, now: datetime, channel_ports: ChannelPorts
) -> Preview | Refused:
    """What would leave if it began now; refused when its text cannot be filled in."""
    lines = recipients.lines(work, one.id) if one.audience is Audience.SHEET else []
    example = next((each for each in lines if each.contact is not None), None)
    own = {} if example is None or example.values is None else example.values
    if one.audience is Audience.SHEET and example is None:  # nobody yet: what rows say is left open
        known = fields(ward.commune, one.values, one.on)
        own = {name: "…" for name in names_of(one.words) if not known.get(name)}
    text = filled(ward.commune, one.words, {**one.values, **own}, one.on)
    if isinstance(text, Refused):
        return text
    leaves = max(one.due or now, now)
    reply = letter(ward.commune, one, text)
    if work.seal is not None:
        sealed = (reply, ward.commune.key, OutboxKind.BROADCAST, leaves)
        reply = check_codes.stamped(work.seal, *sealed)[0]
    channels = _channels(work, one, (now, leaves), reply, channel_ports)
    total = sum(each.people for each in channels)
    asks = total > ward.commune.broadcasts.approve_above and not one.covers(total)
    seen = Preview(channels, asks, leaves)
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
    work: Work,
    one: Broadcast,
    moments: tuple[datetime, datetime],
    reply: Reply,
    ports: ChannelPorts,
) -> tuple[Seen, ...]:
    """By endpoint; `moments` are now and when it leaves, whose month pays."""
    now, leaves = moments
    found = []
    for each in broadcasts.sizes(work, one, now):
        messages = tuple(ports.shown(each.channel, reply))
        tariff = ports.tariffs(each.channel, each.account, messages)
        spent = spending.spent(work, each.endpoint, leaves)
        used = quotas.usage(work, each.endpoint, leaves)
        known = estimate(each.people, len(messages), tariff, spent, used)
        found.append(_seen(each, messages, known))
    return tuple(found)


def _seen(size: Size, messages: tuple[str, ...], known: Estimate) -> Seen:
    barred = {bar: many for bar, many in size.people.items() if bar not in ("", PAID)}
    people = sum(size.people.values())
    held = {**barred, **known.held}
    return Seen(size.channel, people, held, messages, known.cost, known.plan_left)
