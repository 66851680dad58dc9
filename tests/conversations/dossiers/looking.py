"""What who asks after a dossier does, and somebody who asks through the inbox alone."""

from handlers.dossier_ports import LookUpPorts
from handlers.store.lookups import StoredLookUps
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import Citizen, through_the_inbox
from tests.fakes.clock import FakeClock
from tests.fakes.dossiers import CODE, FOUR, FakeDossiers

KEY = b"k" * 32


def look_up(citizen: Citizen, four: str = FOUR, code: str = CODE) -> None:
    """Code, consent if it is asked, digits."""
    citizen.says(code)
    if any("Đồng ý" in button.label for reply in citizen.heard for button in reply.choices):
        citizen.taps("Đồng ý")
    citizen.says(four)


def inbox_of(
    base: KnowledgeBase, store: Store, register: FakeDossiers, clock: FakeClock
) -> Citizen:
    """Somebody who asks through the inbox, where guesses are counted by `clock`."""
    log = StoredLookUps(store, KEY)
    send = through_the_inbox(base, store, LookUpPorts(register, log), clock)
    return Citizen(send)
