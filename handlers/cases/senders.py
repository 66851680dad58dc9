"""Acts of senders on their cases, applied in the transaction of their message."""

import json
from datetime import datetime
from typing import Any

from handlers.cases import groups
from handlers.cases.answering import note_broadcast
from handlers.cases.concerning import Concerning
from handlers.cases.room import Room, room_of
from handlers.cases.telling import card_of, clock_of, tell_first, tell_holder
from handlers.commands import (
    AddToCase,
    Asked,
    CaseCommand,
    OpenCase,
    RateCase,
    ReopenCase,
    WithdrawCase,
)
from handlers.errors import LostRaceError
from handlers.messages import Block, Paragraph
from handlers.store import calls, cases, publications, together
from handlers.store.records import count
from handlers.store.unit_of_work import Work
from handlers.wording import group_cards as wording
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import OPEN, CaseAct, CaseState, after

CITIZEN = "citizen"


def apply(work: Work, contact: str, inbound: int, command: CaseCommand, now: datetime) -> None:
    """Apply what a sender decided.

    Raises:
        LostRaceError: the case is not as the flow saw it; the message is decided again.
    """
    match command:
        case OpenCase():
            _open(work, contact, command, now)
        case AddToCase():
            _add(work, command, inbound, now)
        case WithdrawCase(case=case):
            _moved(work, case, CaseAct.WITHDRAW, now, closed_at=now)
        case ReopenCase():
            _reopen(work, command, now)
        case RateCase():
            _rate(work, command, now)


def _open(work: Work, contact: str, command: OpenCase, now: datetime) -> None:
    if command.kind is FeedbackKind.ABUSE and (seen := _abuse_of(work, contact)) is not None:
        cases.record(work, seen, CaseAct.ADD, CITIZEN, now, words=command.matter)
        return
    made = cases.add(
        work,
        {
            "commune": command.code.commune,
            "day": command.code.day,
            "number": command.code.number,
            "secret_hash": command.secret_hash,
            "contact": contact or None,
            "kind": command.kind,
            "state": CaseState.RECEIVED,
            "matter": command.matter,
            "place": command.place or None,
            "dossier": command.dossier,
            "urgent": command.urgent,
            "anonymous": command.sealed is None and command.kind is not FeedbackKind.QUESTION,
            "unit": command.unit,
            "about": command.about,
            "about_officer": command.about_officer,
            "named": json.dumps(sorted(command.named)),
            "received_at": now,
            "first_due": command.first_due,
            "forward_due": command.forward_due,
            "answer_due": command.answer_due,
        },
    )
    if made is None:
        raise LostRaceError
    cases.record(work, made, "open", CITIZEN, now, words=command.matter)
    if command.broadcast is not None:
        note_broadcast(work, made, contact, command.broadcast, now)
    if command.sealed is not None:
        cases.keep_sealed(work, made, command.sealed, now)
    if command.call is not None:
        calls.promise(work, made, command.call, now)
    if contact:
        cases.keep_files_since(work, made, contact, command.since, now)
    hint = "hint" if command.sealed is None else "case"
    count(work, command.code.commune, f"feedback.{hint}.{command.kind}", now)
    if command.kind is not FeedbackKind.ABUSE:  # reviewed in its time, no bell rings for it
        _tell(work, made, command.asked, now)


def _abuse_of(work: Work, contact: str) -> int | None:
    """The open case that already keeps a chat's abuse: one is enough."""
    for row in cases.of_contact(work, contact):
        if row.kind == FeedbackKind.ABUSE and row.state in OPEN:
            return int(row.id)
    return None


def _tell(work: Work, case: int, asked: Asked, now: datetime) -> None:
    row = cases.read(work, case)
    room = room_of(work, row.commune)
    facts = room.facts(row, (*asked.officers, *asked.stand_ins))
    groups.hear_first(work, row, room, facts, asked, now)


def _add(work: Work, command: AddToCase, inbound: int, now: datetime) -> None:
    seen = _seen(work, command.case)
    led = after(CaseState(seen.state), CaseAct.ADD, claimed=seen.officer is not None)
    if led is None:
        raise LostRaceError
    values: dict[str, Any] = {"state": led}
    if seen.waiting_since is not None:
        waited = [*json.loads(seen.pauses), [seen.waiting_since.isoformat(), now.isoformat()]]
        values |= {"pauses": json.dumps(waited), "waiting_since": None}
    if not cases.change(work, seen.id, seen.version, values):
        raise LostRaceError
    note = "corrects" if command.corrects else ""
    cases.record(work, seen.id, CaseAct.ADD, CITIZEN, now, words=command.words, note=note)
    cases.keep_files_with(work, seen.id, inbound, now)
    _tell_more(work, seen.id, command, now)


def _tell_more(work: Work, case: int, command: AddToCase | ReopenCase, now: datetime) -> None:
    """What came later, to whoever holds the case; to whose it is, when it names somebody.

    Of cases answered together the first is worked on: there it is told.
    """
    row = cases.read(work, case)
    room = room_of(work, row.commune)
    named = Concerning(work, room, now).heard(row, command.words)
    row = cases.read(work, case)
    if row.state == CaseState.JOINED and row.joined_to is not None:
        row = cases.read(work, row.joined_to)
        cases.change(work, row.id, row.version, {"state": row.state})
        row = cases.read(work, row.id)
    unit = (*command.asked.officers, *command.asked.stand_ins)
    facts, more = room.facts(row, unit), _more(work, row, command.words)
    blocks = more
    if isinstance(command, ReopenCase):
        clock = clock_of(work, row, command.asked.calendar, now)
        blocks = [*card_of(work, row, "Mở lại phản ánh", clock), *more[1:]]
    told = tell_holder(work, row, room, facts, blocks, now)
    news = wording.REOPENED_NEWS if isinstance(command, ReopenCase) else wording.ADDED
    at = command.asked.at or now
    said = news.format(code=cases.code_of(row))
    told += groups.refresh(work, row.id, at, said, command.asked.calendar)
    if not told and (named or isinstance(command, ReopenCase)):
        tell_first(work, row, room, facts, command.asked, now, more=more[1:])


def _more(work: Work, row: cases.Row, words: str) -> list[Block]:
    return [*card_of(work, row, "Bổ sung phản ánh")[:1], Paragraph(words or "(tệp đính kèm)")]


def _reopen(work: Work, command: ReopenCase, now: datetime) -> None:
    seen = _seen(work, command.case)
    if seen.reopened_at is not None or after(CaseState(seen.state), CaseAct.REOPEN) is None:
        raise LostRaceError
    values = {
        "state": CaseState.REOPENED,
        "reopened_at": now,
        "answer_due": command.answer_due,
        "late_reason": None,
    }
    if not cases.change(work, seen.id, seen.version, values):
        raise LostRaceError
    cases.record(work, seen.id, CaseAct.REOPEN, CITIZEN, now, words=command.words)
    publications.take_down(work, seen.id, now)  # its answer is not the last word any more
    _tell_more(work, seen.id, command, now)


def _rate(work: Work, command: RateCase, now: datetime) -> None:
    """The answer counts for the ward; the event names no score, so no officer learns it (R-2)."""
    seen = _seen(work, command.case)
    values: dict[str, Any] = {"rated_at": seen.rated_at or now}
    if command.solved is not None:
        values["solved"] = command.solved
    if command.score is not None:
        values |= {"score": command.score, "criterion": None}
    if command.criterion is not None:
        values["criterion"] = command.criterion
    if not cases.change(work, seen.id, seen.version, values):
        raise LostRaceError
    count(work, seen.commune, "feedback.rated", now)


def _moved(work: Work, case: int, act: CaseAct, now: datetime, **values: object) -> None:
    seen = _seen(work, case)
    led = after(CaseState(seen.state), act)
    if led is None or not cases.change(work, seen.id, seen.version, {"state": led, **values}):
        raise LostRaceError
    cases.record(work, seen.id, act, CITIZEN, now)
    if (heir := together.part(work, seen.id, now)) is not None:
        groups.refresh(work, heir, now)
    publications.take_down(work, seen.id, now, by=CITIZEN)
    row = cases.read(work, seen.id)
    room: Room = room_of(work, row.commune)
    tell_holder(work, row, room, room.facts(row), card_of(work, row), now)
    groups.refresh(work, case, now)


def _seen(work: Work, case: int) -> cases.Row:
    row = cases.by_id(work, case)
    if row is None:
        raise LostRaceError
    return row
