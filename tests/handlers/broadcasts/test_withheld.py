"""Whom a broadcast means and does not go to by their own word; that it waits for the morning."""

from dataclasses import replace
from datetime import datetime

import pytest

from handlers.broadcast_costs import Tariff
from handlers.broadcast_reports import Look, Preview
from handlers.broadcasts import previewing
from handlers.store import recipients, subscriptions
from handlers.store.recipients import Line
from handlers.store.unit_of_work import Store
from handlers.wording import broadcast_reports as wording
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk
from tests.handlers.broadcasts.test_audiences import LAND, RESIDENCE, Street
from tests.knowledge.dossiers.lives import at

PORTS = previewing.ChannelPorts(lambda *_: Look(("tin",)), lambda *_: Tariff())


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock)


def seen(desk: Desk, number: int, now: datetime | None = None, *, urgent: bool = False) -> Preview:
    one = replace(desk.found(number), urgent=urgent)
    with desk.store.read() as work:
        found = previewing.preview_of(work, desk.ward, one, now or desk.clock.now(), PORTS)
    assert isinstance(found, Preview)
    return found


def say(desk: Desk, stops: list[str], mutes: list[str], topic: str = "utilities") -> None:
    now = desk.clock.now()
    with desk.store.work() as work:
        for who in stops:
            subscriptions.stop(work, KEY, who, now)
        for who in mutes:
            subscriptions.mute(work, KEY, who, topic, now)
        work.commit()


def test_of_readers_who_said_stop_and_who_muted_are_told_apart(desk: Desk) -> None:
    people = desk.readers(6)
    say(desk, people[:1], people[1:3])
    say(desk, [], people[3:4], topic="tax")
    found = seen(desk, desk.write().id)
    assert (found.total, found.unwanted) == (3, {"stopped": 1, "muted": 2})
    told = "\n".join(wording.preview(desk.write(), found, 200))
    assert "Không gửi 1 người: đã thôi nhận tin của phường, xã." in told
    assert "Không gửi 2 người: đã tắt chủ đề này." in told


def test_a_text_everybody_muted_says_so(desk: Desk) -> None:
    say(desk, [], desk.readers(2))
    found = seen(desk, desk.write().id)
    assert (found.total, found.unwanted) == (0, {"muted": 2})


def test_of_followers_only_who_follows_the_field_is_counted(desk: Desk) -> None:
    street = Street(desk)
    hears, stops, other, nobody = map(street.person, ("hears", "stops", "other", "nobody"))
    for who, field in ((hears, RESIDENCE), (stops, RESIDENCE), (other, LAND)):
        street.follows(who, field)
    say(desk, [stops, other, nobody], [])
    found = seen(desk, desk.write(to="followers", field=RESIDENCE).id)
    assert (found.total, found.unwanted) == (1, {"stopped": 1})


def test_who_stopped_after_the_file_was_read_is_counted(desk: Desk) -> None:
    one, two = desk.readers(2)
    made = desk.write(to="sheet")
    with desk.store.work() as work:
        lines = [Line(2, "…1", contact=one, values={}), Line(3, "…2", contact=two, values={})]
        recipients.replace(work, made.id, lines, desk.clock.now())
        work.commit()
    say(desk, [two], [])
    assert seen(desk, made.id).unwanted == {"stopped": 1}


@pytest.mark.parametrize(
    ("hour", "urgent", "leaves"),
    [
        ("2026-11-25 22:00", False, "07:00 ngày 26/11"),
        ("2026-11-25 06:00", False, "07:00 ngày 25/11"),
        ("2026-11-25 22:00", True, ""),
        ("2026-11-25 12:00", False, ""),
    ],
)
def test_at_night_it_says_when_it_leaves(desk: Desk, hour: str, urgent: bool, leaves: str) -> None:
    desk.readers(1)
    desk.clock.move_to(at(hour))
    told = "\n".join(wording.withheld(seen(desk, desk.write().id, urgent=urgent)))
    assert ("Giờ nghỉ đêm" in told) == bool(leaves)
    assert leaves in told


def test_followers_are_told_apart_by_the_state_of_their_dossier(desk: Desk) -> None:
    street = Street(desk)
    waits, done = map(street.person, ("waits", "done"))
    street.follows(waits, RESIDENCE)
    street.follows(done, RESIDENCE, "done 2026-11-20 09:00")
    for status, heard in (("accepted", ["waits"]), ("done", ["done"]), ("returned", [])):
        made = desk.write(to="followers", field=RESIDENCE, status=status)
        assert seen(desk, made.id).total == len(heard)
        street.heard.clear()
        street.sends(made.id)
        assert list(street.heard) == heard


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hệ thống nộp hồ sơ qua mạng ngừng từ ngày 1/12.", True),
        ("Hệ thống nộp hồ sơ qua mạng sắp ngừng để bảo trì.", True),
        ("Hệ thống nộp hồ sơ qua mạng ngừng từ ngày 3/12.", False),
    ],
)
def test_a_stop_of_online_filing_is_announced_seven_working_days_ahead(
    desk: Desk, text: str, *, told: bool
) -> None:
    """S-6: from Monday 23/11, with 24/11 off, the seventh working day is 3/12."""
    desk.readers(1)
    one = replace(desk.write(text), topic="service_outage")
    with desk.store.read() as work:
        found = previewing.preview_of(work, desk.ward, one, desk.clock.now(), PORTS)
    assert isinstance(found, Preview)
    said = "\n".join(wording.preview(one, found, 200))
    assert ("ngừng sớm nhất từ 3/12/2026" in said) is told
