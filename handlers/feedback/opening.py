"""A report becomes a case: reference, unit, dates, and who hears of it."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from handlers import actions
from handlers.commands import Asked, OpenCase
from handlers.feedback.areas import Areas
from handlers.feedback.draft import Draft
from handlers.feedback.names import Reporter
from handlers.feedback.ports import Cases, Fresh
from handlers.messages import Button, Reply
from handlers.turns import Answer, Turn
from handlers.ward import Ward, reachable
from handlers.wording import asking
from handlers.wording import feedback as wording
from knowledge.base import KnowledgeBase
from knowledge.calendar import Span, WorkingCalendar, local, moment
from knowledge.commune import Commune
from knowledge.feedback.calls import CallSlot
from knowledge.feedback.clocks import CaseClocks, ClockName, shipped_rules
from knowledge.feedback.codes import hash_of
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.routing import unit_for
from knowledge.feedback.states import About
from knowledge.matching.outcomes import Intent, Subject
from knowledge.redaction.never import Person, unnamed

FOLLOWING = "feedback.open"
"""The step after a case was opened: what comes next may still belong to it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Builds the command that opens a case and the words that say so."""

    base: KnowledgeBase
    cases: Cases
    now: datetime

    def open(self, draft: Draft, reporter: Reporter | None) -> Turn:
        """The case, its reference at once, and what happens next (F-1, F-2)."""
        fresh = self.cases.fresh(self.base.commune.key, self.now)
        kind = draft.kind or FeedbackKind.SERVICE
        return self._told(self._command(draft, kind, reporter, fresh), fresh.secret)

    def ask(self, draft: Draft, phone: str = "", slot: CallSlot | None = None) -> Turn:
        """A question to a person; with a number, the hours of the call are promised."""
        fresh = self.cases.fresh(self.base.commune.key, self.now)
        reporter = Reporter("", phone) if phone else None
        command = self._command(draft, FeedbackKind.QUESTION, reporter, fresh, slot)
        told = self._told(command, fresh.secret)
        unit = unit_name(self.base.commune, command.unit)
        blocks = asking.received(command.code, fresh.secret, unit, command.answer_due, slot)
        return replace(told, replies=(replace(told.replies[0], blocks=tuple(blocks)),))

    def for_review(self, draft: Draft) -> OpenCase:
        """Abuse: nothing is promised, but head and reviewer look whether a matter is behind it."""
        fresh = self.cases.fresh(self.base.commune.key, self.now)
        return self._command(draft, FeedbackKind.ABUSE, None, fresh)

    def _command(
        self,
        draft: Draft,
        kind: FeedbackKind,
        reporter: Reporter | None,
        fresh: Fresh,
        call: CallSlot | None = None,
    ) -> OpenCase:
        commune = self.base.commune
        concern = self.cases.concern(commune.key, draft.text)
        unclear = kind is FeedbackKind.CONDUCT and concern.about is About.NOBODY
        clocks = CaseClocks(self.base.calendar, shipped_rules())
        where = Areas(commune.feedback, draft).where
        unit = unit_for(commune.feedback, kind, draft.text, draft.area, draft.field)
        matter = _unnamed(draft.text, reporter)
        return OpenCase(
            code=fresh.code,
            secret_hash=hash_of(fresh.code, fresh.secret),
            kind=kind,
            matter=matter,
            cleared=matter != draft.text,
            since=draft.since,
            said=draft.said if any(draft.ids) else (),
            first_due=clocks.first_due(self.now, urgent=draft.urgent).at,
            forward_due=clocks.due(ClockName.FORWARD, self.now).at,
            answer_due=clocks.answer_due(self.now, urgent=draft.urgent).at,
            place=where,
            dossier=draft.dossier,
            broadcast=draft.broadcast,
            urgent=draft.urgent,
            unit=unit,
            about=About.UNCLEAR if unclear else concern.about,
            about_officer=concern.officer,
            named=concern.named,
            sealed=None
            if reporter is None
            else self.cases.seal(
                fresh.code, reporter.name, reporter.phone, to_call=call is not None
            ),
            call=call,
            asked=asked_of(Ward(commune, self.base.calendar), unit, self.now, urgent=draft.urgent),
        )

    def _told(self, command: OpenCase, secret: str) -> Turn:
        unit = unit_name(self.base.commune, command.unit)
        blocks = wording.received(command.code, secret, unit, command.first_due, command.answer_due)
        if (urgent := wording.handed_on(command.code, command.urgent)) is not None:
            blocks.insert(1, urgent)
        if command.sealed is None:
            blocks.append(wording.without_name())
        code = str(command.code)
        buttons = (
            Button(wording.SEE, actions.build("fb", "see", code)),
            Button(wording.WITHDRAW, actions.build("fb", "withdraw", code)),
        )
        reply = Reply(tuple(blocks), buttons, subject=subject_of(command.code.full))
        return Turn(
            (reply,),
            step=FOLLOWING,
            draft={"code": code},
            commands=(command,),
            answer=Answer("card", intent=Intent.FEEDBACK),
        )


def fielded(base: KnowledgeBase, subject: Subject | None, draft: Draft) -> Draft:
    """The draft with the field of what the conversation was about, unless it names its own.

    A lamp in the street has none, whatever paper was talked of before.
    """
    if draft.field or draft.kind is FeedbackKind.LOCAL_MATTER or subject is None:
        return draft
    record = base.active(subject.code or "")
    return draft if record is None else replace(draft, field=record.field)


def _unnamed(text: str, reporter: Reporter | None) -> str:
    """Who reports lies under seal, or wants no name: their words do not tell it either."""
    person = None if reporter is None else Person(reporter.name, reporter.phone)
    return unnamed(text, person)


def subject_of(full: str) -> str:
    """What a message about a case is about: replies to it find the case."""
    return f"case:{full}"


def unit_name(commune: Commune, key: str) -> str:
    """The unit as it is told to citizens."""
    unit = commune.feedback.units.get(key)
    if unit is not None:
        return unit.name
    desk = commune.desks.get("psc")
    return desk.name if desk else commune.name


def asked_of(ward: Ward, key: str, now: datetime, *, urgent: bool = False) -> Asked:
    """Who hears of a case first; outside their hours it waits, unless it is urgent."""
    unit = ward.commune.feedback.units.get(key)
    if unit is None:
        return Asked(at=now if urgent else reachable(ward, now), calendar=ward.calendar)
    at = now if urgent else _opening(ward.calendar, tuple(map(Span.parse, unit.hours)), now)
    return Asked(unit.officers, unit.stand_ins, at, ward.calendar)


def _opening(calendar: WorkingCalendar, spans: tuple[Span, ...], now: datetime) -> datetime:
    """`now` inside the hours of a working day, otherwise the next opening."""
    when = local(now)
    today = calendar.is_working_day(when.date())
    if today and any(span.start <= when.time() <= span.end for span in spans):
        return now
    later = [span.start for span in sorted(spans) if span.start > when.time()]
    if today and later:
        return moment(when.date(), later[0])
    day = calendar.next_working_day(when.date())
    first: time = min((span.start for span in spans), default=time(7))
    return moment(day, first)
