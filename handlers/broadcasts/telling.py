"""What officers are told about a broadcast nobody is looking at: in their chat, once each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from handlers import actions
from handlers.broadcast import Broadcast
from handlers.broadcast_texts import text_of
from handlers.duties.assigning import leads
from handlers.messages import Button, Paragraph, Reply
from handlers.officer_letters import Letter, send
from handlers.officers import Member
from handlers.roles import Act, may
from handlers.store import staff
from handlers.store.broadcasting import Count
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording import broadcast_letters as wording
from handlers.wording import desk_news as desk_wording
from knowledge.calendar import local

log = structlog.get_logger(__name__)


def planned(work: Work, ward: Ward, one: Broadcast, size: int, now: datetime) -> None:
    """A time of one that repeats stands in the list, two weeks before it leaves."""
    asks = size > ward.commune.broadcasts.approve_above and not one.covers(size)
    expected = one.due is not None and ward.calendar.is_expected(local(one.due).date())
    text = wording.planned(one, size, asks=asks, expected=expected)
    _tell(work, ward, one, "planned", text, now, asks=asks)


def held(work: Work, ward: Ward, one: Broadcast, size: str, now: datetime) -> None:
    """Its hour came, and it went to more people than a second person has seen."""
    _tell(work, ward, one, f"held:{size}", wording.held(one, size), now, asks=True)


def missed(work: Work, ward: Ward, one: Broadcast, now: datetime) -> None:
    """Its time went by without it."""
    _tell(work, ward, one, "missed", wording.missed(one), now)


def second_wanted(
    work: Work, ward: Ward, one: Broadcast, asked: tuple[str, int], now: datetime
) -> None:
    """Who may be the second person gets the text with a button; `asked`: by whom, to how many."""
    who, size = asked
    text = desk_wording.to_second(one, who, text_of(ward.commune, one), size)
    reply = Reply((Paragraph(text),), (_approving(one),), subject=f"broadcast:{one.id}")
    letters = [
        Letter(each, f"bc:{one.id}:second:{one.version}:{each.id}", reply)
        for each in staff.members(work, ward.commune.key)
        if not each.left_at and _second(each, one)
    ]
    if not send(work, ward, letters, now):
        log.warning("broadcast.nobody_told", broadcast=one.id, what="second")


def approved(work: Work, ward: Ward, one: Broadcast, who: str, now: datetime) -> None:
    """Who wrote it hears that it leaves."""
    reply = Reply((Paragraph(desk_wording.to_writer(one.id, who)),))
    members = staff.members(work, ward.commune.key)
    writer = [each for each in members if each.id == one.written_by and not each.left_at]
    letters = [Letter(each, f"bc:{one.id}:ok:{one.version}", reply) for each in writer]
    send(work, ward, letters, now)


def done(
    work: Work, ward: Ward, one: Broadcast, found: tuple[Sequence[Count], int], now: datetime
) -> None:
    """Who wrote it hears what became of it, else who leads; `found`: the copies, and how many lack.

    Numbers alone: names and telephones stand on the page behind the sign-in.
    """
    counts, lack = found
    members = staff.members(work, ward.commune.key)
    told = [each for each in members if each.id == one.written_by and _has_chat(each)]
    told = told or [each for each in leads(members, local(now).date()) if _has_chat(each)]
    reply = Reply((Paragraph(wording.done(one, counts, lack)),), subject=f"broadcast:{one.id}")
    send(work, ward, [Letter(each, f"bc:{one.id}:done:{each.id}", reply) for each in told], now)


def _has_chat(member: Member) -> bool:
    return not member.left_at and member.contact is not None


def _second(member: Member, one: Broadcast) -> bool:
    return member.id != one.written_by and may(member.officer, Act.APPROVE_BROADCAST)


def _approving(one: Broadcast) -> Button:
    target = f"{one.id}.{one.version}"
    return Button(desk_wording.APPROVE, actions.build("work", "news-ok", target))


def _tell(  # noqa: PLR0913 - what is told, to whom
    work: Work,
    ward: Ward,
    one: Broadcast,
    what: str,
    text: str,
    now: datetime,
    *,
    asks: bool = False,
) -> None:
    """To who wrote it and to who leads; the key keeps anybody from being told twice.

    `asks`: who may be the second person gets the button of it.
    """
    members = staff.members(work, ward.commune.key)
    told = {each.id: each for each in leads(members, local(now).date())}
    told |= {each.id: each for each in members if each.id == one.written_by and not each.left_at}
    plain = Reply((Paragraph(text),), subject=f"broadcast:{one.id}")
    asking = replace(plain, choices=(_approving(one),))
    letters = [
        Letter(
            each, f"bc:{one.id}:{what}:{each.id}", asking if asks and _second(each, one) else plain
        )
        for each in told.values()
    ]
    if not send(work, ward, letters, now):
        log.warning("broadcast.nobody_told", broadcast=one.id, what=what)
