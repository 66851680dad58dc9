"""A reading transaction sees one moment, on both databases."""

from handlers.messages import ChannelName
from handlers.store import contacts, transcript
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward

VISITOR = "a3" * 32


def test_what_is_stored_meanwhile_is_seen_at_the_next_look(store: Store, clock: FakeClock) -> None:
    ward = Ward(store, clock, channel=ChannelName.WEB)
    ward.says("một", VISITOR)
    with store.read() as work:
        contact = contacts.find_contact(work, ward.endpoint, VISITOR)
        assert contact is not None
        before = transcript.last(work, contact)
        ward.says("hai", VISITOR)
        assert transcript.last(work, contact) == before
    with store.read() as work:
        assert transcript.last(work, contact) > before
