"""The catalogue in the database: versions, aliases, overlays, imports; nothing is overwritten.

Sessions are opened outside and handed in; functions here never commit. An import stages its
versions in short transactions and publishes them at once, so that the chat never waits for it.
"""

from knowledge.catalogue_store.imports import Imported, Source, Transaction, run_import
from knowledge.catalogue_store.meta import catalogue_version
from knowledge.catalogue_store.overlays import load_overlays, overlay_on, save_overlays
from knowledge.catalogue_store.reading import (
    load_catalogue,
    load_catalogues,
    load_drafts,
    load_version,
    record_names,
)
from knowledge.catalogue_store.rechecks import (
    Confirmation,
    Due,
    answered_since,
    confirm,
    due_for_recheck,
)
from knowledge.catalogue_store.tables import (
    CatalogueImport,
    CatalogueMeta,
    OverlayVersion,
    ProcedureAlias,
    ProcedureForm,
    ProcedureVersion,
    Recheck,
)
from knowledge.catalogue_store.versions import (
    Origin,
    Outcome,
    Written,
    accept_draft,
    upgrade_shipped,
    write_versions,
)

__all__ = [
    "CatalogueImport",
    "CatalogueMeta",
    "Confirmation",
    "Due",
    "Imported",
    "Origin",
    "Outcome",
    "OverlayVersion",
    "ProcedureAlias",
    "ProcedureForm",
    "ProcedureVersion",
    "Recheck",
    "Source",
    "Transaction",
    "Written",
    "accept_draft",
    "answered_since",
    "catalogue_version",
    "confirm",
    "due_for_recheck",
    "load_catalogue",
    "load_catalogues",
    "load_drafts",
    "load_overlays",
    "load_version",
    "overlay_on",
    "record_names",
    "run_import",
    "save_overlays",
    "upgrade_shipped",
    "write_versions",
]
