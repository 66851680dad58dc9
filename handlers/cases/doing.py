"""An officer's act from a chat, applied in the transaction of their message."""

from datetime import datetime
from typing import Final

from handlers.cases import acts, marking, routing
from handlers.cases.acts import Answer, Doing, Outcome, Refused
from handlers.cases.room import room_of
from handlers.commands import ActOnCase
from handlers.errors import LostRaceError
from handlers.store import cases, groups
from handlers.store.unit_of_work import Work
from knowledge.feedback.states import CaseAct


def apply(work: Work, command: ActOnCase, now: datetime) -> None:
    """Do it.

    Raises:
        LostRaceError: somebody was faster; the flow decides again and says so.
    """
    if not _do(Doing(work, command.ward, command.officer, now), command).done:
        raise LostRaceError
    row = cases.by_code(work, command.code) if command.act is CaseAct.ANSWER else None
    if row is not None:
        groups.drop_drafts(work, row.id)


def _do(doing: Doing, command: ActOnCase) -> Outcome:
    code, words = command.code, command.words
    match command.act:
        case CaseAct.CLAIM | CaseAct.KEEP | CaseAct.URGENT:
            return _TAPPED[command.act](doing, code)
        case CaseAct.ASK:
            return acts.ask(doing, code, words, command.override)
        case CaseAct.ANSWER:
            return acts.answer(doing, code, _given(command))
        case CaseAct.REFUSE | CaseAct.ROUTE:
            return _ended(doing, command)
        case CaseAct.ASSIGN:
            return _assign(doing, command)
        case _:
            return acts.note(doing, code, words)


_TAPPED: Final = {
    CaseAct.CLAIM: acts.claim,
    CaseAct.KEEP: marking.keep,
    CaseAct.URGENT: marking.urge,
}
"""Acts that need no words."""


def _ended(doing: Doing, command: ActOnCase) -> Outcome:
    if command.act is CaseAct.ROUTE:
        return routing.said(doing, command.code, command.words)
    return acts.refuse(doing, command.code, command.words, _given(command))


def _given(command: ActOnCase) -> Answer:
    return Answer(command.words, command.override, command.late_reason)


def _assign(doing: Doing, command: ActOnCase) -> Outcome:
    member = room_of(doing.work, command.code.commune).member(command.to)
    if member is None:
        return Outcome(command.code, Refused.UNKNOWN_OFFICER)
    return acts.assign(doing, command.code, member)
