"""Public holidays by year, as data under `knowledge/data/holidays`, each with its source.

A holiday on a weekly day off gives the next working day off (Labour Code art. 111-112); the files
hold that compensation written out, and the swaps the government decides each year.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from knowledge.procedures import Record, Text
from knowledge.yaml_lines import plain_yaml

FOLDER: Final = Path(__file__).parent / "data" / "holidays"


class HolidayDataError(ValueError):
    """A holiday file does not hold what it should."""


class DayEntry(Record):
    """A day, or a run of days up to and with `until`."""

    day: date
    until: date | None = None
    name: Text
    """As it is told to citizens: "Ngày Văn hóa Việt Nam"."""
    source: Text

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.until is not None and self.until < self.day:
            raise ValueError("until lies before day")
        return self

    def days(self) -> Iterator[date]:
        """Every day of the entry."""
        last = self.until or self.day
        return (self.day + timedelta(n) for n in range((last - self.day).days + 1))


class HolidayYear(Record):
    """The days off and the days made up for in one year."""

    year: int = Field(ge=2000, le=2999)
    final: bool
    """False as long as the government has not decided: what is computed from it is expected."""
    days_off: tuple[DayEntry, ...]
    working_days: tuple[DayEntry, ...] = ()
    """Saturdays worked in exchange for a day off."""
    alternatives: dict[str, tuple[DayEntry, ...]] = Field(default_factory=dict)
    """Proposals of which one will be decided; the clock uses the one named by `assumed`."""
    assumed: str | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.assumed is not None and self.assumed not in self.alternatives:
            raise ValueError(f"assumed names no alternative: {self.assumed}")
        if self.final and self.alternatives:
            raise ValueError("a decided year has no alternatives left")
        runs = [*self.days_off, *self.working_days]
        runs += [entry for run in self.alternatives.values() for entry in run]
        if stray := sorted({d for entry in runs for d in entry.days() if d.year != self.year}):
            raise ValueError(f"days of another year: {', '.join(map(str, stray))}")
        if both := sorted(self.off().keys() & self.worked()):
            raise ValueError(f"both off and worked: {', '.join(map(str, both))}")
        return self

    def off(self) -> dict[date, DayEntry]:
        """Days off with the entry that gives them, the assumed proposal included."""
        assumed = self.alternatives.get(self.assumed or "", ())
        return {day: entry for entry in (*self.days_off, *assumed) for day in entry.days()}

    def worked(self) -> frozenset[date]:
        """Days worked though the weekday is a day off."""
        return frozenset(day for entry in self.working_days for day in entry.days())

    def supposing(self, alternative: str) -> Self:
        """The same year with another proposal assumed."""
        return type(self).model_validate({**self.model_dump(), "assumed": alternative})


def parse_year(text: str, name: str) -> HolidayYear:
    """A year from the text of a file; a mistake in it names the file.

    Raises:
        HolidayDataError: when the text cannot be read as a year.
    """
    try:
        return HolidayYear.model_validate(plain_yaml(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise HolidayDataError(f"{name}: {error}") from error


def read_year(path: Path) -> HolidayYear:
    """One holiday file, named by its year.

    Raises:
        HolidayDataError: when the file cannot be read as that year.
    """
    year = parse_year(path.read_text(encoding="utf-8"), path.name)
    if path.stem != str(year.year):
        raise HolidayDataError(f"{path.name}: holds the year {year.year}")
    return year


@cache
def shipped_years(folder: Path = FOLDER) -> Mapping[int, HolidayYear]:
    """The years that ship with the program, by number."""
    return {year.year: year for year in map(read_year, sorted(folder.glob("*.yaml")))}
