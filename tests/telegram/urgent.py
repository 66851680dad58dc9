"""An urgent broadcast ready to leave, for tests that end its senders in the midst of it."""

from collections import Counter
from collections.abc import Sequence

from bot.config import load_settings
from bot.database import make_engine
from bot.setup import prepare_database
from handlers.broadcast import Broadcast
from handlers.broadcast_texts import Draft, Sending
from handlers.broadcasts import acts
from handlers.broadcasts.acts import Acting
from handlers.clock import SystemClock
from handlers.messages import ChannelName
from handlers.officers import Officer, Role
from handlers.store import broadcasts, contacts, staff, subscriptions
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from tests.fakes.telegram.core import TOKEN
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import LIVE
from tests.telegram.killing import sending

TEXT = "Bão số 5 vào đất liền tối nay, mời bà con đến Trường Mẫu."


def start(database: str, readers: Sequence[int]) -> int:
    """Everybody asked for the news; a head lets an urgent text go. Its number."""
    settings = load_settings(LIVE)
    settings = settings.model_copy(
        update={"database": settings.database.model_copy(update={"url": database})}
    )
    prepare_database(settings)
    now, engine = SystemClock().now(), make_engine(database)
    commune = settings.commune
    with Store(engine).work() as work:
        contacts.ensure_commune(work, commune.key, commune.name, now)
        name = contacts.ensure_endpoint(
            work, commune.key, ChannelName.TELEGRAM, TOKEN.partition(":")[0], now
        )
        whose = contacts.endpoint_of(work, name)
        for reader in readers:
            one = contacts.open_contact(work, whose, str(reader), "", now)
            subscriptions.ask(work, commune.key, one, now)
        head = staff.add(work, commune.key, "Minh", frozenset({Role.HEAD}), now)
        assert head is not None
        officer = Officer(head, commune.key, "Minh", frozenset({Role.HEAD}))
        acting = Acting(work, ward_of(commune), officer, now)
        made = acts.write(acting, Draft(TEXT, {}, "safety", "all"))
        assert isinstance(made, Broadcast), made
        begun = acts.start(acting, made.id, Sending(urgent=True))
        assert isinstance(begun, Broadcast), begun
        work.commit()
    engine.dispose()
    return made.id


def queued(database: str, number: int) -> int:
    """Copies of it so far."""
    engine = make_engine(database)
    with Store(engine).read() as work:
        found = broadcasts.find(work, load_settings(LIVE).commune.key, number)
    engine.dispose()
    return found.queued if found is not None else 0


class Flights:
    """What had been claimed and not recorded whenever a sender was ended."""

    def __init__(self, database: str) -> None:
        self._database = database
        self.seen: Counter[int] = Counter()
        """How often each chat's copy was claimed when a sender was ended."""

    def note(self) -> None:
        """A sender has just been ended."""
        self.seen += sending(self._database)

    def judge(self, readers: Sequence[Person]) -> tuple[int, int]:
        """Copies lost, and copies that came twice; none of these may be of others than noted."""
        lost = sum(not one.hears for one in readers)
        again = {one.id: len(one.hears) - 1 for one in readers if len(one.hears) > 1}
        assert all(many <= self.seen[who] for who, many in again.items()), (again, self.seen)
        return lost, sum(again.values())
