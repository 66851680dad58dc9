"""Which version of the catalogue answers now: looked at with every message."""

from sqlalchemy import select

from handlers.store.unit_of_work import Work
from knowledge.catalogue_store import CatalogueMeta
from knowledge.rows import table_of

_CATALOGUE = select(table_of(CatalogueMeta).c.version)


def catalogue_version(work: Work) -> int:
    """The counter every message looks at: its knowledge belongs to it; 0 before any was loaded."""
    return work.run(_CATALOGUE).scalar() or 0
