"""What an update means to the bot of the tests."""

from bot.channels.telegram.receive import Arrived, Me, Update, read
from handlers.messages import Inbound
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.telegram.core import ME, StrictApi

BOT = Me(ME["id"], ME["username"])  # type: ignore[arg-type]


def last(api: StrictApi) -> Update:
    """What the last update means."""
    return read(api.updates.take_all()[-1], "telegram", BOT, MONDAY_MORNING)


def inbound(api: StrictApi) -> Inbound:
    """The message that the last update brought."""
    found = last(api)
    assert isinstance(found, Arrived), found
    return found.inbound
