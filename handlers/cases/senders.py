"""Acts of senders on their cases, applied in the transaction of their message."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.cases import groups
from handlers.cases.answering import note_broadcast
from handlers.cases.concerning import Concerning
from handlers.cases.room import room_of
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
from handlers.store import calls, case_said, cases, publications, sealing, together
from handlers.store.erasing import wipe_words, wipe_words_since
from handlers.store.records import count
from handlers.store.unit_of_work import Work
from handlers.store.waiting import waited
from handlers.wording import group_cards as wording
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import OPEN, CaseAct, CaseState, after
from knowledge.redaction.never import unnamed

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
        case WithdrawCase():
            _withdraw(work, command, now)
        case ReopenCase():
            _reopen(work, command, inbound, now)
        case RateCase():
            _rate(work, command, now)


def _open(work: Work, contact: str, command: OpenCase, now: datetime) -> None:
    if command.kind is FeedbackKind.ABUSE and (seen := _abuse_of(work, contact)) is not None:
        cases.record(work, seen, CaseAct.ADD, CITIZEN, now, words=command.matter)
        return
    commune = command.code.commune
    made = cases.add(
        work,
        {
            "commune": commune,
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
    calls_back = command.call is not None
    if made is None or not (calls_back or sealing.fits(work, commune, command.sealed)):
        raise LostRaceError
    cases.record(work, made, "open", CITIZEN, now, words=command.matter, said=command.said)
    if command.broadcast is not None:
        note_broadcast(work, made, contact, command.broadcast, now)
    if command.sealed is not None:
        cases.keep_sealed(work, made, command.sealed, now)
    if command.call is not None:
        calls.promise(work, made, command.call, now)
    _from_chat(work, made, contact, command, now)
    hint = "hint" if command.sealed is None else "case"
    count(work, commune, f"feedback.{hint}.{command.kind}", now)
    if command.kind is not FeedbackKind.ABUSE:  # reviewed in its time, no bell rings for it
        _tell(work, made, command.asked, now)


def _from_chat(work: Work, case: int, contact: str, command: OpenCase, now: datetime) -> None:
    """What the chat sent since the report was begun: its files, and words that named who wrote."""
    if not contact:
        return
    cases.keep_files_since(work, case, contact, command.since, now)
    if command.cleared:
        wipe_words_since(work, contact, command.since)


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
    if command.place:
        values["place"] = command.place
    words = _kept(work, command.words, inbound)
    known, matter = _anew(work, seen, command, words)
    values |= {**waited(seen, now), **({} if matter is None else {"matter": matter})}
    if not cases.change(work, seen.id, seen.version, values):
        raise LostRaceError
    cases.record(
        work,
        seen.id,
        CaseAct.ADD,
        CITIZEN,
        now,
        words=words,
        note="corrects" if command.corrects and (known or command.part is None) else "",
        said=command.said,
        corrects=known,
    )
    cases.keep_files_with(work, seen.id, inbound, now)
    _tell_more(work, seen.id, command, now)


def _kept(work: Work, words: str, inbound: int) -> str:
    """What a case keeps of later words: nothing of who wrote; then the message loses its own."""
    kept = unnamed(words)
    if kept != words:
        wipe_words(work, inbound)
    return kept


def _anew(
    work: Work, seen: cases.Row, command: AddToCase, words: str
) -> tuple[int | None, str | None]:
    """The event an edit corrects, and the matter with it where its message is part of that.

    Neither where the matter's lines cannot be told apart: then the words are added, none is lost.
    """
    if command.part is None:
        return None, None
    first = next((one for one in cases.events(work, seen.id) if one.act == "open"), None)
    if first is None or first.id != command.part[0]:
        return command.part[0], None
    matter = case_said.anew(work, seen.matter or "", command.part, words)
    return (None if matter is None else first.id), matter


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
    facts, more = room.facts(row, unit), _more(work, row, command)
    blocks, at = more, _at(row, command.asked, now)
    asked = replace(command.asked, at=at)
    if isinstance(command, ReopenCase):
        more = more if command.words else [more[0], Paragraph(wording.NO_REASON)]
        clock = clock_of(work, row, asked.calendar, at)
        blocks = [*card_of(work, row, "Mở lại phản ánh", clock), *more[1:]]
    told = tell_holder(work, row, room, facts, asked, (blocks, at))
    news = wording.REOPENED_NEWS if isinstance(command, ReopenCase) else wording.ADDED
    said = news.format(code=cases.code_of(row))
    told += groups.refresh(work, row.id, at, said, asked.calendar)
    if not told and (named or isinstance(command, ReopenCase)):
        tell_first(work, row, room, facts, asked, now, more=more[1:])


def _more(work: Work, row: cases.Row, command: AddToCase | ReopenCase) -> list[Block]:
    edited = isinstance(command, AddToCase) and command.corrects
    title = "Sửa lời phản ánh" if edited else "Bổ sung phản ánh"
    said = unnamed(command.words) or "(tệp đính kèm)"
    return [*card_of(work, row, title)[:1], Paragraph(said)]


def _reopen(work: Work, command: ReopenCase, inbound: int, now: datetime) -> None:
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
    words = _kept(work, command.words, inbound)
    said = command.said if command.words else ()
    cases.record(work, seen.id, CaseAct.REOPEN, CITIZEN, now, words=words, said=said)
    publications.take_down(work, seen.id, now)  # its answer is not the last word any more
    _tell_more(work, seen.id, command, now)


def _rate(work: Work, command: RateCase, now: datetime) -> None:
    """The answer counts for the ward; the event names no score, so no officer learns it (R-2)."""
    seen = _seen(work, command.case)
    anew = seen.answered_at is not None and seen.rated_at is not None
    anew = anew and seen.answered_at > seen.rated_at  # of an answer after it was opened again
    values: dict[str, Any] = {"rated_at": now if anew else seen.rated_at or now}
    if command.solved is not None:
        values["solved"] = command.solved
    if command.score is not None:
        values |= {"score": command.score, "criterion": None}
    if command.criterion is not None:
        values["criterion"] = command.criterion
    if not cases.change(work, seen.id, seen.version, values):
        raise LostRaceError
    count(work, seen.commune, "feedback.rated", now)


def _withdraw(work: Work, command: WithdrawCase, now: datetime) -> None:
    seen = _seen(work, command.case)
    led = after(CaseState(seen.state), CaseAct.WITHDRAW)
    values = {"state": led, "closed_at": now, **waited(seen, now)}
    if led is None or not cases.change(work, seen.id, seen.version, values):
        raise LostRaceError
    cases.record(work, seen.id, CaseAct.WITHDRAW, CITIZEN, now)
    if (heir := together.part(work, seen.id, now)) is not None:
        groups.refresh(work, heir, now)
    publications.take_down(work, seen.id, now, by=CITIZEN)
    row = cases.read(work, seen.id)
    room, at = room_of(work, row.commune), _at(row, command.asked, now)
    facts = room.facts(row, (*command.asked.officers, *command.asked.stand_ins))
    tell_holder(work, row, room, facts, command.asked, (card_of(work, row), at))
    groups.refresh(work, seen.id, now)


def _at(row: cases.Row, asked: Asked, now: datetime) -> datetime:
    """When officers hear of it: in their hours, unless it is urgent."""
    return now if row.urgent else asked.at or now


def _seen(work: Work, case: int) -> cases.Row:
    row = cases.by_id(work, case)
    if row is None:
        raise LostRaceError
    return row
