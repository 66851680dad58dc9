"""One message: stored before anything is decided, once, in its order."""

import pytest

from handlers.messages import ChannelName, InboundKind
from handlers.store import contacts
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward
from tests.handlers.inbox.told import replies


def test_a_message_is_stored_before_anything_is_decided(ward: Ward) -> None:
    ward.receive("làm khai sinh")
    assert ward.responder.asked == []
    assert len(ward.inbox.waiting()) == 1


def test_a_handled_message_leaves_its_reply_in_the_outbox(ward: Ward) -> None:
    ward.says("làm khai sinh")
    assert replies(ward) == ["bạn nói: làm khai sinh"]
    assert ward.inbox.waiting() == []


def test_the_responder_sees_our_id_and_never_the_chat(ward: Ward) -> None:
    ward.says("chào", chat="0901234567")
    inbound, _ = ward.responder.asked[0]
    assert inbound.address.contact == ward.contact("0901234567")
    assert "0901234567" not in str(inbound)


def test_the_same_message_brought_twice_is_answered_once(ward: Ward) -> None:
    inbound = ward.inbound("chào", external_id="update-7")
    stored = ward.inbox.receive(inbound)
    assert stored is not None
    ward.inbox.handle(stored.id)
    assert ward.inbox.receive(inbound) is None
    assert ward.inbox.handle(stored.id) == ()
    assert len(replies(ward)) == 1


def test_the_same_external_id_on_another_endpoint_is_another_message(
    store: Store, clock: FakeClock
) -> None:
    first = Ward(store, clock)
    second = Ward(store, clock, channel=ChannelName.WEB)
    assert first.inbox.receive(first.inbound(external_id="1")) is not None
    assert second.inbox.receive(second.inbound(external_id="1")) is not None


def test_a_crash_between_storing_and_handling_loses_nothing(
    ward: Ward, store: Store, clock: FakeClock
) -> None:
    ward.receive("một")
    ward.receive("hai")
    after = Ward(store, clock)
    for stored in after.inbox.waiting():
        after.inbox.handle(stored.id)
    assert replies(after) == ["bạn nói: một", "bạn nói: hai"]


def test_a_later_message_waits_for_an_earlier_one_of_its_chat(ward: Ward) -> None:
    ward.receive("một")
    last = ward.receive("hai")
    handled = ward.inbox.handle(last.id)
    assert [inbound.text for inbound, _ in ward.responder.asked] == ["một", "hai"]
    assert len(handled) == 2


def test_words_come_back_letter_for_letter_even_broken_ones(ward: Ward) -> None:
    odd = "tie\u0302\u0301ng Vie\u0323\u0302t \x00 \ud83d '; DROP TABLE inbound; -- <b>"
    ward.says(odd)
    assert ward.responder.asked[0][0].text == odd


def test_kinds_of_another_version_arrive_as_unsupported(ward: Ward) -> None:
    stored = ward.receive("chào")
    with ward.store.work() as work:
        work.connection.exec_driver_sql("""UPDATE inbound SET payload = '{"kind":"hologram"}'""")
        work.commit()
    ward.inbox.handle(stored.id)
    assert ward.responder.asked[0][0].kind is InboundKind.UNSUPPORTED


def test_an_unknown_endpoint_is_a_mistake_told_plainly(ward: Ward) -> None:
    with ward.store.read() as work, pytest.raises(LookupError, match="nowhere"):
        contacts.endpoint_of(work, "nowhere")
