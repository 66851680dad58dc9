"""A broadcast before it leaves: what each channel shows, to how many, who is barred and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.broadcast import Audience, Broadcast
from handlers.broadcast_costs import (
    FIELDS,
    NO_PUSH,
    PAID,
    WINDOW,
    Estimate,
    Tariff,
    Tariffs,
    estimate,
)
from handlers.broadcast_reports import Listed, Look, Preview, Seen, Templated
from handlers.broadcast_texts import Refused, fields, filled, names_of
from handlers.broadcasts import outages, templates
from handlers.messages import Form, Reply
from handlers.notices.quiet import in_daytime, is_quiet
from handlers.recipient_sheet import Bar
from handlers.store import broadcasts, check_codes, quotas, recipients, spending
from handlers.store.broadcasts import Size
from handlers.store.recipients import Line
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Work
from handlers.template_facts import facts_of, kind_of
from handlers.ward import Ward
from handlers.wording.broadcasts import letter


@dataclass(frozen=True, slots=True)
class ChannelPorts:
    """What channels show and cost."""

    look: Callable[[str, str, Reply], Look]
    """What a channel's account shows of a reply."""
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
    # Every fact there is: which of them a template needs, the channel's tariff says.
    facts = facts_of(ward.commune, one, text, own)
    form = Form(kind_of(one), tuple(facts.items()))
    reply = replace(letter(ward.commune, one, text), form=form)
    if work.seal is not None:
        sealed = (reply, ward.commune.key, OutboxKind.BROADCAST, leaves)
        reply = check_codes.stamped(work.seal, *sealed)[0]
    channels = _channels(work, one, (now, leaves), reply, channel_ports)
    total = sum(each.people for each in channels)
    asks = total > ward.commune.broadcasts.approve_above and not one.covers(total)
    stands = templates.stands_for(ward, one, own)
    hours = ward.calendar.daytime
    seen = Preview(
        channels,
        asks,
        leaves,
        fields=stands,
        template=templates.told(work, one),
        unwanted=broadcasts.unwanted(work, one, now),
        night=in_daytime(leaves, hours) if is_quiet(leaves, hours) and not one.urgent else None,
        outage_from=outages.earliest(ward, one, text, leaves),
    )
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
        look = ports.look(each.channel, each.account, reply)
        tariff = ports.tariffs(each.channel, each.account, look.messages)
        people = _allowed(work, one, each, tariff, now)
        spent = spending.spent(work, each.endpoint, leaves)
        used = quotas.usage(work, each.endpoint, leaves)
        template = _template(one, tariff, reply) if people.get(WINDOW) else None
        fit = None if template is None or template.missing else tariff.templates[kind_of(one)]
        reached = people.get(WINDOW, 0)
        if fit is not None and fit.by_phone:
            reached = broadcasts.phoned(work, one, each.endpoint, now)
            template = template if reached else None
        ways = {**people, WINDOW: reached}
        known = estimate(ways, len(look.messages), tariff, spent, used, fit)
        found.append(_seen(each.channel, people, reached, look, known, template))
    return tuple(found)


def _allowed(
    work: Work, one: Broadcast, size: Size, tariff: Tariff, now: datetime
) -> Mapping[str, int]:
    """Its people by class, with what a gateway forbids."""
    people = dict(size.people)
    free = people.get("", 0)
    if not tariff.pushes:
        return {**people, "": 0, NO_PUSH: free}
    if tariff.window is None or not free:
        return people
    silent = broadcasts.silent(work, one, size.endpoint, now - tariff.window, now)
    return {**people, "": free - silent, WINDOW: people.get(WINDOW, 0) + silent}


def _template(one: Broadcast, tariff: Tariff, reply: Reply) -> Templated | None:
    """The approved template for its topic, filled as far as its facts go."""
    price = tariff.templates.get(kind_of(one))
    if price is None:
        return None
    known = dict(reply.form.values) if reply.form is not None else {}
    filled_in = {name: known.get(fact, "").strip() for name, fact in price.fields.items()}
    missing = tuple(price.fields[name] for name, words in filled_in.items() if not words)
    return Templated(price.id, filled_in, missing)


def _seen(
    channel: str,
    people: Mapping[str, int],
    reached: int,
    look: Look,
    known: Estimate,
    template: Templated | None,
) -> Seen:
    held = {bar: many for bar, many in people.items() if bar not in ("", PAID) and many}
    if template is not None:
        silent = held.pop(WINDOW)
        beyond = silent - reached  # it goes by phone, and they gave no number
        held |= {FIELDS: silent} if template.missing else {WINDOW: beyond} if beyond else {}
    held |= known.held
    seen = Seen(channel, sum(people.values()), held, look, known.cost, known.plan_left)
    return replace(seen, template=template)
