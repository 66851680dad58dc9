"""Officers' acts on a case. Two at once: the version decides, one wins, the other is told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from handlers.cases import groups, teaching
from handlers.cases.lateness import is_late, look_at
from handlers.cases.room import Room, room_of, unit_names
from handlers.cases.telling import subject, tell_sender, tell_taker
from handlers.cases.visibility import CaseFacts, may_hold, may_see
from handlers.officers import Member, Officer
from handlers.store import cases, together
from handlers.store.records import audit, count
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from knowledge.feedback.checking import Fault
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.ready import unfilled
from knowledge.feedback.states import About, CaseAct, CaseState, after


class Refused(StrEnum):
    """Why an act was not done."""

    GONE = "gone"
    """Unknown, or not to be seen: one answer for both."""
    NOT_NOW = "not_now"
    TAKEN = "taken"
    NEEDS_REASON = "needs_reason"
    BLANK = "blank"
    """Words for the sender with a place nobody filled in."""
    LATE_REASON = "late_reason"
    UNKNOWN_OFFICER = "unknown_officer"
    NAMED = "named"
    """A name is left that may never stand on a public page."""
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act."""

    code: CaseCode
    refused: Refused | None = None
    faults: tuple[Fault, ...] = ()
    by: str = ""
    """Who was faster."""

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return self.refused is None and not self.faults


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
        return {"answered_at": self.now, "waiting_since": None, **self.replied(seen)}


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


def ask(doing: Doing, code: CaseCode, words: str) -> Outcome:
    """Ask the sender for more; the answer's clock stands still until they say it."""
    if (held := _held_back(words)) is not None:
        return Outcome(code, held)

    def change(seen: Found) -> dict[str, Any] | Refused:
        holder = {} if seen.row.officer else {"officer": doing.officer.id}
        return {"waiting_since": doing.now, **holder, **doing.replied(seen)}

    done = doing.act(code, CaseAct.ASK, change, words=words)
    if done.done:
        doing.tell(code, "ask", words)
    return done


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as its officer gives it."""

    words: str
    override: str = ""
    """Why it leaves although the check sent it back."""
    late_reason: str = ""


def answer(doing: Doing, code: CaseCode, given: Answer) -> Outcome:
    """Answer in writing: checked first, late ones with their reason; all joined senders told."""
    seen = found(doing.work, doing.ward, doing.officer, code)
    if seen is None:
        return Outcome(code, Refused.GONE)
    sent_back = look_at(doing.ward, seen.row, given.words)
    if sent_back and not given.override.strip():
        return Outcome(code, faults=sent_back)
    if is_late(doing.ward, seen.row, doing.now) and not given.late_reason.strip():
        return Outcome(code, Refused.LATE_REASON)

    def change(seen: Found) -> dict[str, Any] | Refused:
        holder = {} if seen.row.officer else {"officer": doing.officer.id}
        late = {"late_reason": given.late_reason} if given.late_reason.strip() else {}
        return {**doing.answered(seen), **holder, **late}

    note = "override" if sent_back else ""
    done = doing.act(code, CaseAct.ANSWER, change, words=given.words, note=note)
    if not done.done:
        return done
    if sent_back:
        case, why = seen.row.id, given.override
        cases.record(doing.work, case, "override", doing.by, doing.now, words=why, internal=True)
    doing.tell(code, "answer", given.words)
    count(doing.work, code.commune, "feedback.answered", doing.now)
    teaching.offer(doing.work, seen.row, doing.officer, doing.now)
    return done


def _held_back(words: str) -> Refused | None:
    """Why words that no check reads may not leave: there are none, or a place is not filled in."""
    if not words.strip():
        return Refused.NEEDS_REASON
    return Refused.BLANK if unfilled(words) else None


def forward(doing: Doing, code: CaseCode, to: str, words: str = "") -> Outcome:
    """Send on to the body in charge and tell the sender (NĐ 20/2008 art. 15)."""
    said = f"{to.strip()}. {words.strip()}".strip()
    if (held := _held_back(to) or _held_back(said)) is not None:
        return Outcome(code, held)
    done = doing.act(code, CaseAct.FORWARD, doing.answered, words=said)
    if done.done:
        doing.tell(code, "forward", said)
    return done


def refuse(doing: Doing, code: CaseCode, why: str) -> Outcome:
    """Not taken, with the reason the sender reads."""
    if (held := _held_back(why)) is not None:
        return Outcome(code, held)
    done = doing.act(code, CaseAct.REFUSE, doing.answered, words=why)
    if done.done:
        doing.tell(code, "refuse", why)
    return done


def note(doing: Doing, code: CaseCode, words: str) -> Outcome:
    """A word among colleagues; the sender never reads it."""
    if not words.strip():
        return Outcome(code, Refused.NEEDS_REASON)
    return doing.act(code, CaseAct.NOTE, lambda _: {}, words=words, internal=True)


def reclassify(doing: Doing, code: CaseCode, kind: FeedbackKind) -> Outcome:
    """Another kind; the history keeps which it was (F-8)."""
    row = cases.by_code(doing.work, code)
    was = row.kind if row is not None else ""

    def change(seen: Found) -> dict[str, Any] | Refused:
        values: dict[str, Any] = {"kind": kind.value}
        if kind is FeedbackKind.CONDUCT and seen.facts.about is About.NOBODY:
            # Taken as another kind, nobody has said whom it is about: it waits to be marked.
            values |= {"about": About.UNCLEAR.value, "officer": seen.room.watcher(seen.row.officer)}
        return values

    done = doing.act(code, CaseAct.RECLASSIFY, change, note=f"{was}>{kind.value}")
    if done.done and was == FeedbackKind.ABUSE:  # now it is a report like any other
        doing.tell(code, "taken")
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
