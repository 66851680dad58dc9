"""What officers are told before a broadcast leaves is what the gate does when it leaves."""

from datetime import datetime, timedelta

import pytest

from bot.broadcast_costs import tariffs_of
from bot.channels.zalo_oa.templates import Pricing
from bot.channels.zalo_oa.windows import Known, Reason, decide
from bot.communes import Served
from bot.config import load_settings
from bot.config_zalo_oa import TemplateSettings
from handlers.broadcast import Audience, Broadcast
from handlers.broadcast_costs import TemplatePrice
from handlers.broadcast_texts import Draft
from handlers.messages import ChannelName
from handlers.store import broadcasts, contacts, subscriptions
from handlers.store.interactions import last_word
from handlers.store.tables import InboundRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk
from tests.fakes.telegram.product import LIVE

RICH = Pricing(budget=1_000_000)
EDGES = (
    timedelta(hours=1),
    timedelta(hours=47, minutes=55),
    timedelta(hours=47, minutes=55, seconds=1),
    timedelta(hours=167),
    timedelta(hours=167, seconds=1),
    timedelta(days=9),
)


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock)


def reader(desk: Desk, chat: str, said: datetime | None, received: datetime) -> str:
    """Somebody who asked for the news, by what they did last."""
    with desk.store.work() as work:
        name = contacts.ensure_endpoint(work, KEY, ChannelName.ZALO_OA, "oa", desk.clock.now())
        owner = contacts.endpoint_of(work, name)
        one = contacts.open_contact(work, owner, chat, "", desk.clock.now())
        subscriptions.ask(work, KEY, one, desk.clock.now())
        row = {
            "commune": KEY, "endpoint": name, "contact": one, "external_id": chat, "payload": "{}",
            "received_at": received, "said_at": said, "status": "handled", "attempts": 1,
        }  # fmt: skip
        work.connection.execute(table_of(InboundRow).insert().values(**row))
        work.commit()
    return one


def foretold(desk: Desk) -> dict[str, int]:
    """Of those on the account: how many free (``""``), paid, and too long silent."""
    one = desk.act("write", "Lan", Draft("Mai cúp nước.", {}, "utilities", str(Audience.ALL)))
    assert isinstance(one, Broadcast)
    with desk.store.read() as work:
        sizes = broadcasts.sizes(work, one, desk.clock.now())
    (found,) = [dict(each.people) for each in sizes if each.channel == ChannelName.ZALO_OA]
    return found


def done(desk: Desk, contact: str) -> str:
    """What the gate decides of this person, in the words of the preview."""
    now = desk.clock.now()
    with desk.store.read() as work:
        found = decide(Known(now, last_word(work, contact), left=1_000), RICH)
    if isinstance(found, Reason):
        return str(found)
    return "paid" if found.cost else ""


@pytest.mark.parametrize("age", EDGES)
@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=110)])
def test_the_preview_counts_as_the_gate_decides(
    desk: Desk, age: timedelta, late: timedelta
) -> None:
    now = desk.clock.now()
    said = now - age
    one = reader(desk, "a", said, min(now, said + late))

    assert foretold(desk) == {done(desk, one): 1}


def test_an_act_without_a_moment_of_its_own_counts_from_our_receipt(desk: Desk) -> None:
    one = reader(desk, "a", None, desk.clock.now() - timedelta(hours=50))

    assert foretold(desk) == {"paid": 1}
    assert done(desk, one) == "paid"


def test_the_last_act_counts_in_whatever_order_they_came(desk: Desk) -> None:
    now = desk.clock.now()
    one = reader(desk, "a", now - timedelta(hours=1), now - timedelta(hours=1))
    with desk.store.work() as work:  # an older one, brought later
        older = {
            "commune": KEY, "endpoint": "zalo_oa", "contact": one, "external_id": "late",
            "payload": "{}", "received_at": now, "said_at": now - timedelta(hours=60),
            "status": "handled", "attempts": 1,
        }  # fmt: skip
        work.connection.execute(table_of(InboundRow).insert().values(**older))
        work.commit()

    assert foretold(desk) == {"": 1}


def test_a_long_text_costs_as_many_messages_as_it_takes() -> None:
    commune = load_settings(LIVE).commune
    account = load_settings(LIVE).zalo_oa.model_copy(
        update={"app_id": "1", "oa_id": "7", "message_price": 55, "monthly_budget": 1_000}
    )
    tariff = tariffs_of([Served(commune, None, zalo_oa=account)])

    assert tariff(ChannelName.ZALO_OA, "7", ("một",)).price == 55
    assert tariff(ChannelName.ZALO_OA, "7", ("một", "hai")).price == 110


def test_a_template_goes_by_user_id_where_it_has_that_price_else_by_phone() -> None:
    loaded = load_settings(LIVE)
    fields = {"ngay_cat": "ngay"}
    given = {
        "broadcast.utilities": TemplateSettings(id="1", fields=fields, price_phone=200),
        "broadcast.tax": TemplateSettings(id="2", fields=fields, price_uid=100, price_phone=200),
        "broadcast.health": TemplateSettings(id="3", fields=fields),
    }
    account = loaded.zalo_oa.model_copy(update={"app_id": "1", "oa_id": "7", "templates": given})
    tariff = tariffs_of([Served(loaded.commune, None, zalo_oa=account)])
    assert tariff("zalo_oa", "7", ("x",)).templates == {
        "broadcast.utilities": TemplatePrice("1", 200, fields, by_phone=True),
        "broadcast.tax": TemplatePrice("2", 100, fields),
    }
