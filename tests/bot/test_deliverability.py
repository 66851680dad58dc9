"""What each channel promises to who follows a dossier, and what it offers instead."""

from datetime import timedelta

from bot.channels.null import NullChannel
from bot.channels.telegram.client import make_bot
from bot.channels.telegram.send import TelegramChannel
from bot.channels.web.send import WebChannel
from bot.deliverability import OpenChannels
from handlers.reaching import Promise, Reach, Way
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.core import StrictApi
from tests.fakes.telegram.request import StrictRequest
from tests.telegram.conftest import SETTINGS


def test_the_web_says_it_is_seen_on_opening_and_telegram_reaches_always(
    sqlite_store: Store, clock: FakeClock
) -> None:
    request = StrictRequest(StrictApi(clock))
    telegram = TelegramChannel(make_bot(SETTINGS, request, request), clock)
    open_ones = OpenChannels({"web": WebChannel(sqlite_store, clock), "telegram": telegram})
    due = clock.now() + timedelta(days=20)

    assert open_ones.promise("telegram", clock.now(), due) == Promise(Reach.ALWAYS)
    assert open_ones.promise("web", clock.now(), due) == Promise(Reach.ON_OPENING)


def test_a_channel_that_reaches_further_is_offered_once_its_address_is_known(
    sqlite_store: Store, clock: FakeClock
) -> None:
    class Further(NullChannel):
        def reach(self, now: object, due: object) -> tuple[Reach, None]:
            del now, due
            return Reach.ALWAYS, None

        def way(self) -> Way | None:
            return Way("Telegram", "https://t.me/motcua_bot")

    open_ones = OpenChannels({"web": WebChannel(sqlite_store, clock), "other": Further()})

    assert open_ones.promise("web", clock.now(), None).others == (
        Way("Telegram", "https://t.me/motcua_bot"),
    )


def test_a_channel_that_cannot_write_first_says_never(clock: FakeClock) -> None:
    open_ones = OpenChannels({"terminal": NullChannel()})

    assert open_ones.promise("terminal", clock.now(), None) == Promise(Reach.NEVER)
    assert open_ones.promise("unknown", clock.now(), None) == Promise(Reach.NEVER)
