"""What a published procedure consists of (NĐ 63/2010 art. 8, as amended).

Every part carries a `Mark` saying how sure we are of it. A missing figure is said to be unknown,
never filled in: `None` always means "not published", never zero.
"""

from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

ProcedureCode = Annotated[str, StringConstraints(pattern=r"^[1-9]\.\d{6}$")]
"""National code, one digit, dot, six digits: `1.001193`. Provincial suffixes are stripped."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Mark(StrEnum):
    """How far a part can be trusted; only `confirmed` is said without a reservation."""

    CONFIRMED = "C"
    PORTAL = "P"
    GENERAL = "G"
    CONFLICTING = "X"
    UNKNOWN = "-"


class Part(StrEnum):
    """A part of a procedure a person may ask for."""

    NAME = "name"
    DOCUMENTS = "documents"
    FEE = "fee"
    TIME = "time"
    PLACE = "place"
    ONLINE = "online"
    AGENCY = "agency"
    RESULT = "result"
    VALIDITY = "validity"
    FORMS = "forms"
    STEPS = "steps"
    CONDITIONS = "conditions"
    APPLICANTS = "applicants"
    LIMIT = "limit"
    LEGAL_BASIS = "legal_basis"
    SOURCE = "source"


class TimeUnit(StrEnum):
    """Unit of a processing time. A number without one is unknown (P-4): there is no default."""

    SAME_DAY = "same_day"
    WORKING_HOUR = "working_hour"
    HOUR = "hour"
    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"


class SubmissionWay(StrEnum):
    """Cách thức thực hiện: how papers may be handed in."""

    IN_PERSON = "in_person"
    POST = "post"
    ONLINE = "online"


class OnlineLevel(StrEnum):
    """Mức độ dịch vụ công trực tuyến; set per province, so unknown unless the commune says."""

    FULL = "full"
    PARTIAL = "partial"
    INFO_ONLY = "info_only"
    UNKNOWN = "unknown"


class Desk(StrEnum):
    """Who takes the papers in."""

    PSC = "psc"
    POLICE = "police"
    INSURANCE = "bhxh"
    ROUTE = "route"


class Handover(StrEnum):
    """Nộp, xuất trình, or looked up by the officer and not to be asked for first (P-11)."""

    SUBMIT = "submit"
    SHOW = "show"
    LOOKUP = "lookup"


class FeeKind(StrEnum):
    """What a fee row states. `exempt` needs the words miễn or không thu in the source (P-3)."""

    AMOUNT = "amount"
    EXEMPT = "exempt"
    COUNCIL = "council"
    OTHER = "other"
    UNKNOWN = "unknown"


class CatalogueState(StrEnum):
    """Life of a version of a record (§2.5)."""

    DRAFT = "draft"
    FUTURE = "future"
    ACTIVE = "active"
    REPLACED = "replaced"
    REPEALED = "repealed"


class Rank(StrEnum):
    """Source of a version; a lower rank never replaces a higher one without a person."""

    OFFICER = "officer"
    SHIPPED = "shipped"
    IMPORT = "import"


class Record(BaseModel):
    """Base of the catalogue's values: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Case(Record):
    """Trường hợp: a branch of a procedure with its own papers, time or fee."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Text
    """In the citizen's words: "đăng ký quá 60 ngày"."""


class RequiredDocument(Record):
    """One paper of the dossier."""

    name: Text
    handover: Handover = Handover.SUBMIT
    originals: int | None = Field(default=None, ge=0)
    copies: int | None = Field(default=None, ge=0)
    case: str | None = None
    """Key of the `Case` it is needed in; None means always."""
    condition: Text | None = None
    """When it is needed, if no case says so: "nếu chưa có dữ liệu điện tử"."""
    form: str | None = None
    """Name of the `Form` to fill in, if it is one."""


class ProcessingTime(Record):
    """Thời hạn giải quyết of one case. `value` may be a half (2.5 working days, P-8)."""

    value: Decimal | None = Field(default=None, gt=0)
    unit: TimeUnit | None = None
    case: str | None = None
    cutoff: time | None = None
    """After this hour of receipt the count starts on the next working day (D-5)."""
    way: SubmissionWay | None = None
    text: Text | None = None
    """Words of the source when no figure can be given."""
    basis: Text | None = None  # decision a shortened time of one commune rests on (P-8)

    @model_validator(mode="after")
    def _unit_with_value(self) -> Self:
        if self.unit is TimeUnit.SAME_DAY and self.value is not None:
            raise ValueError("same_day takes no value")
        if (self.value is None) != (self.unit in (None, TimeUnit.SAME_DAY)):
            raise ValueError("a time needs both value and unit, or unit same_day, or only text")
        if self.value is None and self.unit is None and self.text is None:
            raise ValueError("a time without a figure needs its text")
        return self


class Fee(Record):
    """Phí, lệ phí of one case, in whole đồng."""

    kind: FeeKind
    amount: int | None = Field(default=None, gt=0)
    per: Text | None = None
    """What one amount buys: "bản", "trường hợp", "lần"."""
    case: str | None = None
    way: SubmissionWay | None = None
    basis: Text | None = None
    text: Text | None = None
    """Words to say besides the figure: a tariff, who is exempt, how long a reduction holds."""

    @model_validator(mode="after")
    def _amount_with_kind(self) -> Self:
        if (self.kind is FeeKind.AMOUNT) != (self.amount is not None):
            raise ValueError("kind amount needs an amount, the other kinds have none")
        return self


class Form(Record):
    """Mẫu đơn, tờ khai."""

    name: Text
    code: Text | None = None
    url: Text | None = None


class Result(Record):
    """Kết quả: what the citizen gets."""

    name: Text
    code: Text | None = None
    validity: Text | None = None
    """How long it may be used, where a text says so: "6 tháng"."""


class CitizenLimit(Record):
    """A date the citizen has to keep; never moved later in our reminders (D-7)."""

    value: int = Field(gt=0)
    unit: TimeUnit
    start: Text
    """What it counts from: "ngày sinh", or what it counts back from when `before`."""
    before: bool = False
    missed: str | None = None  # key of the case of who has let it pass: a reminder is too late
    text: Text  # a sentence fragment: "trong 60 ngày kể từ ngày sinh"


class Announcement(Record):
    """Quyết định công bố."""

    number: Text
    issued_on: date | None = None


class Procedure(Record):
    """One version of a procedure as the ward publishes it."""

    code: ProcedureCode
    name: Text
    short_name: Text | None = None
    field: Text
    desk: Desk = Desk.PSC
    aliases: tuple[Text, ...] = ()
    """How people put it, with or without diacritics; never shown."""
    applicant_kinds: tuple[Text, ...] = ()
    ways: tuple[SubmissionWay, ...] = ()
    online_level: OnlineLevel = OnlineLevel.UNKNOWN
    online_url: Text | None = None
    submit_to: Text | None = None  # where it may be filed, if not just at the receiving desk
    deciding_agency: Text | None = None
    coordinating_agency: Text | None = None
    collect_at: Text | None = None
    steps: tuple[Text, ...] = ()
    cases: tuple[Case, ...] = ()
    documents: tuple[RequiredDocument, ...] = ()
    sets: int | None = Field(default=None, gt=0)
    times: tuple[ProcessingTime, ...] = ()
    fees: tuple[Fee, ...] = ()
    forms: tuple[Form, ...] = ()
    results: tuple[Result, ...] = ()
    conditions: tuple[Text, ...] = ()
    citizen_limits: tuple[CitizenLimit, ...] = ()
    legal_basis: tuple[Text, ...] = ()
    linked: tuple[ProcedureCode, ...] = ()  # what people need together with this one
    replaces: tuple[ProcedureCode, ...] = ()
    replaced_by: ProcedureCode | None = None
    state: CatalogueState = CatalogueState.ACTIVE
    marks: dict[Part, Mark] = Field(default_factory=dict)
    notes: dict[Part, Text] = Field(default_factory=dict)
    """One sentence for the citizen on a part, in Vietnamese."""
    officer_notes: tuple[Text, ...] = ()  # doubts an officer should settle; never shown to citizens
    condolence: bool = False
    """The matter follows a death: answers open with a line of condolence (W-5)."""
    announcement: Announcement | None = None
    source_url: Text | None = None
    source: Text | None = None  # where the record was read, in words an officer can follow
    checked_on: date | None = None
    review_by: date | None = None
    review_reason: Text | None = None
    """Why it must be looked at again by then, as a citizen may read it (W-8)."""
    effective_from: date | None = None
    effective_to: date | None = None
    local: dict[Part, str] = Field(default_factory=dict, exclude=True)
    """Basis of figures that are the commune's own; laid over by its overlay, never published."""

    @model_validator(mode="after")
    def _cases_exist(self) -> Self:
        keys = {case.key for case in self.cases}
        rows = [one.case for one in self.documents] + [one.case for one in self.times]
        used = {case for case in (*rows, *(one.case for one in self.fees)) if case}
        if missing := used - keys:
            raise ValueError(f"case not listed under `cases`: {', '.join(sorted(missing))}")
        return self

    @property
    def title(self) -> str:
        """The name to use in running text: the short one if there is one."""
        return self.short_name or self.name

    def mark(self, part: Part) -> Mark:
        """How sure we are of `part`; a part nobody marked is unknown."""
        return self.marks.get(part, Mark.UNKNOWN)
