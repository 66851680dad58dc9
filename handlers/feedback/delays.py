"""A late dossier is looked up before its report is taken: what the clock says comes first."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers import actions
from handlers.commands import Command, WipeInbound
from handlers.digit_check import Checked, check_digits
from handlers.digits import four_digits, labelled_digits, meant_as_digits
from handlers.dossier_ports import LookUpPorts
from handlers.feedback.draft import Draft
from handlers.messages import Block, Button, Inbound, Paragraph, Reply
from handlers.privacy import PersonalData, PersonalRecords, needs_consent
from handlers.turns import Answer, ConversationState, Turn
from handlers.wording import dossiers as dossier_wording
from handlers.wording import feedback as wording
from handlers.wording import guide as guide_wording
from knowledge.base import KnowledgeBase
from knowledge.calendar import WorkingCalendar, local
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.rules import too_old
from knowledge.matching.outcomes import Intent
from knowledge.text.codes import dossier_codes

DIGITS: Final = "feedback.digits"
"""The step that waits for the four digits of the dossier complained of."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A dossier was looked up, or given up: the report goes on with what is to be said before."""

    draft: Draft
    blocks: tuple[Block, ...] = ()
    commands: tuple[Command, ...] = ()


@dataclass(frozen=True, slots=True)
class Delay:
    """One message about a dossier that is late."""

    base: KnowledgeBase
    ports: LookUpPorts
    records: PersonalRecords
    inbound: Inbound
    state: ConversationState
    now: datetime

    def first(self, draft: Draft) -> Turn | None:
        """Ask for the digits; None: there is nothing to look up, or it was done."""
        codes = dossier_codes(draft.text)
        kept = self.ports.dossiers.kept(self.base.commune.key)
        if draft.looked or not codes or not kept or self._paused(codes[0]):
            return None
        if needs_consent(self.state):
            privacy = PersonalData(self.base.commune, self.records)
            resume = actions.build("fb", "look")
            asked = privacy.ask_consent(dossier_wording.PURPOSE, resume)
            otherwise = {"resume": resume, "otherwise": actions.build("fb", "nolook")}
            return replace(asked, draft={**draft.values(), **otherwise})
        return self._ask(draft, dossier_wording.ask_digits(codes[0]))

    def read(self, draft: Draft, said: str) -> Turn | Looked:
        """The digits arrived: what the clock says; wrong ones are asked for again."""
        meant = meant_as_digits(said)
        four = labelled_digits(said) or (four_digits(said) if meant else None)
        codes = dossier_codes(draft.text)
        if not codes or (four is None and not meant):
            return Looked(replace(draft.plus(said, self.inbound), looked=True))
        if four is None:
            asked = self._ask(draft, [Paragraph(dossier_wording.BAD_DIGITS)])
            return replace(asked, commands=(WipeInbound(),))
        return self._compared(draft, codes[0], four)

    def _compared(self, draft: Draft, code: str, four: str) -> Turn | Looked:
        found = self.ports.dossiers.find(self.base.commune.key, code)
        contact = self.inbound.address.contact
        checked: Checked = check_digits(self.ports, contact, code, found, four, self.now)
        commands = (WipeInbound(), *checked.commands)
        if checked.paused_until is not None:
            blocks = dossier_wording.paused(checked.paused_until, self._phone())
            return Looked(replace(draft, looked=True), tuple(blocks), commands)
        if checked.dossier is None:
            asked = self._ask(draft, dossier_wording.not_found(self._phone()))
            return replace(asked, commands=commands)
        record = self.base.active(checked.dossier.procedure or "")
        field = record.field if record is not None else checked.dossier.field
        looked = replace(draft, looked=True, dossier=checked.dossier.id, field=field)
        return Looked(looked, tuple(self._clock(checked.dossier)), commands)

    def _clock(self, dossier: Dossier) -> list[Block]:
        """Where it stands and how late it is, in working days."""
        copied = self.ports.dossiers.copied_at(dossier.commune)
        said = register_says(dossier, self.base.calendar, copied, self.now)
        return [*said, Paragraph(wording.STILL_TAKEN)]

    def _ask(self, draft: Draft, blocks: list[Block]) -> Turn:
        buttons = (
            Button(wording.SKIP, actions.build("fb", "nolook")),
            Button(guide_wording.CANCEL, actions.build("cancel")),
        )
        answer = Answer("card", intent=Intent.FEEDBACK)
        reply = Reply(tuple(blocks), buttons)
        return Turn((reply,), step=DIGITS, draft=draft.values(), answer=answer)

    def _paused(self, code: str) -> bool:
        tries = self.ports.log.tries(self.inbound.address.contact, code, self.now)
        return tries.paused_until(self.now) is not None

    def _phone(self) -> str:
        desk = self.base.commune.desks.get("psc")
        if desk is None:
            return self.base.commune.name
        return f"{desk.name}, điện thoại {desk.phone}" if desk.phone else desk.name


def register_says(
    dossier: Dossier, calendar: WorkingCalendar, copied: datetime | None, now: datetime
) -> list[Block]:
    """Where a dossier stands and how late it is; `copied`: when the register was last read."""
    due, late = dossier.falls_due_at, None
    if due is not None and dossier.overdue(now):
        late = calendar.working_days_between(local(due).date(), local(now).date())
    read = copied or dossier.copied_at
    read = read if dossier.copied_at is not None else None  # our own desk's is no copy
    old = too_old(read, now, calendar, "overdue")
    return wording.what_the_clock_says(dossier, due, late, read if old else None)
