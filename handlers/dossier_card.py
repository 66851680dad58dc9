"""The card of a dossier: what the register says, put beside the desk, the hours and the law."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers import actions
from handlers.dossier_ports import LookUpPorts
from handlers.messages import Button, Reply
from handlers.wording import dossiers, following, timeline
from handlers.wording import hours as hours_wording
from handlers.wording.telling import SENSITIVE_FIELDS
from knowledge.base import KnowledgeBase
from knowledge.clocks import estimate
from knowledge.commune import DeskHours
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.rules import too_old
from knowledge.dossiers.statuses import FINAL, PAUSED
from knowledge.hours import open_state
from knowledge.procedures import Desk, Procedure
from knowledge.text.folding import fold

OLD_COPY: Final = timedelta(hours=24)
"""L-4: an older copy of the register is told with its time."""


@dataclass(frozen=True, slots=True)
class DossierCards:
    """Shows dossiers at one moment."""

    base: KnowledgeBase
    ports: LookUpPorts
    contact: str
    now: datetime

    def card(self, dossier: Dossier, *, own: bool) -> Reply:
        """The card of a dossier its reader may see, with what can be done next."""
        shown = timeline.Shown(
            dossier,
            self.place(dossier),
            self.now,
            estimated=self._estimated(dossier),
            old_copy=self._old_copy(dossier),
            sensitive=fold(dossier.field) in SENSITIVE_FIELDS,
            young=self._young(dossier),
        )
        return Reply(tuple(timeline.card(shown)), tuple(self._buttons(dossier, own=own)))

    def _old_copy(self, dossier: Dossier) -> datetime | None:
        if dossier.copied_at is None:  # entered at our own desk: never a copy
            return None
        at = self.ports.dossiers.copied_at(dossier.commune) or dossier.copied_at
        return at if self.now - at > OLD_COPY else None

    def _young(self, dossier: Dossier) -> bool:
        """Whether the copy is young enough to say that a date has gone by."""
        if dossier.copied_at is None:
            return True
        at = self.ports.dossiers.copied_at(dossier.commune) or dossier.copied_at
        return not too_old(at, self.now, self.base.calendar, "overdue")

    def _estimated(self, dossier: Dossier) -> datetime | None:
        """A date of ours, where the register has none and nothing made it uncertain."""
        if dossier.computed_due_at is not None:
            return dossier.computed_due_at
        procedure = self._procedure(dossier)
        paused = any(event.status in PAUSED for event in dossier.events)
        if dossier.accepted_at is None or procedure is None or paused:
            return None
        if dossier.appointments or len(procedure.times) != 1:
            return None
        due = estimate(self.base.calendar, dossier.accepted_at, procedure.times[0])
        return due.at if due else None

    def _procedure(self, dossier: Dossier) -> Procedure | None:
        return self.base.active(dossier.procedure) if dossier.procedure else None

    def place(self, dossier: Dossier) -> timeline.Place:
        """The desk that has it or hands it out; the one-stop centre unless the record differs."""
        commune, procedure = self.base.commune, self._procedure(dossier)
        key = procedure.desk.value if procedure and procedure.desk is not Desk.ROUTE else "psc"
        desk: DeskHours | None = commune.desks.get(key) or commune.desks.get("psc")
        deciding = (procedure.deciding_agency or "").split(";")[0] if procedure else ""
        if desk is None:
            return timeline.Place(commune.name, deciding=deciding)
        return timeline.Place(desk.name, desk.address, desk.phone, self._hours(desk), deciding)

    def _hours(self, desk: DeskHours) -> str:
        if not desk.published:
            return "chưa công bố ở đây"
        state = open_state(desk, self.base.calendar, self.now)
        return f"{hours_wording.today_text(state, self.now)} ({hours_wording.week_text(desk)})"

    def _buttons(self, dossier: Dossier, *, own: bool) -> Iterator[Button]:
        if dossier.status not in FINAL:
            yield self._follow_button(dossier)
            if own:
                yield Button(following.GIVE, actions.build("follow", "give"))
        if dossier.accepted_at is not None:
            yield Button(dossiers.WHY, actions.build("dossier", "why"))
        if dossier.overdue(self.now) and self._young(dossier):
            yield Button("Quá hẹn thì làm gì?", actions.build("c", "tre_hen"))
        yield Button("Tra mã khác", actions.build("dossier"))

    def _follow_button(self, dossier: Dossier) -> Button:
        held = self.ports.follows.followed(self.contact, self.now)
        if any(one.dossier == dossier.id for one in held):
            return Button(following.STOP, actions.build("follow", "stop", str(dossier.id)))
        return Button(following.FOLLOW, actions.build("follow", "start"))
