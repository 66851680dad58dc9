"""A row of any source file, before it is judged."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.procedures import Fee, SubmissionWay


@dataclass(frozen=True, slots=True)
class FeeText:
    """A fee as the source printed it."""

    text: str
    amount: Decimal | None = None
    currency: str | None = None
    note: str = ""
    read: Fee | None = None
    """What an officer's own words were read as; nothing else is consulted then."""


@dataclass(frozen=True, slots=True)
class WayText:
    """One way of filing with the time and fees printed beside it."""

    way: SubmissionWay | None
    label: str = ""
    time_text: str = ""
    time_value: Decimal | None = None
    time_unit: str | None = None
    """Unit as the source wrote it: "ngày làm việc", "working_day", "Giờ"; None: none."""
    fees: tuple[FeeText, ...] = ()
    description: str = ""
    raw: str = ""
    """The cell before it was split, where the source ran things together."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A line of the dossier's contents."""

    name: str
    originals: int | None = None
    copies: int | None = None
    is_note: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Papers under one heading; the heading may name a case, a way of handing over, or nothing."""

    heading: str = ""
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What one row, document or page says about one procedure."""

    file: str
    line: int
    code: str
    name: str
    field: str = ""
    at_commune: bool | None = None
    """Whether the source tags it as a commune's business; None: it does not say."""
    only_listed: bool = False
    """The source is a list of names: what else is missing is not a mistake."""
    expected_code: str = ""
    """Code the file's own name promises; another one inside means a wrong page."""
    executing: str = ""
    deciding: str = ""
    coordinating: str = ""
    receiving: str = ""
    audience: tuple[str, ...] = ()
    announcement: str = ""
    steps: str = ""
    ways: tuple[WayText, ...] = ()
    papers: tuple[PaperGroup, ...] = ()
    results: tuple[tuple[str, str], ...] = ()
    """Name and code."""
    legal_basis: tuple[str, ...] = ()
    requirements: str = ""
    url: str = ""
    checked_on: date | None = None
    source: str = ""
    stated_flags: tuple[str, ...] = ()
    """What the source itself warns of."""

    @property
    def empty(self) -> bool:
        """Nothing but a name: no steps, no ways, no papers."""
        return not (self.steps.strip() or self.ways or self.papers)
