"""The stored register: the port flows read it through, and the writing of a copy."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from sqlalchemy.exc import IntegrityError

from handlers.store import follows
from handlers.store.unit_of_work import Store, Work
from knowledge import dossier_store
from knowledge.calendar import WorkingCalendar, local
from knowledge.catalogue_store import load_version, overlay_on
from knowledge.dossier_store import CHUNK, Context, Written
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.entries import Entry
from knowledge.dossiers.explaining import Explanation, SupplementPolicy, explain
from knowledge.dossiers.limits import the_fee, the_limit
from knowledge.overlay import apply_overlay
from knowledge.procedures import Fee, Procedure, ProcessingTime


class StoredDossiers:
    """The register's copy as flows read it: by code, by token, with the second factor."""

    def __init__(
        self,
        store: Store,
        key: bytes,
        policies: Mapping[str, SupplementPolicy] | None = None,
    ) -> None:
        self._store = store
        self._key = key
        self._policies = policies or {}

    def find(self, commune: str, code: str) -> Dossier | None:
        """The dossier of a canonical code."""
        with self._store.read() as work:
            return dossier_store.find(work.session, commune, code)

    def by_token(self, token: str) -> Dossier | None:
        """The dossier of a link's token."""
        with self._store.read() as work:
            return dossier_store.by_token(work.session, token)

    def by_id(self, dossier: int) -> Dossier | None:
        """The dossier of an id."""
        with self._store.read() as work:
            return dossier_store.by_id(work.session, dossier)

    def matches(self, dossier: int, four: str) -> bool:
        """Whether these four digits stand on its receipt (L-1)."""
        with self._store.read() as work:
            return dossier_store.matches(work.session, self._key, dossier, four)

    def copied_at(self, commune: str) -> datetime | None:
        """How old what the register says is (L-4)."""
        with self._store.read() as work:
            return dossier_store.copied_at(work.session, commune)

    def kept(self, commune: str) -> bool:
        """Whether any dossier is kept: read from the register, or entered at our own desk."""
        with self._store.read() as work:
            return dossier_store.any_kept(work.session, commune)

    def explain(self, dossier: Dossier, calendar: WorkingCalendar) -> Explanation:
        """Why it falls due when it does, by the record in force when it was accepted (P-2)."""
        with self._store.read() as work:
            limit = limit_of(work, dossier, calendar)
        return explain(dossier, limit, calendar, self._policies.get(dossier.procedure or ""))


def limit_of(work: Work, dossier: Dossier, calendar: WorkingCalendar) -> ProcessingTime | None:
    """The processing time of its own version, with the commune's figures, if only one fits."""
    return the_limit(times_of(work, dossier), dossier, calendar)


def times_of(work: Work, dossier: Dossier) -> tuple[ProcessingTime, ...]:
    """The processing times of its own version, with the commune's figures of that day (P-2)."""
    record = _record_of(work, dossier)
    return record.times if record is not None else ()


def fee_of(work: Work, dossier: Dossier) -> Fee | None:
    """What is published for its own version, with the commune's figures, if only one fits."""
    record = _record_of(work, dossier)
    return the_fee(record.fees, dossier) if record is not None else None


def field_of(work: Work, dossier: Dossier) -> str:
    """The field of its procedure, as rules of routing name it; else the register's."""
    record = _record_of(work, dossier)
    return dossier.field if record is None else record.field


def _record_of(work: Work, dossier: Dossier) -> Procedure | None:
    if dossier.procedure is None or dossier.version is None:
        return None
    record = load_version(work.session, dossier.procedure, dossier.version)
    if record is None:
        return None
    moment = dossier.accepted_at or dossier.submitted_at
    day = local(moment).date() if moment else date.max
    overlay = overlay_on(work.session, dossier.commune, dossier.procedure, day)
    return apply_overlay(record, overlay) if overlay else record


def write_entries(
    store: Store, entries: Iterable[Entry], context: Context, now: Callable[[], datetime]
) -> Iterator[Written]:
    """Write rows of a copy in short transactions; followers of what changed are looked at.

    Each chunk has its own moment: whoever follows `changed_since` meanwhile must not find rows
    of an earlier moment later.
    """
    rows = iter(entries)
    while chunk := list(islice(rows, CHUNK)):
        try:
            yield from _write(store, chunk, replace(context, now=now()))
        except IntegrityError:  # another process added the same dossier at the same moment
            yield from _write(store, chunk, replace(context, now=now()))


def _write(store: Store, chunk: Sequence[Entry], context: Context) -> list[Written]:
    with store.work() as work:
        written = dossier_store.write_chunk(work.session, chunk, context)
        if moved := {one.dossier for one in written if one.dossier}:
            follows.touch(work, sorted(moved), context.now)
        work.commit()
    return written
