"""Which roles may do which act: one table, asked by every flow, command and page."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from handlers.officers import Actor, Officer, Role


class Act(StrEnum):
    """Everything an officer can do that a citizen cannot."""

    SEE_WORK = "work.see"
    """One's own list: what falls due, what must be confirmed."""
    SEE_ALL_WORK = "work.see_all"
    """The list of everybody."""
    CONFIRM_READY = "dossier.ready"
    """Say that a result lies on the shelf, or does not."""
    SAY_ON_TIME = "dossier.on_time"
    SAY_LATE = "dossier.late"
    """Say it will not be on time: drafts the apology (mẫu 04, TT 03/2025/TT-VPCP)."""
    DECIDE_APOLOGY = "apology.decide"
    """Sign the apology or send it back: the slip carries the head's name."""
    EXPLAIN_LATE = "dossier.explain"
    """Write down why it was late."""
    OVERRIDE = "dossier.override"
    """Let a blocked rule pass, with the reason kept."""
    SET_STATUS = "dossier.status"
    """Where no one-stop software does (desk mode)."""
    ENTER_CASE = "case.enter"
    """Write down feedback for somebody at the desk or on the telephone."""
    TEACH = "question.teach"
    """Put a phrase or a text from a question on trial."""
    LET_LIVE = "question.live"
    """Let it answer citizens once it has passed the gate, and take it back."""
    CALL = "notice.called"
    """Say that a person whom no message reached was called."""
    WRITE_BROADCAST = "broadcast.write"
    """Write to many, start, pause and cancel; above a size only what a second person approved."""
    APPROVE_BROADCAST = "broadcast.approve"
    """Be that second person; and send at night what cannot wait."""
    RECHECK = "catalogue.recheck"
    """Say that a record is still right, by which source."""
    UNDELIVERED = "outbox.undelivered"
    """See which messages did not arrive, send them again, let them go; of cases one may see."""
    SEE_AUDIT = "audit.see"
    """Read who did what; of cases only what one may see."""
    CONFIRM_CALENDAR = "calendar.confirm"
    """Say that a year's holidays are as the government decided: dates are then promised."""
    MANAGE_STAFF = "staff.manage"
    """Add officers, give roles, make their link codes, take them out."""


_OFFICE: Final = frozenset({Role.OFFICER, Role.DESK_LEAD, Role.HEAD})

ALLOWED: Final[Mapping[Act, frozenset[Role]]] = {
    Act.SEE_WORK: _OFFICE,
    Act.SEE_ALL_WORK: frozenset({Role.DESK_LEAD, Role.HEAD}),
    Act.CONFIRM_READY: _OFFICE,
    Act.SAY_ON_TIME: _OFFICE,
    Act.SAY_LATE: _OFFICE,
    Act.DECIDE_APOLOGY: frozenset({Role.HEAD}),
    Act.EXPLAIN_LATE: _OFFICE,
    Act.OVERRIDE: frozenset({Role.HEAD}),
    Act.SET_STATUS: _OFFICE,
    Act.ENTER_CASE: _OFFICE | {Role.REVIEWER},
    Act.TEACH: _OFFICE | {Role.REVIEWER},
    Act.LET_LIVE: frozenset({Role.DESK_LEAD, Role.HEAD}),
    Act.CALL: _OFFICE,
    Act.WRITE_BROADCAST: _OFFICE,
    Act.APPROVE_BROADCAST: frozenset({Role.DESK_LEAD, Role.HEAD}),
    Act.RECHECK: _OFFICE,
    Act.UNDELIVERED: frozenset({Role.DESK_LEAD, Role.HEAD, Role.ADMIN}),
    Act.SEE_AUDIT: frozenset({Role.HEAD, Role.REVIEWER, Role.ADMIN}),
    Act.CONFIRM_CALENDAR: frozenset({Role.ADMIN}),
    Act.MANAGE_STAFF: frozenset({Role.ADMIN}),
}
"""An administrator runs the program and decides nothing about a dossier; a reviewer reads cases
about the head and has no part in dossiers."""


def may(actor: Actor, act: Act) -> bool:
    """Whether this person may do this act."""
    return isinstance(actor, Officer) and actor.has(*ALLOWED[act])
