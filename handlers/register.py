"""Reads copies of the register into the store, and says what came of every row."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from handlers.clock import Clock
from handlers.store.dossiers import write_entries
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge.dossier_store import (
    Context,
    Outcome,
    Reading,
    Written,
    already_read,
    finish,
    last_copied,
)
from knowledge.dossier_store.procedures import CatalogueProcedures
from knowledge.dossiers.entries import Entry
from knowledge.dossiers.mapping import RegisterMapping
from knowledge.dossiers.reading import Reader, Refused
from knowledge.dossiers.sources import DossierSource, RegisterCopy

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class CopyReport:
    """What came of one copy."""

    name: str
    copied_at: datetime
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    flagged: list[Written] = field(default_factory=list)
    missing: int = 0
    seconds: float = 0.0

    @property
    def read(self) -> int:
        """Rows looked at."""
        return self.outcomes.total() + len(self.refused)


class Registering:
    """Everything needed to read a register into the store of one commune."""

    def __init__(
        self, store: Store, ward: Ward, mapping: RegisterMapping, key: bytes, clock: Clock
    ) -> None:
        self._store = store
        self._ward = ward
        self._key = key
        self._clock = clock
        self.mapping = mapping

    @property
    def commune(self) -> str:
        """Whose register it is."""
        return self._ward.commune.key

    def read_copy(self, copy: RegisterCopy, source: str) -> CopyReport:
        """Write every row of a copy; noted as read only when its end was reached."""
        began = time.perf_counter()
        report = CopyReport(copy.name, copy.copied_at)
        with self._store.read() as work:
            procedures = CatalogueProcedures(work.session)
        reader = Reader(
            self.mapping,
            self._ward.calendar,
            procedures,
            self._ward.commune.dossier_prefixes,
            copy.copied_at,
        )
        context = Context(
            self.commune, self._key, self._ward.calendar, copy.copied_at, self._clock.now()
        )
        entries = _taken(reader, copy, report)
        for one in write_entries(self._store, entries, context, self._clock.now):
            report.outcomes[one.outcome] += 1
            if one.flags:
                report.flagged.append(one)
        self._finish(copy, source, report, context)
        report.seconds = time.perf_counter() - began
        log.info(
            "register.read",
            rows=report.read,
            refused=len(report.refused),
            seconds=round(report.seconds, 1),
            **{outcome.value: count for outcome, count in report.outcomes.items()},
        )
        return report

    def _finish(
        self, copy: RegisterCopy, source: str, report: CopyReport, context: Context
    ) -> None:
        reading = Reading(
            source,
            copy.name,
            copy.digest,
            complete=copy.complete,
            refused=tuple((one.line, one.why) for one in report.refused),
        )
        with self._store.work() as work:
            told = finish(work.session, reading, report.outcomes, context)
            work.commit()
        report.missing = int(told["missing"])

    def read_source(self, source: DossierSource, kind: str) -> list[CopyReport]:
        """Everything new of a source."""
        with self._store.read() as work:
            since = last_copied(work.session, self.commune, kind)
        reports = []
        for copy in source.copies(since):
            with self._store.read() as work:
                seen = bool(copy.digest) and already_read(work.session, self.commune, copy.digest)
            if not seen:
                reports.append(self.read_copy(copy, kind))
        return reports


def _taken(reader: Reader, copy: RegisterCopy, report: CopyReport) -> Iterator[Entry]:
    for one in reader.read(copy.rows):
        if isinstance(one, Refused):
            report.refused.append(one)
        else:
            yield one


def as_json(report: CopyReport) -> dict[str, Any]:
    """A report for programs."""
    return {
        "file": report.name,
        "copied_at": report.copied_at.isoformat(),
        "read": report.read,
        **{outcome.value: report.outcomes[outcome] for outcome in Outcome},
        "refused": [{"line": one.line, "why": one.why} for one in report.refused],
        "flagged": [
            {"line": one.line, "code": one.code, "flags": sorted(one.flags)}
            for one in report.flagged
        ],
        "missing": report.missing,
        "seconds": round(report.seconds, 2),
    }
