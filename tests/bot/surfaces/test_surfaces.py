"""One announcement on every surface: golden files, and no fact lost whatever it says."""

import re
from dataclasses import dataclass
from datetime import date, time
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surfaces import Size, rendered
from handlers.notice_kinds import NoticeKind
from handlers.wording import figures
from knowledge import sms
from knowledge.surfaces.announcement import Surface
from knowledge.surfaces.screens import Board
from tests.bot.surfaces import heard, noticed
from tests.bot.surfaces.flat import flat
from tests.bot.surfaces.goldens import CODE, FOLDER, GOLDEN, STORM, path, standing, told, whole

PRESENT = {one.stem for one in FOLDER.iterdir()}


@pytest.mark.parametrize("name", GOLDEN)
def test_it_stands_on_every_surface_as_its_golden_file_says(name: str) -> None:
    """What differs is read, then written: `python -m tests.bot.surfaces.goldens`."""
    assert path(name).exists(), "no golden file: python -m tests.bot.surfaces.goldens, and read it"
    assert standing(name) == path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", NoticeKind)
def test_each_kind_of_notice_has_a_record_and_a_golden_file(kind: NoticeKind) -> None:
    assert kind in noticed.SAMPLES
    assert f"notice.{kind}" in PRESENT


def test_no_golden_file_is_of_nothing() -> None:
    assert set(GOLDEN) == PRESENT


@dataclass(frozen=True)
class Facts:
    """What an officer states; the texts are made of these."""

    amount: int
    day: date
    hour: time
    street: tuple[int, int]
    phone: str
    code: str

    @property
    def text(self) -> str:
        """Sentences of every shape officers write."""
        return (
            f"Lệ phí {figures.money(self.amount)}/người, thu từ {self.hour:%H:%M} "
            f"ngày {figures.short_day(self.day)}.\n"
            f"Nộp tại Nhà văn hoá, số {self.street[0]}/{self.street[1]} đường Trần Phú; "
            f"gọi {self.phone}.\nMã cần ghi: {self.code}, xin cảm ơn."
        )

    def written(self) -> tuple[str, ...]:
        """As they stand on what is read with the eyes."""
        place = f"số {self.street[0]}/{self.street[1]} đường Trần Phú"
        day = figures.short_day(self.day)
        return (figures.money(self.amount), day, f"{self.hour:%H:%M}", place, self.phone, self.code)


def some_code() -> st.SearchStrategy[str]:
    """A code of a dossier, a procedure, a form or a case."""
    dossier = st.builds("H32.{:02}.{:02}-2609{:02}-{:04}".format, *(st.integers(1, 28),) * 4)
    procedure = st.builds("1.{:06}".format, st.integers(0, 999_999))
    form = st.builds("CT{:02}".format, st.integers(1, 28))
    return st.one_of(
        dossier, procedure, form, st.builds("PA-2611{:02}-{:03}".format, *(st.integers(1, 28),) * 2)
    )


stated = st.builds(
    Facts,
    amount=st.one_of(st.integers(1, 2_000), st.integers(1, 10**12)),
    day=st.dates(date(2026, 1, 1), date(2032, 12, 31)),
    hour=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    street=st.tuples(st.integers(32, 999), st.integers(1, 99)),
    phone=st.builds(
        "0{:03} {:03} {:04}".format, *(st.integers(100, 999),) * 2, st.integers(0, 9999)
    ),
    code=some_code(),
)


@settings(max_examples=200, deadline=None)
@given(facts=stated, width=st.integers(12, 60), lines=st.integers(1, 8))
def test_every_fact_stands_where_it_is_read(facts: Facts, width: int, lines: int) -> None:
    reply, what = told(facts.text)
    size = Size(Board(width, lines), max(width, 16))
    for surface in set(Surface) - {Surface.LOUDSPEAKER}:
        said = whole(surface, reply, what, size)
        said = "".join(rendered(surface, reply, what, size)) if surface is Surface.SMS else said
        for fact in facts.written():
            shown = sms.plain(fact) if surface is Surface.SMS else fact
            assert flat(shown) in flat(unescape(said)), (surface, fact)


@settings(max_examples=300, deadline=None)
@given(facts=stated)
def test_every_fact_is_heard_from_the_loudspeaker(facts: Facts) -> None:
    said = whole(Surface.LOUDSPEAKER, *told(facts.text)).lower()
    signs = heard.spelled(said).replace(",", "")
    day = facts.day

    assert not re.search(r"\d", said)
    assert "nhà văn hoá" in said
    assert any(
        n == facts.amount and after.startswith("đồng một người") for n, after in heard.numbers(said)
    )
    assert (day.day, day.month, day.year) in heard.dates(said)
    assert any(n == facts.hour.hour and after.startswith("giờ") for n, after in heard.numbers(said))
    if facts.hour.minute:
        assert any(
            n == facts.hour.minute and after.startswith("phút") for n, after in heard.numbers(said)
        )
    assert any(n == facts.street[0] and after.startswith("xẹt") for n, after in heard.numbers(said))
    assert any(
        n == facts.street[1] and after.startswith("đường trần") for n, after in heard.numbers(said)
    )
    assert facts.phone.replace(" ", "") in signs
    assert facts.code in signs


@settings(max_examples=500, deadline=None)
@given(number=st.one_of(st.integers(0, 10_000), st.integers(0, 10**15)))
def test_a_number_that_is_said_is_understood(number: int) -> None:
    from knowledge.surfaces.spoken import number as spoken

    assert heard.value(spoken(number).split()) == number


@settings(max_examples=200, deadline=None)
@given(facts=stated, width=st.integers(12, 60), lines=st.integers(1, 8))
def test_no_slide_and_no_strip_is_larger_than_its_device(
    facts: Facts, width: int, lines: int
) -> None:
    reply, what = told(facts.text)
    size = Size(Board(width, lines), max(width, 16))
    for slide in rendered(Surface.LED, reply, what, size):
        rows = slide.split("\n")[1:]
        assert len(rows) <= lines
        assert all(len(row) <= width for row in rows)
    (strip,) = rendered(Surface.SLIP, reply, what, size)
    assert all(len(row) <= size.paper for row in strip.split("\n"))


def test_a_reader_s_reason_is_not_read_to_everybody() -> None:
    reply, what = told(STORM)
    assert "đã đăng ký nhận tin" in whole(Surface.TELEGRAM, reply, what)
    for surface in (Surface.LED, Surface.LOUDSPEAKER, Surface.SLIP, Surface.SMS):
        assert "đăng ký" not in whole(surface, reply, what)


def test_the_code_is_on_what_a_person_holds_and_on_no_board() -> None:
    reply, what = told(STORM)
    code = CODE.search(what.code)
    assert code is not None
    for surface in set(Surface) - {Surface.LED, Surface.LOUDSPEAKER}:
        assert code.group() in flat("".join(rendered(surface, reply, what, Size())))
    for surface in (Surface.LED, Surface.LOUDSPEAKER):
        assert code.group() not in whole(surface, reply, what)
