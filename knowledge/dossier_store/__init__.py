"""The copy of the one-stop software's register: dossiers, their events, and what the desk adds.

Sessions are opened outside and handed in; functions here never commit. To change one dossier:
`hold` it, put a `with_…` to it, `save` both; what follows from it is derived on saving.
"""

from knowledge.dossier_store.factors import factor_hash
from knowledge.dossier_store.imports import (
    CHUNK,
    Context,
    Outcome,
    Reading,
    Written,
    already_read,
    finish,
    last_copied,
    write_chunk,
)
from knowledge.dossier_store.reading import (
    all_dossiers,
    any_kept,
    by_id,
    by_token,
    changed_since,
    copied_at,
    due_ids,
    events_after,
    find,
    ids_with_status,
    load,
    matches,
    open_count,
    open_ids,
)
from knowledge.dossier_store.tables import (
    DossierApologyRow,
    DossierConfirmationRow,
    DossierEventRow,
    DossierFactorRow,
    DossierOverrideRow,
    DossierRow,
    RegisterCopyRow,
)
from knowledge.dossier_store.writing import (
    hold,
    save,
    with_apology,
    with_approval,
    with_confirmation,
    with_event,
    with_override,
)

__all__ = [
    "CHUNK",
    "Context",
    "DossierApologyRow",
    "DossierConfirmationRow",
    "DossierEventRow",
    "DossierFactorRow",
    "DossierOverrideRow",
    "DossierRow",
    "Outcome",
    "Reading",
    "RegisterCopyRow",
    "Written",
    "all_dossiers",
    "already_read",
    "any_kept",
    "by_id",
    "by_token",
    "changed_since",
    "copied_at",
    "due_ids",
    "events_after",
    "factor_hash",
    "find",
    "finish",
    "hold",
    "ids_with_status",
    "last_copied",
    "load",
    "matches",
    "open_count",
    "open_ids",
    "save",
    "with_apology",
    "with_approval",
    "with_confirmation",
    "with_event",
    "with_override",
    "write_chunk",
]
