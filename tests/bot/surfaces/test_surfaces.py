"""One announcement on every surface: golden files, and no fact lost whatever it says."""

import re
from dataclasses import dataclass
from datetime import date, time
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surfaces import Size, about, of_broadcast, rendered
from handlers.announcing import announcement
from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.check_codes import Seal
from handlers.messages import Reply
from handlers.notice_kinds import NoticeKind
from handlers.store.check_codes import stamped
from handlers.wording import figures
from handlers.wording.broadcasts import letter
from handlers.wording.notice_facts import NoticeFacts
from handlers.wording.notices import notice
from knowledge import sms
from knowledge.surfaces.announcement import Announcement, Surface
from knowledge.surfaces.screens import Board
from tests.bot.surfaces import heard
from tests.fakes.readers import BASE
from tests.knowledge.dossiers import lives
from tests.knowledge.dossiers.lives import at

CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
GOLDEN = Path(__file__).with_name("golden")
COMMUNE = BASE.commune
SEAL = Seal(lambda: b"a key of the tests")
STORM = """KHẨN: bão số 5 vào đất liền tối 26/11/2026, gió cấp 8-9, giật cấp 11.
Nhà ven biển tổ 3, tổ 7 đến Trường THCS Mẫu, số 12/4 đường Mẫu, trước 17:00 ngày 26/11/2026.
Mang theo CCCD, thuốc; gọi 113, 115 hoặc 0000 000 003 khi cần giúp."""
HEALTH = """Thẻ BHYT hộ gia đình năm 2027: 1.263.600 đồng/người, người thứ hai 884.520đ (70%).
Nộp 07:30-11:30 từ 1/12/2026 đến 15/12/2026 tại Nhà văn hoá khu phố Mẫu; mẫu TK1, mã 1.001193.
Hỏi: 0258 382 2111 hoặc https://phuong-mau.example.vn/bhyt."""


def told(text: str, commune_text: str = "") -> tuple[Reply, Announcement]:
    """The letter with its code, and what of it is for everybody."""
    one = Broadcast(
        1, COMMUNE.key, "general", Audience.ALL, text, {}, 1, 1, BroadcastState.DRAFT,
        at("2026-11-26 08:00"),
    )  # fmt: skip
    given = (letter(COMMUNE, one, text), COMMUNE.key, "broadcast", at("2026-11-26 08:00"))
    worn, _ = stamped(SEAL, *given)
    return worn, of_broadcast(text, worn, COMMUNE)


def ready() -> tuple[Reply, Announcement]:
    """A notice about one dossier."""
    dossier = lives.dossier("accepted 2026-11-19 09:00", due="2026-11-25 17:00")
    reply = notice(NoticeKind.READY, NoticeFacts(dossier, COMMUNE), 7)
    worn, _ = stamped(SEAL, reply, COMMUNE.key, "notice", at("2026-11-26 08:00"))
    return worn, announcement(worn, COMMUNE)


def whole(surface: Surface, reply: Reply, what: Announcement, size: Size | None = None) -> str:
    return "\n--\n".join(rendered(surface, reply, what, size or Size()))


def golden(surface: Surface, reply: Reply, what: Announcement) -> str:
    """What a golden file holds; how check codes are made is not its matter."""
    said = f"{about(surface, what, Size())}\n{whole(surface, reply, what)}\n"
    return CODE.sub("CDFH-JK23-LMNP", said)


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("name", ["storm", "health", "ready"])
def test_it_stands_on_the_surface_as_its_golden_file(name: str, surface: Surface) -> None:
    reply, what = ready() if name == "ready" else told({"storm": STORM, "health": HEALTH}[name])
    kept = (GOLDEN / f"{name}.{surface}.txt").read_text(encoding="utf-8")

    assert golden(surface, reply, what) == kept


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


def flat(text: str) -> str:
    """Across the ends of lines, slides and parts; a code cut at its own sign is whole again."""
    text = re.sub(r"\n?\[\d+/\d+\]\n|\n--\n|\n", " ", text)
    return re.sub(r"(?<=[-./]) (?=[\d-])", "", " ".join(text.split()))


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
