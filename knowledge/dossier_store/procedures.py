"""What the catalogue knows of procedures a register names: by code, else by its exact name."""

from datetime import date

from sqlalchemy.orm import Session

from knowledge.catalogue import name_key
from knowledge.catalogue_store.reading import record_names
from knowledge.catalogue_store.rows import known_versions
from knowledge.versions import version_on


class CatalogueProcedures:
    """A `Procedures` of `knowledge.dossiers.reading`, read once per copy."""

    def __init__(self, session: Session) -> None:
        self._spans = {
            code: [one.span for one in versions]
            for code, versions in known_versions(session).items()
        }
        self._by_name: dict[str, str] = {}
        doubled = set()
        for code, name in record_names(session).items():
            key = name_key(name)
            if key in self._by_name:
                doubled.add(key)
            self._by_name[key] = code
        for key in doubled:
            del self._by_name[key]
        self._remembered: dict[tuple[str, date], int | None] = {}

    def resolve(self, code: str, name: str, day: date) -> tuple[str | None, int | None]:
        """National code and the version in force that day; a name two share says nothing."""
        code = code or self._by_name.get(name_key(name), "")
        if not code:
            return None, None
        key = (code, day)
        if key not in self._remembered:
            span = version_on(self._spans.get(code, ()), day)
            self._remembered[key] = span.version if span else None
        return code, self._remembered[key]
