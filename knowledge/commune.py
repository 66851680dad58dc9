"""One commune as its settings describe it: names, desks, hours, hotline, reception, calendar."""

from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from knowledge.holidays import HolidayYear
from knowledge.text.folding import fold

Words = Annotated[str, StringConstraints(strip_whitespace=True)]
Named = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _forwards(span: str) -> str:
    """Checks that a stretch ends after it starts; hours of two digits compare as text."""
    start, _, end = span.partition("-")
    if end <= start:
        raise PydanticCustomError("hours", "giờ kết thúc phải sau giờ bắt đầu, đang ghi " + span)
    return span


def _by_day(span: str) -> str:
    """Checks that nobody is woken, and that the reminders of 09:00 and 16:00 find their hour."""
    start, _, end = span.partition("-")
    if not ("06:00" <= start <= "09:00" and "16:30" <= end <= "22:00"):
        text = "phải bắt đầu từ 06:00 đến 09:00 và kết thúc từ 16:30 đến 22:00, đang ghi "
        raise PydanticCustomError("hours", text + span)
    return span


def _apart(spans: tuple[str, ...]) -> tuple[str, ...]:
    """Checks that the stretches of a day do not overlap."""
    listed = sorted(spans)
    for before, after in pairwise(listed):
        if after.partition("-")[0] < before.partition("-")[2]:
            raise PydanticCustomError("hours", f"hai khoảng giờ chồng lên nhau: {before}, {after}")
    return spans


_HOUR = r"([01]\d|2[0-3]):[0-5]\d"
HourRange = Annotated[
    str, StringConstraints(pattern=f"^{_HOUR}-{_HOUR}$"), AfterValidator(_forwards)
]
Hours = Annotated[tuple[HourRange, ...], AfterValidator(_apart)]
Days = Annotated[
    str,
    StringConstraints(
        pattern=r"^((mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun|am|pm))?"
        r"(, ?(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun|am|pm))?)*)?$"
    ),
]


class CommuneStage(StrEnum):
    """`sample` marks every page and message; `live` needs the recorded act of the head."""

    SAMPLE = "sample"
    LIVE = "live"


class Settings(BaseModel):
    """Base of the settings' values: unknown keys refused, immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DeskHours(Settings):
    """A desk: where it is, its phone, when it takes papers. What is empty is not published.

    Hours and days have no default: what the commune did not write is never told to a citizen.
    Legal clocks do not read them, they follow `CalendarSettings.opening`.
    """

    name: Named
    address: Words = ""
    phone: Words = ""
    hours: Hours = ()
    days: Days = ""
    map_url: Words = ""

    @model_validator(mode="after")
    def _hours_and_days(self) -> Self:
        if self.hours and not self.days:
            raise PydanticCustomError("days", "có hours thì phải ghi days, ví dụ mon-fri")
        if self.days and not self.hours:
            raise PydanticCustomError("hours", "có days thì phải ghi hours, ví dụ 07:00-11:30")
        return self

    @property
    def published(self) -> bool:
        """Whether the commune has said when this desk takes papers."""
        return bool(self.hours and self.days)


class Hotline(Settings):
    """The number for feedback by phone (NĐ 20/2008: only a published number counts)."""

    number: Words = ""
    hours: Words = ""


class Chairman(Settings):
    """The head's reception day for citizens: at least one day a week at commune level."""

    reception_day: Words = ""
    place: Words = ""


class OldName(Settings):
    """A place name no longer in use and the unit it now belongs to."""

    name: Named
    now: Words = ""
    """Empty: this commune."""
    since: date | None = None


AreaName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]
UnitKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,30}$")]
CaseKind = Annotated[
    str,
    StringConstraints(
        pattern=r"^(conduct|dossier_delay|service|regulation|local_matter|question)$"
    ),
]


class Unit(Settings):
    """Who answers feedback: a desk, a team. Officers by their name in `motcua staff`."""

    name: Named
    """As it is told to citizens, and as an answer must name it."""
    officers: tuple[Named, ...] = ()
    stand_ins: tuple[Named, ...] = ()
    """Asked when none of the officers may or can take a case."""
    hours: Hours = ("07:00-11:30", "13:30-17:00")
    """When they are written to; outside it waits."""


class RoutingRule(Settings):
    """One rule of who answers: every part that is given must fit."""

    unit: UnitKey
    kind: CaseKind | None = None
    field: Words = ""
    """Field of the procedure a case is about, when one is known."""
    words: tuple[Named, ...] = ()
    """One of these is said."""
    places: tuple[Named, ...] = ()
    """One of these is named: a hamlet, a street."""


class Province(Settings):
    """Where a matter goes that nobody in the ward may see. Empty: not published."""

    name: Words = ""
    address: Words = ""
    phone: Words = ""


class FeedbackSettings(Settings):
    """How the commune handles feedback."""

    open: bool = True
    """Whether feedback is taken here; otherwise people are told where to go."""
    units: dict[UnitKey, Unit] = Field(default_factory=dict)
    rules: tuple[RoutingRule, ...] = ()
    default_unit: Words = ""
    """Key of the unit of what no rule fits; empty: the desk lead."""
    province: Province = Field(default_factory=Province)

    @model_validator(mode="after")
    def _known_units(self) -> Self:
        named = [rule.unit for rule in self.rules] + [self.default_unit]
        if unknown := sorted({one for one in named if one and one not in self.units}):
            raise PydanticCustomError("unit", f"chưa khai đơn vị này ở units: {', '.join(unknown)}")
        return self


class CalendarSettings(Settings):
    """What the commune adds to, or takes from, the national holidays."""

    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    confirmed_until: date
    opening: Annotated[Hours, Field(min_length=1)] = ("07:00-11:30", "13:30-17:00")
    """Working hours the legal clock counts (D-2); a desk's own hours may differ."""
    cutoff: time = time(15, 0)
    notice_hours: Annotated[HourRange, AfterValidator(_by_day)] = "07:00-21:00"
    """When citizens are written to first; what is due at night waits for the morning."""
    decided: tuple[HolidayYear, ...] = ()
    """Years confirmed by `motcua calendar confirm`; each takes the place of the shipped one."""

    @model_validator(mode="after")
    def _decided_and_once(self) -> Self:
        for year in self.decided:
            if not year.final:
                text = f"năm {year.year} còn là bản nháp; xác nhận bằng motcua calendar confirm"
                raise PydanticCustomError("draft", text)
        if len({year.year for year in self.decided}) < len(self.decided):
            raise PydanticCustomError("twice", "có năm ghi hai lần")
        return self

    @model_validator(mode="after")
    def _off_or_worked(self) -> Self:
        if both := sorted(set(self.days_off) & set(self.working_days)):
            listed = ", ".join(str(day) for day in both)
            raise PydanticCustomError("both", f"ngày vừa nghỉ vừa làm việc: {listed}")
        return self


class StaffHours(Settings):
    """When officers are written to first; answers to what they write come at any hour."""

    digest_at: time = time(7, 30)
    """The morning list of each officer, on working days."""
    hours: HourRange = "07:00-18:00"
    """Outside them, and on days off, what is for officers waits for the next working day."""


class BroadcastSettings(Settings):
    """What the commune writes to many."""

    approve_above: Annotated[int, Field(ge=0)] = 200
    """Recipients above which a second person must have approved the text."""
    chat_up_to: Annotated[int, Field(ge=0)] = 50
    """Recipients up to which an officer may write from their chat."""
    correct_days: Annotated[int, Field(ge=1, le=180)] = 30
    """Who was told a figure within so many days hears of its correction."""


class Commune(Settings):
    """Everything about one commune (K-3: nothing of it stands in code)."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,30}$")]
    name: Named
    province: Named
    stage: CommuneStage = CommuneStage.SAMPLE
    old_names: tuple[OldName, ...] = ()
    dossier_prefixes: tuple[Words, ...] = ()
    desks: dict[Annotated[str, StringConstraints(pattern=r"^(psc|police|bhxh)$")], DeskHours]
    hotline: Hotline = Field(default_factory=Hotline)
    chairman: Chairman = Field(default_factory=Chairman)
    calendar: CalendarSettings
    feedback: FeedbackSettings = Field(default_factory=FeedbackSettings)
    staff: StaffHours = Field(default_factory=StaffHours)
    broadcasts: BroadcastSettings = Field(default_factory=BroadcastSettings)
    neighbourhoods: tuple[AreaName, ...] = ()
    """Neighbourhoods people may choose with the news; empty: none is asked for."""
    website: Words = ""

    @model_validator(mode="after")
    def _areas_apart(self) -> Self:
        folded = [fold(name) for name in self.neighbourhoods]
        if twice := sorted({name for name in folded if folded.count(name) > 1}):
            raise PydanticCustomError("twice", f"tổ dân phố ghi hai lần: {', '.join(twice)}")
        return self

    def facts(self) -> dict[str, str]:
        """Placeholders of cards and routes; an empty value means the commune has not said."""
        psc = self.desks.get("psc")
        police = self.desks.get("police")
        return {
            "commune": self.name,
            "province": self.province,
            "hotline": self.hotline.number,
            "hotline_hours": self.hotline.hours,
            "reception_day": self.chairman.reception_day,
            "reception_place": self.chairman.place,
            "psc_name": psc.name if psc else "",
            "psc_address": psc.address if psc else "",
            "psc_phone": psc.phone if psc else "",
            "police_name": police.name if police else "",
            "police_address": police.address if police else "",
            "police_phone": police.phone if police else "",
            "website": self.website,
        }
