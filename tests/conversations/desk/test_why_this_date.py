"""Why a dossier falls due when it does: one text, whoever asks and wherever."""

from html import escape
from pathlib import Path

import pytest

from bot.channels.web.render import blocks_html
from handlers.messages import Block, Heading
from handlers.officers import Role
from handlers.store.dossiers import StoredDossiers
from handlers.store.unit_of_work import Store
from handlers.wording.dossiers_clock import explained
from tests.conversations.desk.room import ACCEPTED, DONE, Person, Room
from tests.fakes.clock import FakeClock
from tests.fakes.console import OfficeSite
from tests.fakes.office import FOUR, KEY, Office

PAUSED = (*ACCEPTED, "supplement_needed 2026-11-20 08:00")
LIVES = pytest.mark.parametrize("events", [ACCEPTED, PAUSED, DONE])


def blocks(who: Person) -> list[Block]:
    """The explanation, without what a channel may add."""
    (reply,) = (one for one in who.heard if Heading("Vì sao ngày này?") in one.blocks)
    return list(reply.blocks)


@LIVES
def test_an_officer_and_the_citizen_read_the_same(
    room: Room, lan: Person, events: tuple[str, ...]
) -> None:
    code = room.office.dossier(*events, version=1).code
    lan.says(code).taps("Vì sao ngày này?").hears("Tiếp nhận lúc", "Giờ làm việc được tính")
    citizen = Person(room, "citizen").says(code)
    citizen.taps("Đồng ý").says(FOUR).taps("Vì sao ngày này?")
    assert blocks(lan) == blocks(citizen)
    lan.taps("Xem hồ sơ").hears(code, "Thủ tục")


@LIVES
def test_the_console_says_it_too(
    sqlite_store: Store, clock: FakeClock, tmp_path: Path, events: tuple[str, ...]
) -> None:
    site = OfficeSite(Office(sqlite_store, clock), tmp_path)
    known = site.office.dossier(*events, version=1)
    page = site.signed_in("Lê Thị Mẫu", Role.OFFICER).get(f"/can-bo/ho-so/{known.code}").text
    found = StoredDossiers(sqlite_store, KEY).explain(known, site.office.ward.calendar)
    title, *lines = explained(found)
    assert isinstance(title, Heading)
    assert escape(title.text) in page
    assert "".join(blocks_html(tuple(lines), 3)) in page


def test_a_citizen_with_the_officers_button_learns_nothing(room: Room, lan: Person) -> None:
    code = room.office.dossier(*ACCEPTED).code
    lan.says(code)
    thief = Person(room, "thief")
    thief.heard, thief.said = lan.heard, lan.said
    thief.taps("Vì sao ngày này?").hears_nothing_of("Tiếp nhận lúc", "Hẹn")
