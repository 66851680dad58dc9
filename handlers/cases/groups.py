"""Cases in officers' groups: which may stand there, their card, kept true wherever somebody acts.

Nobody knows for certain who reads a group. So a case that is about a person, or may be, never
goes there (conduct, unclear, the head): private chats only. What may tell who reported is taken
out of the words (`knowledge.redaction.masking`); whole they are read in a private chat.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers import actions
from handlers.cases.answering import broadcast_of
from handlers.cases.likely import hint, of_unit
from handlers.cases.room import Room, room_of
from handlers.cases.telling import ACTS, KEEP, READY, URGENT, clock_of, tell, tell_first
from handlers.cases.visibility import WATCHED, CaseFacts
from handlers.commands import Asked
from handlers.messages import Block, Button, Item, Paragraph, Reply, Talk
from handlers.store import calls, cases, groups, queueing
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Work
from handlers.wording import group_cards as wording
from handlers.wording.case_cards import call, named
from knowledge.calendar import WorkingCalendar
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import OPEN, About, CaseState
from knowledge.redaction.masking import masked

CARD_LIFE: Final = timedelta(days=3)
"""As of a card to one officer: after that the morning list says it."""


def may_show(about: str, kind: str) -> bool:
    """Whether a case may stand in a group at all: about nobody, and not for few eyes only."""
    return About(about) is About.NOBODY and FeedbackKind(kind) not in WATCHED


def card_subject(code: CaseCode) -> str:
    """What a group's card is about: the one message that is edited as the case goes on."""
    return f"card:{code.full}"


def hear_first(
    work: Work, row: cases.Row, room: Room, case: CaseFacts, asked: Asked, now: datetime
) -> int:
    """A new or reopened case to its unit's group, else to those whose it is; how many were told.

    An urgent one goes to both: a group may be muted.
    """
    title = wording.REOPENED if row.state == CaseState.REOPENED else wording.NEW
    posted = post(work, row, asked.at or now, title, asked.calendar)
    if posted and not row.urgent:
        return posted
    return posted + tell_first(work, row, room, case, asked, now)


def post(
    work: Work,
    row: cases.Row,
    at: datetime,
    title: str = "",
    calendar: WorkingCalendar | None = None,
    key: str = "",
) -> int:
    """The card to the group of its unit; 0 where there is none, or it may not stand there."""
    if not may_show(row.about, row.kind):
        return 0
    group = groups.of_unit(work, row.commune, row.unit)
    if group is None:
        return 0
    groups.post(work, row.id, group.contact, str(cases.code_of(row)), at)
    reply = _card(work, row, title, clock_of(work, row, calendar, at))
    named = f"case:{row.id}:{row.version}:group:{group.contact}{key}"
    return _queue(work, row.commune, group, named, reply, at)


def refresh(
    work: Work,
    case: int,
    at: datetime,
    news: str = "",
    calendar: WorkingCalendar | None = None,
) -> int:
    """After an act: the cards in groups say what holds now; what may not stand there goes.

    `news` is a line of its own where the edit alone would not be noticed; how many were told it.
    """
    posts, told = groups.posts_of(work, case), 0
    if not posts:
        return 0
    row = cases.read(work, case)
    code, shown = cases.code_of(row), may_show(row.about, row.kind)
    for one in posts:
        named = f"case:{row.id}:{row.version}:group:{one.contact}"
        clock = clock_of(work, row, calendar, at)
        reply = _edited(work, row, clock) if shown else _gone(code)
        _queue(work, row.commune, one, named, reply, at)
        if not shown:
            groups.withdraw(work, case, one.contact, at)
        elif news:
            said = Reply((Paragraph(news),), subject=f"case:{code.full}", talk=_talk(row))
            told += _queue(work, row.commune, one, f"{named}:news", said, at)
    return told


def leave(work: Work, row: cases.Row, now: datetime) -> None:
    """A case is another unit's by now: nothing of it stays where it stood."""
    for one in groups.posts_of(work, row.id):
        key = f"case:{row.id}:{row.version}:group-left:{one.contact}"
        _queue(work, row.commune, one, key, _gone(cases.code_of(row)), now)
        groups.withdraw(work, row.id, one.contact, now)


def take_from(work: Work, commune: str, unit: str, contact: str, now: datetime) -> None:
    """A group ends while the bot is still in it: nothing of its open cases stays there."""
    for row in open_in(work, commune, unit):
        for one in groups.posts_of(work, row.id):
            if one.contact == contact:
                key = f"case:{row.id}:{row.version}:group-end:{contact}"
                _queue(work, commune, one, key, _gone(cases.code_of(row)), now)


def erased(work: Work, listed: list[int], now: datetime) -> None:
    """The sender asked for deletion: the cards in groups lose their words too."""
    for case in listed:
        refresh(work, case, now)


def back_to_private(work: Work, row: cases.Row, asked: Asked, room: Room, now: datetime) -> int:
    """The group is lost: its open case goes to whoever holds it, else to those whose it is."""
    facts = room.facts(row, (*asked.officers, *asked.stand_ins))
    holder = room.member(row.officer)
    if holder is None:
        return tell_first(work, row, room, facts, asked, now)
    at = asked.at or now
    blocks = _blocks(work, row, "", clock_of(work, row, asked.calendar, at))
    key = f"case:{row.id}:{row.version}:private"
    return tell(work, row, facts, [holder], (key, blocks, at))


def open_in(work: Work, commune: str, unit: str) -> list[cases.Row]:
    """The open cases that stand, or could, in the group of a unit."""
    found = cases.of_commune(work, commune, OPEN)
    return [one for one in found if one.unit == unit and may_show(one.about, one.kind)]


def choices_of(row: cases.Row) -> tuple[Button, ...]:
    """What can be done from a group's card; the whole text is one tap away, in private.

    The same for as long as the case is open: a number typed in reply to a card that a channel
    could not edit must not mean another act by now.
    """
    code = str(cases.code_of(row))
    whole = Button(wording.WHOLE, actions.build("private", f"k_{code}"))
    if row.state not in OPEN:
        return (whole,)
    acts = (Button(label, actions.build("case", act, code)) for label, act in ACTS)
    last = (Button(label, actions.build("case", act, code)) for label, act in (READY, URGENT, KEEP))
    return (*acts, whole, *last)


def _card(work: Work, row: cases.Row, title: str, clock: Sequence[Block]) -> Reply:
    subject = card_subject(cases.code_of(row))
    return Reply(
        tuple(_blocks(work, row, title, clock)), choices_of(row), subject=subject, talk=_talk(row)
    )


def _edited(work: Work, row: cases.Row, clock: Sequence[Block]) -> Reply:
    subject = card_subject(cases.code_of(row))
    blocks, talk = tuple(_blocks(work, row, "", clock)), _talk(row)
    return Reply(blocks, choices_of(row), subject=subject, replaces=subject, talk=talk)


def _gone(code: CaseCode) -> Reply:
    """Nothing of it is left but the reference."""
    subject = card_subject(code)
    blocks = (Paragraph(wording.WITHDRAWN.format(code=code)),)
    talk = Talk(str(code), str(code), over=True, gone=True)
    return Reply(blocks, subject=subject, replaces=subject, talk=talk)


def _blocks(work: Work, row: cases.Row, title: str, clock: Sequence[Block]) -> list[Block]:
    holder = room_of(work, row.commune).member(row.officer)
    added = [
        (one.at, masked(one.words))
        for one in cases.events(work, row.id)
        if one.act in {"add", "reopen"} and one.by == "citizen" and one.words
    ]
    kind = FeedbackKind(row.kind)
    blocks = wording.card(
        cases.code_of(row),
        kind,
        CaseState(row.state),
        None if row.matter is None else masked(row.matter),
        row.answer_due,
        holder=holder.officer.name if holder is not None else "",
        urgent=row.urgent,
        files=len(cases.files(work, row.id)),
        place=row.place or "",
        added=added,
        title=named(title or wording.PLAIN, kind),
        clock=clock,
    )
    blocks += hint(of_unit(work, row))
    promised = calls.of_case(work, row.id) if kind is FeedbackKind.QUESTION else None
    blocks += [] if promised is None else [call(promised)]
    answers = broadcast_of(work, row.id)  # a file's row may have put a name into it
    return [*blocks, Item(masked(answers))] if answers else blocks


def _talk(row: cases.Row) -> Talk:
    code = cases.code_of(row)
    title = wording.topic(code, FeedbackKind(row.kind))
    return Talk(str(code), title, over=row.state not in OPEN)


def _queue(
    work: Work, commune: str, where: groups.Row, key: str, reply: Reply, at: datetime
) -> int:
    message = queueing.Message(
        key=key,
        reply=reply,
        due=at,
        expires_at=at + CARD_LIFE,
        kind=OutboxKind.OFFICER,
        priority=Priority.OFFICER,
    )
    return int(queueing.queue(work, commune, where.endpoint, where.contact, message))
