"""A case that answers what the ward wrote to many: noted in its history, shown on its card."""

from datetime import datetime
from typing import Final

from handlers.store import broadcast_replies, cases
from handlers.store.unit_of_work import Work
from handlers.wording import case_cards as wording
from knowledge.feedback.states import CaseAct

NOTE: Final = "broadcast"
"""What the note of the event begins with."""


def note_broadcast(work: Work, case: int, contact: str, number: int, now: datetime) -> None:
    """Write down which broadcast a new case answers, as its sender had read it."""
    found = broadcast_replies.sent(work, contact, number)
    words = wording.answers(number, "" if found is None else found.words)
    cases.record(
        work, case, CaseAct.NOTE, "system", now, words=words, note=f"{NOTE}:{number}", internal=True
    )


def broadcast_of(work: Work, case: int) -> str:
    """What the card of a case says about the broadcast it answers; empty: it answers none."""
    noted = [one for one in cases.events(work, case) if (one.note or "").startswith(f"{NOTE}:")]
    return str(noted[0].words or "") if noted else ""
