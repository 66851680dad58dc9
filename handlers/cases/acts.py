"""Officers' acts on a case. Two at once: the version decides, one wins, the other is told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from handlers.cases import groups, rerouting, teaching
from handlers.cases.lateness import is_late, look_at
from handlers.cases.leaving import blank, faults_of, held_back
from handlers.cases.outcomes import Answer, Outcome, Refused
from handlers.cases.raised import raised
from handlers.cases.room import Room, room_of, unit_names
from handlers.cases.telling import subject, tell_sender, tell_taker
from handlers.cases.visibility import CaseFacts, may_hold, may_see
from handlers.officers import Member, Officer
from handlers.store import cases, together
from handlers.store.records import audit, count
from handlers.store.unit_of_work import Work
from handlers.store.waiting import waited
from handlers.ward import Ward
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseAct, CaseState, after

__all__ = [
    "Answer", "Change", "Doing", "Found", "Outcome", "Refused",
    "answer", "ask", "assign", "claim", "close", "explain",
    "forward", "found", "note", "reclassify", "refuse",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A case an officer may see."""

    row: cases.Row
    room: Room
    facts: CaseFacts
    able: frozenset[CaseAct]


def found(work: Work, ward: Ward, officer: Officer, code: CaseCode) -> Found | None:
    """The case, if it is there and the officer may see it."""
    row = cases.by_code(work, code)
    if row is None or row.commune != officer.commune:
        return None
    room = room_of(work, row.commune)
    facts = room.facts(row, unit_names(ward.commune, row.unit))
    if officer.id not in room.officers or not may_see(officer, facts):
        return None
    able = frozenset(act for act in CaseAct if may_see(officer, facts, act))
    return Found(row, room, facts, able)


Change = Callable[[Found], dict[str, Any] | Refused]
"""What an act writes besides the state, or why it cannot be."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One act being done: who, in which ward, when."""

    work: Work
    ward: Ward
    officer: Officer
    now: datetime

    @property
    def by(self) -> str:
        """Who, as records name them."""
        return f"officer:{self.officer.id}"

    def act(
        self,
        code: CaseCode,
        act: CaseAct,
        change: Change,
        *,
        words: str | None = None,
        note: str = "",
        internal: bool = False,
    ) -> Outcome:
        """Do it if it may be done, write what happened, count it."""
        seen = found(self.work, self.ward, self.officer, code)
        if seen is None or act not in seen.able:
            return Outcome(code, Refused.GONE)
        led = after(CaseState(seen.row.state), act, claimed=seen.row.officer is not None)
        if led is None:
            return self._lost(seen, code, act)
        values = change(seen)
        if isinstance(values, Refused):
            return Outcome(code, values)
        row, values = seen.row, {"state": led, **values}
        if not cases.change(self.work, row.id, row.version, values):
            return self._lost(seen, code, act)
        said: dict[str, Any] = {"words": words, "note": note, "internal": internal}
        cases.record(self.work, row.id, act, self.by, self.now, **said)
        audit(self.work, code.commune, self.by, f"case.{act}", subject(row), self.now)
        groups.refresh(self.work, row.id, self.now, calendar=self.ward.calendar)
        return Outcome(code)

    def _lost(self, seen: Found, code: CaseCode, act: CaseAct) -> Outcome:
        """Somebody was faster, or the case is past it."""
        row = cases.read(self.work, seen.row.id)
        holder = seen.room.member(row.officer)
        if act is CaseAct.CLAIM and holder is not None:
            return Outcome(code, Refused.TAKEN, by=holder.officer.name)
        return Outcome(code, Refused.NOT_NOW)

    def tell(self, code: CaseCode, act: str, words: str = "") -> None:
        """The ward's words to the sender, and to senders of the same matter."""
        if (row := cases.by_code(self.work, code)) is None:
            return
        tell_sender(self.work, row, act, words, self.now)
        did = (act, self.by, words, self.now)
        others = together.follow(self.work, row.id, *did) if act != "ask" else ()
        for other in others:  # one sender is enough to ask
            tell_sender(self.work, other, act, words, self.now)

    def replied(self, seen: Found) -> dict[str, Any]:
        """The first human reply stops its clock."""
        return {} if seen.row.first_reply_at else {"first_reply_at": self.now}

    def answered(self, seen: Found) -> dict[str, Any]:
        """The ward's last word stops its clocks."""
        return {"answered_at": self.now, **waited(seen.row, self.now), **self.replied(seen)}


def claim(doing: Doing, code: CaseCode) -> Outcome:
    """Take a case."""

    def change(seen: Found) -> dict[str, Any] | Refused:
        free = seen.row.officer in {None, doing.officer.id}
        return {"officer": doing.officer.id} if free else Refused.TAKEN

    done = doing.act(code, CaseAct.CLAIM, change)
    row = cases.by_code(doing.work, code) if done.refused is Refused.TAKEN else None
    holder = room_of(doing.work, code.commune).member(row.officer) if row else None
    return replace(done, by=holder.officer.name) if holder else done


def assign(doing: Doing, code: CaseCode, to: Member) -> Outcome:
    """Hand a case over; never to whom it is about, nor to who may not see it (F-5)."""

    def change(seen: Found) -> dict[str, Any] | Refused:
        if to.left_at is not None or not may_hold(to.officer, seen.facts):
            return Refused.UNKNOWN_OFFICER
        return {"officer": to.id}

    done = doing.act(code, CaseAct.ASSIGN, change, note=f"officer:{to.id}")
    if done.done and to.id != doing.officer.id:
        tell_taker(doing.work, doing.ward, code, to, doing.now)
    return done


def ask(doing: Doing, code: CaseCode, words: str, override: str = "") -> Outcome:
    """Ask the sender for more; the answer's clock stands still until they say it."""

    def change(seen: Found) -> dict[str, Any] | Refused:
        holder = {} if seen.row.officer else {"officer": doing.officer.id}
        return {"waiting_since": doing.now, **holder, **doing.replied(seen)}

    return _leave(doing, code, CaseAct.ASK, Answer(words, override), change)


def answer(doing: Doing, code: CaseCode, given: Answer) -> Outcome:
    """Answer in writing: checked first, late ones with their reason; all joined senders told."""
    seen = found(doing.work, doing.ward, doing.officer, code)
    if seen is None:
        return Outcome(code, Refused.GONE)
    matter = raised(doing.work, seen.row)
    sent_back = look_at(doing.ward, seen.row, given.words, matter)
    if sent_back and not given.override.strip():
        return Outcome(code, faults=sent_back)
    if is_late(doing.ward, seen.row, doing.now) and not given.late_reason.strip():
        return Outcome(code, Refused.LATE_REASON)

    def change(seen: Found) -> dict[str, Any] | Refused:
        holder = {} if seen.row.officer else {"officer": doing.officer.id}
        return {**doing.answered(seen), **holder, **given.reason}

    note = "override" if sent_back else ""
    done = doing.act(code, CaseAct.ANSWER, change, words=given.words, note=note)
    if not done.done:
        return done
    _overridden(doing, seen, given, overridden=bool(sent_back))
    doing.tell(code, "answer", given.words)
    count(doing.work, code.commune, "feedback.answered", doing.now)
    teaching.offer(doing.work, seen.row, doing.officer, doing.now)
    return done


def forward(
    doing: Doing, code: CaseCode, to: str, words: str = "", given: Answer | None = None
) -> Outcome:
    """Send on to the body in charge and tell the sender (NĐ 20/2008 art. 15)."""
    if (held := blank(to)) is not None:
        return Outcome(code, held)
    said = replace(given or Answer(""), words=f"{to.strip()}. {words.strip()}".strip())
    return _leave(doing, code, CaseAct.FORWARD, said, doing.answered, words)


def refuse(doing: Doing, code: CaseCode, why: str, given: Answer | None = None) -> Outcome:
    """Not taken, with the reason the sender reads."""
    said = replace(given or Answer(""), words=why)
    return _leave(doing, code, CaseAct.REFUSE, said, doing.answered)


def _leave(
    doing: Doing,
    code: CaseCode,
    act: CaseAct,
    given: Answer,
    change: Change,
    spoken: str | None = None,
) -> Outcome:
    """Words that are no answer but leave as one does: checked, late ones with their reason."""
    seen = found(doing.work, doing.ward, doing.officer, code)
    if seen is None:
        return Outcome(code, Refused.GONE)
    faults = faults_of(doing.ward, seen.row, given.words, spoken)
    held = held_back(doing.ward, seen.row, act, given, faults, doing.now)
    if not held.done:
        return replace(held, code=code)

    def changed(seen: Found) -> dict[str, Any] | Refused:
        values = change(seen)
        return values if isinstance(values, Refused) else {**values, **given.reason}

    note = "override" if faults else ""
    done = doing.act(code, act, changed, words=given.words, note=note)
    if done.done:
        _overridden(doing, seen, given, overridden=bool(faults))
        doing.tell(code, act.value, given.words)
    return done


def _overridden(doing: Doing, seen: Found, given: Answer, *, overridden: bool) -> None:
    if overridden:
        case, why = seen.row.id, given.override
        cases.record(doing.work, case, "override", doing.by, doing.now, words=why, internal=True)


def note(doing: Doing, code: CaseCode, words: str) -> Outcome:
    """A word among colleagues; the sender never reads it."""
    if not words.strip():
        return Outcome(code, Refused.NEEDS_REASON)
    return doing.act(code, CaseAct.NOTE, lambda _: {}, words=words, internal=True)


def reclassify(doing: Doing, code: CaseCode, kind: FeedbackKind) -> Outcome:
    """Another kind; the history keeps which it was (F-8)."""
    row = cases.by_code(doing.work, code)
    was = row.kind if row is not None else ""
    before = rerouting.before(doing.work, doing.ward, code, doing.now)

    def change(seen: Found) -> dict[str, Any] | Refused:
        values: dict[str, Any] = {"kind": kind.value}
        if seen.row.officer is None:
            values["unit"] = rerouting.unit_of(doing.work, doing.ward, seen.row, kind)
        if kind is FeedbackKind.CONDUCT and seen.facts.about is About.NOBODY:
            # Taken as another kind, nobody has said whom it is about: it waits to be marked.
            values |= {"about": About.UNCLEAR.value, "officer": seen.room.watcher(seen.row.officer)}
        return values

    done = doing.act(code, CaseAct.RECLASSIFY, change, note=f"{was}>{kind.value}")
    if done.done and was == FeedbackKind.ABUSE:  # now it is a report like any other
        doing.tell(code, "taken")
    if done.done:
        rerouting.told_anew(doing.work, doing.ward, code, before, doing.now)
    return done


def explain(doing: Doing, code: CaseCode, why: str) -> Outcome:
    """Why the answer is late, for the head's list."""
    if not why.strip():
        return Outcome(code, Refused.NEEDS_REASON)
    late = {"late_reason": why}
    return doing.act(code, CaseAct.EXPLAIN, lambda _: late, words=why, internal=True)


def close(doing: Doing, code: CaseCode) -> Outcome:
    """Nothing is owed any more."""
    return doing.act(code, CaseAct.CLOSE, lambda _: {"closed_at": doing.now})
