"""What the preview says of money and plans, before anything is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.broadcast import Broadcast
from handlers.broadcast_costs import PAID, Cost, Estimate, Tariff, TemplatePrice, estimate
from handlers.broadcast_reports import Look, Preview, Seen
from handlers.broadcast_texts import Draft
from handlers.broadcasts import previewing
from handlers.messages import CODE_FACT, ChannelName
from handlers.quotas import Plan, Usage
from handlers.store import contacts, phones, quotas, spending, subscriptions
from handlers.store.codec import reply_from_json
from handlers.store.tables import InboundRow, table_of
from handlers.store.unit_of_work import Store
from handlers.wording import broadcast_reports as wording
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, OUTBOX, Desk, open_desk

OA = Tariff(55, 1_000, free_first=True, package=True)


def test_only_who_was_silent_for_two_days_costs_and_the_budget_holds_the_rest_back() -> None:
    people = {"": 5, PAID: 30, "window": 7}
    found = estimate(people, 1, OA, spent=450, used=None)
    assert found.cost == Cost(55, 30, 550, 550, package=True)
    assert found.held == {"budget": 20}
    assert estimate(people, 1, Tariff(55, 0, free_first=True), 0, None).held == {"budget": 30}


def test_what_a_day_may_cost_is_told_with_how_many_days_that_takes() -> None:
    cost = estimate({PAID: 30}, 1, replace(OA, budget=2_000, daily=550), 0, None).cost
    assert cost is not None
    assert (cost.most, cost.days) == (1_650, 3)
    said = wording.money(cost)
    assert "mỗi ngày chỉ chi 550đ nên phải gửi trong ít nhất 3 ngày" in said
    fits = estimate({PAID: 10}, 1, replace(OA, budget=2_000, daily=550), 0, None).cost
    assert fits is not None
    assert "mỗi ngày" not in wording.money(fits)
    nothing = estimate({PAID: 10}, 1, replace(OA, budget=0, daily=550), 0, None).cost
    assert nothing is not None
    assert "mỗi ngày" not in wording.money(nothing)


def test_where_every_message_costs_everybody_is_counted() -> None:
    assert estimate({"": 3, PAID: 2}, 1, Tariff(300, 10_000), 0, None).cost == Cost(
        300, 5, 1_500, 10_000, package=False
    )
    assert estimate({"": 3}, 1, Tariff(), 0, None) == Estimate()


def test_a_plan_keeps_its_last_tenth_and_long_texts_use_it_faster() -> None:
    used = Usage("zalo", Plan(100, 50), taken=40, sent=40)
    assert estimate({"": 8}, 1, Tariff(), 0, used) == Estimate({}, None, 10)
    assert estimate({"": 8}, 2, Tariff(), 0, used).held == {"quota": 3}
    over = Usage("zalo", Plan(100, 50), taken=60, sent=40)
    assert estimate({"": 8}, 1, Tariff(), 0, over) == Estimate({"quota": 8}, None, 0)


TEMPLATE = TemplatePrice("t9", 100, {"ngay_cat": "ngay", "phuong": "phuong"})


def test_a_template_reaches_the_silent_for_its_own_price_after_words_are_paid() -> None:
    people = {"": 5, PAID: 2, "window": 4}
    found = estimate(people, 1, replace(OA, budget=400), 0, None, TEMPLATE)
    assert found.held == {"budget": 2}
    assert found.cost == Cost(55, 2, 310, 400, package=True, by_template=4, template_price=100)
    nothing = estimate({"window": 3}, 1, replace(OA, budget=0), 0, None, TEMPLATE)
    assert nothing.held == {"budget": 3}
    assert nothing.cost is not None
    assert nothing.cost.most == 0


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock)


def oa_reader(desk: Desk, chat: str, silent: timedelta) -> None:
    reader(desk, ChannelName.ZALO_OA, chat, silent)


def bridge_reader(desk: Desk, chat: str, silent: timedelta) -> None:
    reader(desk, ChannelName.BRIDGE, chat, silent)


def reader(desk: Desk, channel: ChannelName, chat: str, silent: timedelta) -> None:
    now = desk.clock.now()
    with desk.store.work() as work:
        name = contacts.ensure_endpoint(work, KEY, channel, "oa", now)
        one = contacts.open_contact(work, contacts.endpoint_of(work, name), chat, "", now)
        subscriptions.ask(work, KEY, one, now)
        row = {
            "commune": KEY, "endpoint": name, "contact": one, "external_id": chat, "payload": "{}",
            "received_at": now - silent, "status": "handled", "attempts": 1,
        }  # fmt: skip
        work.connection.execute(table_of(InboundRow).insert().values(**row))
        work.commit()


def seen(
    desk: Desk, channel: str, given: Tariff = OA, values: dict[str, str] | None = None
) -> tuple[Seen, str]:
    one = desk.act("write", "Lan", Draft("Mai cúp nước.", values or {}, "utilities", "all"))
    assert isinstance(one, Broadcast)

    def tariff(name: str, *_: object) -> Tariff:
        return given if name == channel else Tariff()

    with desk.store.read() as work:
        ports = previewing.ChannelPorts(lambda *_: Look(("x",)), tariff)
        found = previewing.preview_of(work, desk.ward, one, desk.clock.now(), ports)
    assert isinstance(found, Preview)
    (each,) = [each for each in found.channels if each.channel == channel]
    return each, "\n".join(wording.preview(one, found, 200))


def test_the_preview_tells_who_costs_who_is_held_and_what_is_left(desk: Desk) -> None:
    for chat, silent in (("a", 1), ("b", 50), ("c", 60), ("d", 200)):
        oa_reader(desk, chat, timedelta(hours=silent))
    with desk.store.work() as work:
        assert spending.take(work, "zalo_oa", 900, 1_000, desk.clock.now())
        work.commit()
    found, said = seen(desk, "zalo_oa")
    assert (found.people, dict(found.barred)) == (4, {"window": 1, "budget": 1})
    assert found.cost == Cost(55, 2, 55, 100, package=True)
    assert "2 người mất tiền, 55đ mỗi người, nếu gói của Zalo hết tin miễn phí" in said
    assert "ngân sách tháng còn 100đ" in said


def test_the_preview_tells_what_the_plan_of_a_zalo_bot_has_left(desk: Desk) -> None:
    now = desk.clock.now()
    with desk.store.work() as work:
        name = contacts.ensure_endpoint(work, KEY, ChannelName.ZALO_BOT, "zb", now)
        quotas.set_plan(work, name, Plan(10, 50))
        quotas.count(work, name, now, sent=8)
        for chat in ("1", "2", "3"):
            one = contacts.open_contact(work, contacts.endpoint_of(work, name), chat, "", now)
            subscriptions.ask(work, KEY, one, now)
        work.commit()
    found, said = seen(desk, "zalo_bot")
    assert (found.plan_left, dict(found.barred)) == (1, {"quota": 2})
    assert "gói tháng này còn 1 tin được chủ động gửi" in said


def test_who_was_silent_too_long_is_previewed_with_the_template_its_fields_and_price(
    desk: Desk,
) -> None:
    oa_reader(desk, "a", timedelta(hours=1))
    oa_reader(desk, "d", timedelta(days=9))
    given = replace(OA, templates={"broadcast.utilities": TEMPLATE})
    bare, said = seen(desk, "zalo_oa", given)
    assert dict(bare.barred) == {"fields": 1}
    assert "Tin mẫu t9 chưa gửi được, thiếu: ngay" in said
    found, said = seen(desk, "zalo_oa", given, {"ngay": "4/12/2026"})
    assert dict(found.barred) == {}
    name = desk.ward.commune.name
    assert f"nhận tin mẫu t9: ngay_cat: 4/12/2026; phuong: {name}" in said
    assert "1 người nhận tin mẫu đã duyệt, 100đ mỗi người: nhiều nhất 100đ" in said


def test_a_template_by_phone_reaches_who_gave_a_number_and_the_rest_is_told(desk: Desk) -> None:
    oa_reader(desk, "a", timedelta(hours=1))
    for chat in ("d", "e", "f"):
        oa_reader(desk, chat, timedelta(days=9))
    by_phone = replace(TEMPLATE, price=200, by_phone=True)
    given = replace(OA, templates={"broadcast.utilities": by_phone})
    values = {"ngay": "4/12/2026"}
    nobody, said = seen(desk, "zalo_oa", given, values)
    assert dict(nobody.barred) == {"window": 3}
    assert "nhận tin mẫu" not in said
    for chat in ("a", "e"):  # who may be written to in words is counted there
        with desk.store.work() as work:
            one = contacts.find_contact(work, "zalo_oa", chat)
            assert one is not None
            phones.keep(work, one, "sealed", desk.clock.now())
            work.commit()
    found, said = seen(desk, "zalo_oa", given, values)
    assert dict(found.barred) == {"window": 2}
    assert "1 người nhận tin mẫu đã duyệt, 200đ mỗi người: nhiều nhất 200đ" in said


def test_copies_carry_the_facts_of_the_template_their_topic_has_and_no_others(desk: Desk) -> None:
    oa_reader(desk, "d", timedelta(days=9))
    facts = frozenset({"ngay", "noi_dung", CODE_FACT})
    desk.ward = replace(desk.ward, forms={"broadcast.utilities": facts})
    forms = []
    for topic in ("utilities", "tax"):
        draft = Draft("Cúp nước\nngày {ngay}.", {"ngay": "4/12"}, topic, "all")
        one = desk.act("write", "Lan", draft)
        assert isinstance(one, Broadcast)
        desk.start(one.id)
        desk.bites()
        with desk.store.read() as work:
            rows = work.connection.execute(
                select(OUTBOX.c.body).where(OUTBOX.c.broadcast == one.id)
            )
            (body,) = rows.scalars()
        forms.append(reply_from_json(body).form)
    with_facts, without = forms
    assert with_facts is not None
    assert dict(with_facts.values)["noi_dung"] == "Cúp nước ngày 4/12."
    assert dict(with_facts.values)["ngay"] == "4/12"
    assert set(dict(with_facts.values)) <= facts
    assert without is None


def test_a_gateway_with_a_window_or_without_pushes_is_counted_so(desk: Desk) -> None:
    for chat, hours in (("a", 1), ("b", 30)):
        bridge_reader(desk, chat, timedelta(hours=hours))
    windowed, _ = seen(desk, "bridge", Tariff(300, 10_000, window=timedelta(hours=24)))
    assert dict(windowed.barred) == {"window": 1}
    assert windowed.cost == Cost(300, 1, 300, 10_000, package=False)
    silent, said = seen(desk, "bridge", Tariff(pushes=False))
    assert dict(silent.barred) == {"no_push": 2}
    assert "chỉ trả lời" in said
