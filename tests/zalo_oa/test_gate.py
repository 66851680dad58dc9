"""Pushes through the gate, over HTTP against the strict account."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.check_codes import codes_in
from handlers.messages import Form
from handlers.reaching import Reach
from handlers.store import spending
from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.pushing import (
    LAN,
    QUOTA,
    TEMPLATES,
    details,
    ended,
    made,
    met,
    pushed,
    spent,
)

pytestmark = pytest.mark.asyncio


@pytest.fixture
def line(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Line:
    """Without a budget."""
    zalo.account.quotas["sub_quota"] = 0
    return made(sqlite_store, zalo, tmp_path, templates=TEMPLATES)


@pytest.fixture
def rich(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Line:
    """With one."""
    zalo.account.quotas["sub_quota"] = 0
    return made(sqlite_store, zalo, tmp_path, templates=TEMPLATES, monthly_budget=250)


async def test_within_two_days_a_push_is_free_and_nobody_is_asked(line: Line) -> None:
    async with line.open():
        await met(line)
        line.move(hours=47)
        assert (await pushed(line))[0] == "sent"

    assert line.zalo.account.calls[QUOTA] == 0
    assert line.zalo.account.billed == []


async def test_the_free_days_count_from_the_persons_act_however_late_we_hear_of_it(
    line: Line,
) -> None:
    async with line.open():
        line.zalo.do(lambda: line.zalo.account.acts(LAN))
        event = line.event(LAN, "user_send_text", {"msg_id": "m1", "text": "chào"})
        line.move(minutes=110)  # the last repeat of Zalo's
        assert await line.post(event) == 200
        await line.heard(LAN)
        line.move(hours=46, minutes=20)
        assert await pushed(line) == ("withheld", "budget")

    assert line.zalo.account.billed == []


async def test_a_clock_of_zalos_that_is_ahead_makes_no_push_free_for_longer(line: Line) -> None:
    async with line.open():
        line.zalo.do(lambda: line.zalo.account.acts(LAN))
        line.move(minutes=4)
        ahead = line.zalo.stamp()
        line.move(minutes=-4)
        message = {"msg_id": "m1", "text": "chào"}
        assert await line.post(line.event(LAN, "user_send_text", message, ahead)) == 200
        await line.heard(LAN)
        line.move(hours=47, minutes=57)
        assert await pushed(line) == ("withheld", "budget")


async def test_within_the_week_a_push_waits_for_money_or_the_package(line: Line) -> None:
    async with line.open():
        await met(line)
        line.move(hours=72)
        assert await pushed(line) == ("withheld", "budget")
        line.zalo.account.quotas["sub_quota"] = 5
        line.move(minutes=11)
        assert (await pushed(line, "n2"))[0] == "sent"

    assert line.zalo.account.quotas["sub_quota"] == 4
    assert spent(line) == 0


async def test_seven_days_are_promised_only_where_somebody_pays(line: Line, rich: Line) -> None:
    now = line.clock.now()
    in_three_days = now + timedelta(days=3)
    free, week = now + timedelta(hours=47), now + timedelta(days=7) - timedelta(hours=1)
    assert line.service.channel.reach(now, in_three_days) == (Reach.UNTIL, free)
    assert rich.service.channel.reach(now, in_three_days) == (Reach.ALWAYS, None)
    assert rich.service.channel.reach(now, None) == (Reach.UNTIL, week)

    with rich.store.work() as work:
        assert spending.take(work, rich.service.endpoint, 200, 250, now)
        work.commit()
    assert rich.service.channel.reach(now, in_three_days) == (Reach.UNTIL, free)


async def test_a_package_that_has_messages_left_promises_them_for_a_day(line: Line) -> None:
    line.zalo.account.quotas["sub_quota"] = 5
    async with line.open():
        await met(line)
        line.move(hours=72)
        assert (await pushed(line))[0] == "sent"
    now = line.clock.now()
    in_three_days = now + timedelta(days=3)
    assert line.service.channel.reach(now, in_three_days)[0] is Reach.ALWAYS
    line.move(hours=24)
    assert line.service.channel.reach(line.clock.now(), in_three_days)[0] is Reach.UNTIL


async def test_within_the_week_money_pays_for_words(rich: Line) -> None:
    async with rich.open():
        await met(rich)
        rich.move(hours=72)
        assert (await pushed(rich))[0] == "sent"

    assert rich.zalo.account.person(LAN).texts[-1].startswith("Đã có kết quả\n\nMã kiểm tra:")
    assert spent(rich) == 55


async def test_what_the_package_paid_after_all_costs_nothing(rich: Line) -> None:
    async with rich.open():
        await met(rich)
        rich.move(hours=72)
        await pushed(rich)  # learns that the package is empty
        rich.zalo.account.quotas["sub_quota"] = 1
        await pushed(rich, "n2")

    assert spent(rich) == 55


async def test_beyond_the_week_only_a_template_goes_with_its_fields(rich: Line) -> None:
    async with rich.open():
        await met(rich)
        rich.move(days=8)
        assert (await pushed(rich))[0] == "sent"
        assert await pushed(rich, "n2", Form("accepted")) == ("withheld", "window")
        assert await pushed(rich, "n3", None) == ("withheld", "window")

    sent = rich.zalo.account.person(LAN).hears[-1]["template"]
    assert codes_in(sent["template_data"].pop("ma_tin"))
    assert sent["template_data"] == {"ma_ho_so": "0001", "noi_nhan": "Trung tâm"}
    assert spent(rich) == 100


async def test_a_broadcast_goes_as_the_template_of_its_topic_with_its_check_code(
    rich: Line,
) -> None:
    full = Form("broadcast.tax", (("ngay", "15/3/2027"), ("x", "y")))
    async with rich.open():
        await met(rich)
        rich.move(days=8)
        assert (await pushed(rich, "b1", full))[0] == "sent"
        lacks, other = Form(full.kind, full.values[1:]), Form("broadcast.health", full.values)
        assert await pushed(rich, "b2", lacks) == ("withheld", "fields")
        assert await pushed(rich, "b3", other) == ("withheld", "window")

    sent = rich.zalo.account.person(LAN).hears[-1]["template"]["template_data"]
    assert (sent["han"], len(codes_in(sent["ma_tin"]))) == ("15/3/2027", 1)
    assert spent(rich) == 120


async def test_without_a_budget_no_template_goes(line: Line) -> None:
    async with line.open():
        await met(line)
        line.move(days=8)
        assert await pushed(line) == ("withheld", "budget")

    assert line.zalo.account.billed == []


async def test_the_budget_of_the_month_is_never_overrun(rich: Line) -> None:
    async with rich.open():
        await met(rich)
        rich.move(days=8)
        became = [(await pushed(rich, f"n{number}"))[0] for number in range(4)]

    assert became == ["sent", "sent", "withheld", "withheld"]
    assert spent(rich) == 200


async def test_what_was_refused_is_given_back(rich: Line) -> None:
    rich.zalo.account.faults["/v3.0/oa/message/template"] = [-131]
    async with rich.open():
        await met(rich)
        rich.move(days=8)
        assert (await pushed(rich))[0] == "failed"

    assert spent(rich) == 0


async def test_what_may_have_gone_is_paid_and_not_repeated(rich: Line) -> None:
    rich.zalo.account.faults["/v3.0/oa/message/template"] = [-200]
    async with rich.open():
        await met(rich)
        rich.move(days=8)
        assert await pushed(rich) == ("unknown", "uncertain")

    assert spent(rich) == 100
    assert rich.zalo.account.calls["/v3.0/oa/message/template"] == 1


async def test_zalo_knows_of_acts_that_never_reach_us(line: Line) -> None:
    async with line.open():
        await met(line)
        line.move(days=20)
        line.zalo.do(lambda: line.zalo.account.acts(LAN))  # called the desk through the profile
        assert (await pushed(line))[0] == "sent"


async def test_what_was_withheld_goes_when_the_person_writes_again(line: Line) -> None:
    async with line.open():
        await met(line)
        line.move(days=8)
        assert (await pushed(line))[0] == "withheld"
        await line.says(LAN, "alo", "m2")
        await line.eventually(lambda: ended(line)[0] == "sent")

    assert line.zalo.account.person(LAN).texts[-2:][1].startswith("Đã có kết quả\n\nMã kiểm tra:")


async def test_a_number_handed_over_reaches_who_left_the_account(rich: Line) -> None:
    async with rich.open():
        await met(rich)
        assert await rich.post(details(rich, "0901234567")) == 200
        said = await rich.heard(LAN, 2)
        assert "đuôi 567" in said[1]
        rich.move(days=8)
        rich.zalo.account.person(LAN).blocked = True
        assert (await pushed(rich))[0] == "sent"
        (sent,) = rich.zalo.account.by_phone
        receipt = rich.event(LAN, "user_received_message", {})
        receipt |= {
            "recipient": {"id": "84901234567"},
            "message": {"tracking_id": sent["tracking_id"], "msg_id": "t1"},
        }
        assert await rich.post(receipt) == 200
        await rich.eventually(lambda: ended(rich)[0] == "delivered")

    assert sent["phone"] == "84901234567"
    assert len(sent["tracking_id"]) <= rules.TRACKING
    assert spent(rich) == 200
    with rich.store.read() as work:
        kept = str(work.run(text("SELECT phone FROM contact_phone")).scalar())
    assert "901234567" not in kept


async def test_erasing_a_person_erases_the_number(rich: Line) -> None:
    async with rich.open():
        await met(rich)
        await rich.post(details(rich, "0901234567"))
        await rich.quiet()
    rich.inbox.forget(rich.service.endpoint, LAN)

    with rich.store.read() as work:
        assert work.run(text("SELECT count(*) FROM contact_phone")).scalar() == 0


async def test_without_templates_by_phone_no_number_is_kept(line: Line) -> None:
    async with line.open():
        await met(line)
        assert await line.post(details(line, "0901234567")) == 200
        await line.quiet()

    with line.store.read() as work:
        assert work.run(text("SELECT count(*) FROM contact_phone")).scalar() == 0
