"""The catalogue of a day, read from the database."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.catalogue import Catalogue, Entry, build_catalogue, is_stale
from knowledge.catalogue_store.meta import catalogue_version
from knowledge.catalogue_store.overlays import load_overlays
from knowledge.catalogue_store.rows import (
    VERSION,
    KnownVersion,
    bodies,
    known_versions,
    read_body,
    visible,
)
from knowledge.catalogue_store.tables import ProcedureAlias, ProcedureForm
from knowledge.procedures import CatalogueState, Form, Procedure
from knowledge.rows import table_of
from knowledge.text.folding import fold
from knowledge.versions import VersionSpan, standing_on

_ALIAS: Final = table_of(ProcedureAlias)
_FORM: Final = table_of(ProcedureForm)


def load_catalogue(session: Session, on: date, commune: str = "") -> Catalogue:
    """Active and retired records of `on`, with what `commune` adds."""
    return load_catalogues(session, on, (commune,))[commune]


def load_catalogues(session: Session, on: date, communes: Sequence[str]) -> dict[str, Catalogue]:
    """The records of `on` read once, for each commune with what it adds."""
    standing: list[tuple[VersionSpan, KnownVersion]] = []
    for versions in known_versions(session).values():
        span = standing_on([known.span for known in versions], on)
        if span is not None and span.state is not CatalogueState.FUTURE:
            standing.append((span, next(k for k in versions if k.span.version == span.version)))
    texts = bodies(session, [known.id for _, known in standing])
    records = [(span, read_body(texts[known.id])) for span, known in standing]
    aliases, version = _live_aliases(session), catalogue_version(session)
    found = {}
    for commune in communes:
        forms = _forms(session, commune)
        entries = [_entry(span, record, aliases, forms, on) for span, record in records]
        overlays = load_overlays(session, commune)
        found[commune] = build_catalogue(entries, on, version=version, overlays=overlays)
    return found


def load_version(session: Session, code: str, version: int) -> Procedure | None:
    """One version as it was, for a dossier or an answer that rests on it (P-2)."""
    for known in known_versions(session, [code]).get(code, []):
        if known.span.version == version:
            return read_body(bodies(session, [known.id])[known.id])
    return None


def load_drafts(session: Session) -> tuple[tuple[VersionSpan, Procedure], ...]:
    """The latest draft of each code that is newer than what holds, for an officer to compare."""
    waiting = []
    for versions in known_versions(session).values():
        last = versions[-1]
        if last.span.state is CatalogueState.DRAFT:
            waiting.append(last)
    texts = bodies(session, [known.id for known in waiting])
    return tuple((known.span, read_body(texts[known.id])) for known in waiting)


def _entry(
    span: VersionSpan,
    procedure: Procedure,
    aliases: dict[str, tuple[str, ...]],
    forms: dict[str, dict[str, Form]],
    on: date,
) -> Entry:
    changes: dict[str, object] = {}
    if learnt := aliases.get(procedure.code):
        changes["aliases"] = tuple(dict.fromkeys((*procedure.aliases, *learnt)))
    if given := forms.get(procedure.code):
        changes["forms"] = _with_given(procedure.forms, given)
    if span.state is not procedure.state:
        changes["state"] = span.state
    said = procedure.model_copy(update=changes) if changes else procedure
    return Entry(
        said, span.version, span.rank, span.state, is_stale(procedure, on), procedure.replaced_by
    )


def _live_aliases(session: Session) -> dict[str, tuple[str, ...]]:
    query = (
        select(_ALIAS.c.code, _ALIAS.c.phrase).where(_ALIAS.c.state == "live").order_by(_ALIAS.c.id)
    )
    grouped: dict[str, tuple[str, ...]] = {}
    for code, phrase in session.execute(query):
        grouped[code] = (*grouped.get(code, ()), phrase)
    return grouped


def _forms(session: Session, commune: str) -> dict[str, dict[str, Form]]:
    query = (
        select(_FORM)
        .where(_FORM.c.commune.in_(("", commune)))
        .order_by(_FORM.c.commune, _FORM.c.id)
    )
    grouped: dict[str, dict[str, Form]] = {}
    for row in session.execute(query):
        form = Form(name=row.name, code=row.form_code, url=row.url)
        grouped.setdefault(row.code, {})[row.name_key] = form
    return grouped


def _with_given(own: tuple[Form, ...], given: dict[str, Form]) -> tuple[Form, ...]:
    """The record's forms with the office's addresses; forms only the office has come last."""
    left = dict(given)
    merged = []
    for form in own:
        office = left.pop(fold(form.name), None)
        if office is not None:
            form = form.model_copy(  # noqa: PLW2901
                update={"url": office.url or form.url, "code": office.code or form.code}
            )
        merged.append(form)
    return (*merged, *left.values())


def record_names(session: Session) -> dict[str, str]:
    """Name of each code's newest published version, to notice names that change (P-7)."""
    query = visible(
        select(VERSION.c.code, VERSION.c.name)
        .where(VERSION.c.state != CatalogueState.DRAFT.value)
        .order_by(VERSION.c.version)
    )
    return {row[0]: row[1] for row in session.execute(query)}
