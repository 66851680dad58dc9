"""Statuses of a dossier and the steps between them (sync codes of the national portal).

The codes were read in the source of a provincial one-stop system (domain.md §4.1, S6).
"""

from enum import StrEnum
from typing import Final


class DossierStatus(StrEnum):
    """Where a dossier stands."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PROCESSING = "processing"
    SUPPLEMENT_NEEDED = "supplement_needed"
    PAYMENT_NEEDED = "payment_needed"
    WITHDRAWAL_REQUESTED = "withdrawal_requested"
    STOPPED = "stopped"
    DONE = "done"
    RETURNED = "returned"
    UNKNOWN = "unknown"
    """A status the table does not know: the raw value is kept, staff are told (§4.1)."""


CODES: Final = {
    "1": DossierStatus.REGISTERED,
    "2": DossierStatus.ACCEPTED,
    "3": DossierStatus.REJECTED,
    "4": DossierStatus.PROCESSING,
    "5": DossierStatus.SUPPLEMENT_NEEDED,
    "6": DossierStatus.PAYMENT_NEEDED,
    "7": DossierStatus.WITHDRAWAL_REQUESTED,
    "8": DossierStatus.STOPPED,
    "9": DossierStatus.DONE,
    "10": DossierStatus.RETURNED,
}
"""Official sync codes."""

FINAL: Final = frozenset({DossierStatus.REJECTED, DossierStatus.STOPPED, DossierStatus.RETURNED})
"""Nothing follows (S-2); a new attempt is a new dossier."""
ENDED: Final = FINAL | {DossierStatus.DONE}
"""The legal clock has stopped for good; lateness is fixed."""
PAUSED: Final = frozenset(
    {
        DossierStatus.SUPPLEMENT_NEEDED,
        DossierStatus.PAYMENT_NEEDED,
        DossierStatus.WITHDRAWAL_REQUESTED,
    }
)
"""The clock stands still; a paused dossier is not late (D-17)."""

_S = DossierStatus
NEXT: Final = {
    None: frozenset({_S.REGISTERED, _S.ACCEPTED}),
    _S.REGISTERED: frozenset(
        {
            _S.ACCEPTED,
            _S.REJECTED,
            _S.SUPPLEMENT_NEEDED,
            _S.PAYMENT_NEEDED,
            _S.WITHDRAWAL_REQUESTED,
        }
    ),
    _S.ACCEPTED: frozenset(
        {
            _S.PROCESSING,
            _S.SUPPLEMENT_NEEDED,
            _S.PAYMENT_NEEDED,
            _S.WITHDRAWAL_REQUESTED,
            _S.STOPPED,
            _S.DONE,
        }
    ),
    _S.PROCESSING: frozenset(
        {
            _S.SUPPLEMENT_NEEDED,
            _S.PAYMENT_NEEDED,
            _S.WITHDRAWAL_REQUESTED,
            _S.STOPPED,
            _S.DONE,
        }
    ),
    _S.SUPPLEMENT_NEEDED: frozenset(
        {
            _S.REGISTERED,
            _S.ACCEPTED,
            _S.PROCESSING,
            _S.WITHDRAWAL_REQUESTED,
            _S.STOPPED,
        }
    ),
    _S.PAYMENT_NEEDED: frozenset(
        {
            _S.REGISTERED,
            _S.ACCEPTED,
            _S.PROCESSING,
            _S.WITHDRAWAL_REQUESTED,
            _S.STOPPED,
        }
    ),
    _S.WITHDRAWAL_REQUESTED: frozenset(
        {
            _S.REGISTERED,
            _S.ACCEPTED,
            _S.PROCESSING,
            _S.SUPPLEMENT_NEEDED,
            _S.PAYMENT_NEEDED,
            _S.STOPPED,
        }
    ),
    _S.DONE: frozenset({_S.RETURNED}),
}
"""Which step may follow which (domain.md §4.2); None: the first event of a dossier."""


def possible(before: DossierStatus | None, after: DossierStatus) -> bool:
    """Whether this step may happen; a step to or from an unknown status is not judged."""
    if DossierStatus.UNKNOWN in (before, after):
        return True
    return after in NEXT.get(before, frozenset())
