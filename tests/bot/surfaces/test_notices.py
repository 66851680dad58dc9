"""Whatever the record says, each kind of notice tells its facts on every surface."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from html import unescape
from itertools import pairwise
from typing import Final, Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surfaces import Size, rendered
from knowledge import sms
from knowledge.surfaces.announcement import Surface
from tests.bot.surfaces import heard
from tests.bot.surfaces.flat import flat
from tests.bot.surfaces.noticed import SAMPLES, Record, moment, worn
from tests.fakes.readers import BASE


class Fact(Protocol):
    """One thing a record says."""

    def written(self) -> str:
        """As it is read."""

    def said(self, script: str) -> bool:
        """Whether a listener hears it."""


@dataclass(frozen=True)
class Day:
    """A date."""

    day: date

    def written(self) -> str:
        """4/12/2026."""
        return f"{self.day.day}/{self.day.month}/{self.day.year}"

    def said(self, script: str) -> bool:
        """Whole."""
        return (self.day.day, self.day.month, self.day.year) in heard.dates(script)


@dataclass(frozen=True)
class Hour:
    """A time of the day."""

    hour: time

    def written(self) -> str:
        """09:15."""
        return f"{self.hour:%H:%M}"

    def said(self, script: str) -> bool:
        """The hour and right after it its minutes."""
        said = list(heard.numbers(script))
        hours = [
            at
            for at, (number, after) in enumerate(said)
            if (number, True) == (self.hour.hour, after.startswith("giờ"))
        ]
        if not self.hour.minute:
            return bool(hours)
        return any(
            said[at + 1][0] == self.hour.minute and said[at + 1][1].startswith("phút")
            for at in hours
            if at + 1 < len(said)
        )


@dataclass(frozen=True)
class Figures:
    """A code's end or a telephone number: figure by figure."""

    figures: str

    def written(self) -> str:
        """As it is."""
        return self.figures

    def said(self, script: str) -> bool:
        """One by one, with pauses."""
        return self.figures.replace(" ", "") in heard.spelled(script.replace(",", ""))


@dataclass(frozen=True)
class Amount:
    """Money for each copy."""

    dong: int

    def written(self) -> str:
        """8.000đ/bản."""
        return f"{self.dong:,}".replace(",", ".") + "đ/bản"

    def said(self, script: str) -> bool:
        """In words."""
        return any(
            number == self.dong and after.startswith("đồng một bản")
            for number, after in heard.numbers(script)
        )


@dataclass(frozen=True)
class House:
    """Where the desk is."""

    numbers: tuple[int, int]

    def written(self) -> str:
        """12/4 of a street."""
        return f"số {self.numbers[0]}/{self.numbers[1]} đường Trần Phú"

    def said(self, script: str) -> bool:
        """With "xẹt" between."""
        said = list(heard.numbers(script))
        return any(
            (one[0], two[0]) == self.numbers
            and one[1].startswith("xẹt")
            and two[1].startswith("đường trần")
            for one, two in pairwise(said)
        )


@dataclass(frozen=True)
class Words:
    """Words without a figure."""

    words: str

    def written(self) -> str:
        """As they are."""
        return self.words

    def said(self, script: str) -> bool:
        """As they are."""
        return self.words.lower() in script.lower()


def _hours(_: Record) -> Iterator[Fact]:
    desk = BASE.commune.desks["psc"]
    for span in desk.hours:
        for one in span.split("-"):
            yield Hour(time.fromisoformat(one))
    yield Words("thứ Hai đến thứ Sáu")


Told = Callable[[Record], Iterable[Fact]]
FACTS: Final[Mapping[str, Told]] = {
    "number": lambda one: [Figures(one.number)],
    "procedure": lambda _: [Words("hôn nhân")],
    "land": lambda _: [Words("Đăng ký biến động đất đai")],
    "accepted": lambda one: [Day(one.accepted.date()), Hour(one.accepted.time())],
    "happened": lambda one: [Day(one.happened.date()), Hour(one.happened.time())],
    "happened_day": lambda one: [Day(one.happened.date())],
    "due": lambda one: [Day(one.due.date()), Hour(one.due.time())],
    "later": lambda one: [Day(one.later.date()), Hour(one.later.time())],
    "fiscal_day": lambda one: [Day(one.fiscal.date())],
    "closing": lambda one: [Day(one.closing)],
    "limit_day": lambda one: [Day(one.limit), Day(BASE.calendar.last_open_day(one.limit))],
    "fee": lambda one: [Amount(one.amount)],
    "phone": lambda one: [Figures(one.phone)],
    "street": lambda one: [House(one.house)],
    "desk": lambda _: [Words("Trung tâm Phục vụ hành chính công")],
    "hours": _hours,
    "paper": lambda one: [Words(one.paper)],
    "reason": lambda one: [Words(one.reason)],
    "sorry": lambda _: [Words("Máy chủ của tỉnh bảo trì")],
    "birth": lambda _: [Words("Đăng ký khai sinh")],
    "renewal": lambda _: [Words("Gia hạn tạm trú"), Words("Từ hôm nay")],
}
_day = st.dates(date(2026, 12, 1), date(2029, 12, 28))
_hour = st.times().map(lambda one: one.replace(second=0, microsecond=0))
_at = st.builds(moment, _day, _hour.filter(lambda one: one != time()))
records = st.builds(
    Record,
    accepted=st.just(Record.accepted),
    happened=_at,
    due=_at,
    fiscal=_at,
    later=_at,
    closing=_day,
    limit=_day,
    number=st.integers(0, 9_999).map("{:04}".format),
    amount=st.one_of(st.integers(1, 2_000), st.integers(1, 10**9)),
    phone=st.builds(
        "0{:03} {:03} {:04}".format, *(st.integers(100, 999),) * 2, st.integers(0, 9_999)
    ),
    house=st.tuples(st.integers(32, 999), st.integers(1, 99)),
    paper=st.sampled_from(("Giấy chứng sinh", "Tờ khai đăng ký cư trú", "Bản chính sổ hộ tịch")),
    reason=st.sampled_from(("Tờ khai thiếu chữ ký", "Bản chụp giấy tờ bị mờ")),
)


def facts(name: str, record: Record) -> Iterator[Fact]:
    for one in SAMPLES[name].tells:
        yield from FACTS[one](record)


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=25, deadline=None)
@given(record=records)
def test_no_fact_of_the_record_is_lost_on_any_surface(name: str, record: Record) -> None:
    reply, what = worn(name, record)
    for surface in Surface:
        pieces = rendered(surface, reply, what, Size())
        if surface is Surface.LOUDSPEAKER:
            script = "\n".join(pieces)
            assert not re.search(r"\d", script)
            assert not (lost := [one for one in facts(name, record) if not one.said(script)]), (
                lost,
                script,
            )
            continue
        between = "" if surface is Surface.SMS else "\n--\n"
        text = flat(unescape(between.join(pieces)))
        for fact in facts(name, record):
            words = fact.written()
            shown = sms.plain(words) if surface is Surface.SMS else words
            assert flat(shown).lower() in text.lower(), (surface, fact)


@pytest.mark.parametrize("name", SAMPLES)
def test_who_writes_stands_on_all_that_leaves_the_ward(name: str) -> None:
    reply, what = worn(name, Record())
    assert "Phuong Mau" in "".join(rendered(Surface.SMS, reply, what, Size()))
    assert "PHƯỜNG MẪU" in "".join(rendered(Surface.SLIP, reply, what, Size()))
