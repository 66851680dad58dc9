"""Broadcasts for a neighbourhood or for who keeps a limit, and reports by neighbourhood."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.dialogue import NothingKept
from handlers.broadcasts import ending, missing
from handlers.messages import Address, Inbound, InboundKind
from handlers.news_commands import ChooseArea
from handlers.router import Router
from handlers.store import contacts, follows, subscriptions
from handlers.store.follows import Recipient
from handlers.store.personal import StoredPersonalRecords
from handlers.store.states import ContactState
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn, following
from handlers.wording import broadcast_reports as wording
from tests.fakes.clock import FakeClock
from tests.fakes.readers import BASE, KEY, Desk, open_desk

AREAS = ("Tổ dân phố 1", "Tổ dân phố 2", "Khu phố Hòa Bình")
LIVED = replace(BASE, commune=BASE.commune.model_copy(update={"neighbourhoods": AREAS}))


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock)


def lives(desk: Desk, contact: str, area: str) -> None:
    with desk.store.work() as work:
        subscriptions.choose_area(work, KEY, contact, area)
        work.commit()


def recipients(desk: Desk, number: int) -> list[str]:
    desk.start(number)
    desk.bites()
    return sorted(who for who, *_ in desk.copies(number))


def test_only_who_chose_the_neighbourhood_gets_it(desk: Desk) -> None:
    one, two, three, four = desk.readers(4)
    lives(desk, one, "Tổ dân phố 1")
    lives(desk, two, "Tổ dân phố 2")
    lives(desk, three, "Khu phố Hòa Bình")
    made = desk.write(areas=("Tổ dân phố 1", "Khu phố Hòa Bình"))
    assert recipients(desk, made.id) == sorted([one, three])
    everywhere = desk.write()
    assert recipients(desk, everywhere.id) == sorted([one, two, three, four])


def test_who_keeps_a_limit_gets_it_until_the_day_is_over(desk: Desk) -> None:
    mine, over, stopped, other, quiet = desk.readers(5)
    now, today = desk.clock.now(), date(2026, 11, 23)
    days = {mine: 30, over: -1, stopped: 30, other: 30, quiet: 30}
    with desk.store.work() as work:
        for who, ahead in days.items():
            to = Recipient(KEY, desk.endpoint, "telegram", who)
            day = today + timedelta(days=ahead)
            code = "1.001193" if who == other else "1.002755"
            follows.remind(work, to, code, (day, day), now)
            if who == stopped:
                (kept,) = [
                    each.id
                    for each in follows.due_reminders(work, KEY, now, 10)
                    if each.to.contact == who
                ]
                follows.stop_reminder(work, kept, who, now)
        subscriptions.stop(work, KEY, quiet, now)
        work.commit()
    one = desk.write(to="limits", field="1.002755")
    assert recipients(desk, one.id) == [mine]
    every = desk.write(to="limits")
    assert recipients(desk, every.id) == sorted([mine, other])


def test_the_report_and_the_call_list_go_by_neighbourhood_and_are_kept(desk: Desk) -> None:
    one, two, three = desk.readers(3)
    lives(desk, one, "Tổ dân phố 1")
    lives(desk, two, "Khu phố Hòa Bình")
    with desk.store.work() as work:
        for who in (two, three):
            contacts.mark_contact(work, who, ContactState.BLOCKED)
        work.commit()
    made = desk.write()
    desk.start(made.id)
    desk.bites()
    with desk.store.read() as work:
        called = missing.people(work, made, desk.clock.now())
    assert [each.area for each in called] == ["Khu phố Hòa Bình", ""]
    assert wording.calls(called)[0] == "Khu phố Hòa Bình: 1 người"
    assert wording.calls(called)[2] == "Chưa ghi nơi ở: 1 người"
    desk.act("cancel", "Lan", made.id)
    desk.bites()
    with desk.store.read() as work:
        counts = ending.figures(work, desk.found(made.id))
    told = wording.areas([(each.area, each.state, each.number) for each in counts])
    assert told[0] == "Khu phố Hòa Bình: đã gửi 0/1, chưa 1"


def test_stopping_and_asking_again_keeps_where_one_lives(desk: Desk) -> None:
    (one,) = desk.readers(1)
    lives(desk, one, "Tổ dân phố 1")
    with desk.store.work() as work:
        subscriptions.stop(work, KEY, one, desk.clock.now())
        subscriptions.ask(work, KEY, one, desk.clock.now())
        assert subscriptions.area_of(work, one) == "Tổ dân phố 1"
        work.commit()


@pytest.fixture
def says(clock: FakeClock) -> Callable[..., Turn]:
    """A chat without a store: what is said or tapped, and what is decided."""
    router, states = Router(lambda _: LIVED, NothingKept()), [ConversationState()]

    def say(words: str = "", action: str = "") -> Turn:
        kind = InboundKind.TAP if action else InboundKind.TEXT
        inbound = Inbound(Address("e", "c"), "1", clock.now(), kind, text=words, action=action)
        turn = router.respond(inbound, states[-1], clock.now())
        states.append(following(states[-1], turn))
        return turn

    return say


def test_where_one_lives_is_asked_by_choice_and_typed_with_typos(
    says: Callable[..., Turn],
) -> None:
    asked = says("/nhantin")
    assert "Chọn tổ dân phố" in str(asked.replies)
    says(action="news:area")
    assert says("khu hoa bihn").commands == (ChooseArea("Khu phố Hòa Bình"),)
    says(action="news:area")
    assert says("Tổ dân phố 2").commands == (ChooseArea("Tổ dân phố 2"),)
    assert says(action="news:area:none").commands == (ChooseArea(""),)
    assert says(action="news:area:to-dan-pho-1").commands == (ChooseArea("Tổ dân phố 1"),)


def test_an_unknown_place_is_asked_again_and_a_question_is_answered(
    says: Callable[..., Turn],
) -> None:
    says(action="news:area")
    again = says("tổ 99")
    assert (again.commands, again.step) == ((), "news.area")
    assert "Tổ dân phố 1" in str(again.replies)
    answered = says("làm giấy khai sinh cho con mới sinh cần những giấy tờ gì")
    assert answered.commands == ()
    assert "khai sinh" in str(answered.replies).lower()


def test_without_neighbourhoods_in_the_settings_none_is_asked_for(clock: FakeClock) -> None:
    router = Router(lambda _: BASE, NothingKept())
    inbound = Inbound(Address("e", "c"), "1", clock.now(), InboundKind.TEXT, text="/nhantin")
    turn = router.respond(inbound, ConversationState(), clock.now())
    assert "tổ dân phố" not in str(turn.replies)


def test_the_choice_is_shown_under_what_is_kept_of_a_person(desk: Desk) -> None:
    (one,) = desk.readers(1)
    lives(desk, one, "Tổ dân phố 1")
    router = Router(lambda _: LIVED, StoredPersonalRecords(desk.store))
    inbound = Inbound(
        Address(desk.endpoint, one), "7", desk.clock.now(), InboundKind.TAP, action="data:view"
    )
    turn = router.respond(inbound, ConversationState(), desk.clock.now())
    assert "Tổ dân phố 1" in str(turn.replies)
