"""Who is told of a case: cards to officers who may see it, words to its sender."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers import actions
from handlers.cases.answering import broadcast_of
from handlers.cases.lateness import standing_of
from handlers.cases.likely import hint_for, of_unit
from handlers.cases.room import Room, room_of, today, unit_names
from handlers.cases.visibility import CaseFacts, may_see
from handlers.commands import Asked
from handlers.messages import Block, Button, Item, Reply
from handlers.officers import Member
from handlers.store import calls, cases, queueing
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Work
from handlers.ward import Ward, reachable
from handlers.wording import case_cards as wording
from handlers.wording import case_clock
from handlers.wording import feedback as citizen_wording
from handlers.wording import ready as ready_wording
from knowledge.calendar import WorkingCalendar
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import CaseState

CARD_LIFE: Final = timedelta(days=3)
"""A card that could not be delivered for so long is worth less than the digest's line."""
ANSWER_LIFE: Final = timedelta(days=60)
"""An answer is owed: it waits for the person to be reachable as long as a case may be reopened."""


def subject(row: cases.Row) -> str:
    """What a message about the case is about."""
    return f"case:{cases.code_of(row).full}"


def tell_first(  # noqa: PLR0913 - what is told, to whom
    work: Work,
    row: cases.Row,
    room: Room,
    case: CaseFacts,
    asked: Asked,
    now: datetime,
    *,
    more: Sequence[Block] = (),
) -> int:
    """A new or reopened case to those whose it is, `more` below it; how many were told."""
    title = "Mở lại phản ánh" if row.state == CaseState.REOPENED else "Phản ánh mới"
    first = room.first_to_hear(case, asked, today(now))
    at = asked.at or now
    blocks = [*card_of(work, row, title, clock_of(work, row, asked.calendar, at)), *more]
    key = f"case:{row.id}:{row.version}:new"
    alike, unit, told = of_unit(work, row), (*asked.officers, *asked.stand_ins), 0
    for one in first:
        own = [*blocks, *hint_for(one.officer, alike, room, unit)]
        told += tell(work, row, case, [one], (key, own, at))
    return told


def tell_holder(
    work: Work,
    row: cases.Row,
    room: Room,
    case: CaseFacts,
    asked: Asked,
    said: tuple[list[Block], datetime],
) -> int:
    """Whoever works on a case that is held, not before a time; how many were told."""
    (blocks, at), key = said, f"case:{row.id}:{row.version}:more"
    return tell(work, row, case, room.hands(case, asked, today(at)), (key, blocks, at))


def tell_taker(work: Work, ward: Ward, code: CaseCode, to: Member, now: datetime) -> None:
    """Whoever was given a case hears of it, in their hours."""
    row = cases.by_code(work, code)
    if row is None:
        return
    facts = room_of(work, row.commune).facts(row, unit_names(ward.commune, row.unit))
    key = f"case:{row.id}:{row.version}:given"
    at = reachable(ward, now)
    blocks = card_of(work, row, wording.GIVEN, clock_of(work, row, ward.calendar, at))
    tell(work, row, facts, [to], (key, blocks, at))


def tell(
    work: Work,
    row: cases.Row,
    case: CaseFacts,
    members: Iterable[Member],
    said: tuple[str, list[Block], datetime],
    more: Sequence[tuple[str, str]] = (),
) -> int:
    """Cards to officers; one who may not see the case is left out whoever named them."""
    key, blocks, at = said
    told = 0
    for member in members:
        if member.contact is None or member.endpoint is None:
            continue
        if not may_see(member.officer, case):
            continue
        message = queueing.Message(
            key=f"{key}:{member.id}",
            reply=Reply(tuple(blocks), buttons_of(row, more), subject=subject(row)),
            due=at,
            expires_at=at + CARD_LIFE,
            kind=OutboxKind.OFFICER,
            priority=Priority.OFFICER,
        )
        told += queueing.queue(work, row.commune, member.endpoint, member.contact, message)
    return told


ACTS: Final = (
    (wording.CLAIM, "claim"),
    (wording.HAND_OVER, "assign"),
    (wording.ASK, "ask"),
    (wording.ANSWER, "answer"),
    (wording.REFUSE, "refuse"),
    (wording.NOTE, "note"),
)
"""What a card offers."""
READY: Final = (ready_wording.READY, "ready")
URGENT: Final = (wording.URGENT, "urgent")
KEEP: Final = (wording.KEEP, "keep")
"""These come last: numbers of cards that stand somewhere keep their meaning."""


def buttons_of(row: cases.Row, more: Sequence[tuple[str, str]] = ()) -> tuple[Button, ...]:
    """What can be done from the card; `more` besides, where it is asked for."""
    code = str(cases.code_of(row))
    acts: Sequence[tuple[str, str]] = (*ACTS, READY, *(() if row.urgent else (URGENT,)))
    if row.officer is not None:
        acts = acts[1:]
    if row.state not in {CaseState.RECEIVED, CaseState.ASSIGNED, CaseState.REOPENED}:
        acts = ACTS[-1:] if row.state != CaseState.ROUTED else ()
    return tuple(Button(label, actions.build("case", act, code)) for label, act in (*acts, *more))


def clock_of(
    work: Work, row: cases.Row, calendar: WorkingCalendar | None, at: datetime
) -> list[Block]:
    """The lines of a card that say when the answer is owed; none where no calendar is known."""
    if calendar is None:
        return []
    holder = room_of(work, row.commune).member(row.officer)
    name = holder.officer.name if holder is not None else ""
    return case_clock.clock(CaseState(row.state), standing_of(calendar, row, at), name)


def card_of(
    work: Work, row: cases.Row, title: str = "Phản ánh", clock: Sequence[Block] = ()
) -> list[Block]:
    """The card of a case."""
    kind = FeedbackKind(row.kind)
    blocks = wording.card(
        cases.code_of(row),
        kind,
        CaseState(row.state),
        row.matter or "",
        row.answer_due,
        urgent=row.urgent,
        anonymous=row.anonymous,
        files=len(cases.files(work, row.id)),
        place=row.place or "",
        title=wording.named(title, kind),
        clock=clock,
    )
    promised = calls.of_case(work, row.id) if kind is FeedbackKind.QUESTION else None
    blocks += [] if promised is None else [wording.call(promised)]
    answers = broadcast_of(work, row.id)
    return [*blocks, Item(answers)] if answers else blocks


def tell_sender(work: Work, row: cases.Row, act: str, words: str, now: datetime) -> bool:
    """The ward's words to the sender; asked at once whether an answer solved it."""
    if row.contact is None or row.endpoint is None:
        return False
    code = cases.code_of(row)
    blocks = wording.to_sender(FeedbackKind(row.kind), act, code, words)
    buttons: tuple[Button, ...] = (
        Button(citizen_wording.SEE, actions.build("fb", "see", str(code))),
    )
    if act == "answer":
        blocks += wording.to_citizen("received_answer", code, "")
        buttons = (
            Button(citizen_wording.SOLVED, actions.build("fb", "solved", str(code))),
            Button(citizen_wording.UNSOLVED, actions.build("fb", "unsolved", str(code))),
        )
    message = queueing.Message(
        key=f"case:{row.id}:{row.version}:{act}",
        reply=Reply(tuple(blocks), buttons, subject=subject(row)),
        due=now,
        expires_at=now + ANSWER_LIFE,
        kind=OutboxKind.NOTICE,
        priority=Priority.NOTICE,
    )
    return queueing.queue(work, row.commune, row.endpoint, row.contact, message)
