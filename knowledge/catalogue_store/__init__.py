"""The catalogue in the database: versions, aliases, overlays, imports; nothing is overwritten.

Sessions are opened outside and handed in; functions here never commit, save the import, which
stages in short transactions of its own so that the chat never waits for it.
"""

from knowledge.catalogue_store.tables import (
    CatalogueImport,
    CatalogueMeta,
    OverlayVersion,
    ProcedureAlias,
    ProcedureForm,
    ProcedureVersion,
    Recheck,
    StagedRecord,
)

__all__ = [
    "CatalogueImport",
    "CatalogueMeta",
    "OverlayVersion",
    "ProcedureAlias",
    "ProcedureForm",
    "ProcedureVersion",
    "Recheck",
    "StagedRecord",
]
