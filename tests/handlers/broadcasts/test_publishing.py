"""Broadcasts on the public page: marked, shown when they begin, withdrawn, carried by a repeat."""

from datetime import timedelta

import pytest

from bot.announced import StoredAnnouncements
from bot.web.ports import GONE, Announced
from handlers.broadcast import Broadcast
from handlers.broadcast_texts import Refused, Why
from handlers.broadcasts import publishing, repeating
from handlers.check_codes import Seal, codes_in, lines_of
from handlers.repeats import Repeat
from handlers.store import announcements
from handlers.store.check_codes import StoredCodes
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    made = open_desk(store, clock)
    made.readers(2)
    return made


def public(desk: Desk, number: int, by: str = "Lan") -> Broadcast | Refused:
    return desk.act_by(by, lambda acting: publishing.publish(acting, number))


def off(desk: Desk, number: int) -> Broadcast | Refused:
    return desk.act_by("Lan", lambda acting: publishing.withdraw(acting, number))


def shown(desk: Desk) -> list[str]:
    return [one.text for one in StoredAnnouncements(desk.store, KEY).page(50)]


def test_it_is_shown_when_it_begins_and_not_before(desk: Desk) -> None:
    one = desk.write("Mai cúp nước.")
    public(desk, one.id)
    assert shown(desk) == []
    assert StoredAnnouncements(desk.store, KEY).one(1) is None
    desk.start(one.id, at=desk.clock.now() + timedelta(hours=1))
    desk.bites()
    assert shown(desk) == []
    desk.clock.move(hours=1)
    desk.bites()
    assert shown(desk) == ["Mai cúp nước."]


def test_one_that_has_begun_is_shown_at_once_and_withdrawn_at_once(desk: Desk) -> None:
    one = desk.write("Mai cúp nước.")
    desk.start(one.id)
    desk.bites()
    public(desk, one.id)
    site = StoredAnnouncements(desk.store, KEY)
    assert (shown(desk), site.number()) == (["Mai cúp nước."], 1)
    assert isinstance(site.one(1), Announced)
    off(desk, one.id)
    assert (shown(desk), site.one(1), site.number()) == ([], GONE, 0)
    assert off(desk, one.id) == Refused(Why.NOT_PUBLIC)
    with desk.store.read() as work:
        kept = announcements.one(work, KEY, 1)
    assert kept is not None
    assert (kept.text, kept.body) == (None, None)
    public(desk, one.id)  # withdrawn by mistake: it comes back at its address
    assert isinstance(site.one(1), Announced)


def test_what_is_not_for_everybody_is_never_public(desk: Desk) -> None:
    one = desk.write(to="followers")
    assert public(desk, one.id) == Refused(Why.NOT_ALL)
    assert public(desk, desk.write().id, "Tú") == Refused(Why.NO_ROLE)


def test_a_cancelled_one_leaves_the_page(desk: Desk) -> None:
    one = desk.write()
    public(desk, one.id)
    desk.start(one.id)
    desk.bites()
    assert len(shown(desk)) == 1
    desk.act("cancel", "Lan", one.id)
    assert shown(desk) == []
    assert isinstance(public(desk, one.id), Refused)


def test_each_time_of_a_public_repeat_is_shown_when_it_leaves(desk: Desk) -> None:
    one = desk.write("Thuế tháng {thang}.")
    public(desk, one.id)
    rule = Repeat.parse("monthly", "1", "09:00")
    desk.act_by("Lan", lambda acting: repeating.repeat(acting, one.id, rule))
    desk.bites()
    assert shown(desk) == []
    desk.clock.move(days=8, hours=2)
    desk.bites()
    assert shown(desk) == ["Thuế tháng 12."]


def test_its_check_code_is_one_of_ours(store: Store, clock: FakeClock) -> None:
    seal = Seal(lambda: bytes(range(32)))
    sealed = Store(store.engine, seal=seal)
    desk = open_desk(sealed, clock)
    desk.readers(1)
    one = desk.write("Mai cúp nước.")
    desk.start(one.id)
    desk.bites()
    public(desk, one.id)
    found = StoredAnnouncements(sealed, KEY).one(1)
    assert isinstance(found, Announced)
    (code,) = codes_in("\n".join(lines_of(found.body)))
    issued = StoredCodes(sealed, seal).issued(KEY, code)
    assert issued is not None
    assert issued.kind == "broadcast"
