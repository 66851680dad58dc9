"""Reports of a gateway: early, late, twice, in any order; and what they make of a message."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from handlers.messages import ChannelName, Paragraph, Reply
from handlers.store import contacts, outbox, queueing, receipts
from handlers.store.outbox import Claimed, End
from handlers.store.receipts import Receipt
from handlers.store.states import OutboxKind, OutboxStatus
from handlers.store.unit_of_work import Store, Work
from tests.fakes.clock import FakeClock
from tests.fakes.product import wait_for
from tests.fakes.ward import Ward

WAITS = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


class Sent:
    """A message of two parts on its way."""

    def __init__(self, store: Store) -> None:
        self.clock, self.store = FakeClock(), store
        self.ward = Ward(store, self.clock, channel=ChannelName.BRIDGE)
        self.ward.receive()
        self.contact = self.ward.contact()
        self.claimed = self.queued("notice:1")

    def queued(self, key: str) -> Claimed:
        now = self.clock.now()
        reply, ends = Reply((Paragraph("x"),)), now + timedelta(hours=1)
        message = queueing.Message(key, reply, now, ends, OutboxKind.NOTICE)
        with self.store.work() as work:
            queueing.queue_all(work, "phuong-mau", self.ward.endpoint, self.contact, (message,))
            (claimed,) = outbox.claim_contact(work, self.contact, "s", now)
            work.commit()
        return claimed

    def ends(self, status: OutboxStatus = OutboxStatus.SENT) -> None:
        with self.store.work() as work:
            outbox.finish(work, self.claimed, "s", End(status, ("1", "2")), self.clock.now())
            work.commit()

    def told(
        self,
        part: int,
        arrived: bool = True,
        reason: str = "",
        endpoint: str = "",
        name: str = "",
    ) -> bool:
        receipt = Receipt(name or str(part), self.claimed.id, part, 2, arrived, reason)
        with self.store.work() as work:
            known = receipts.note(work, endpoint or self.ward.endpoint, receipt, self.clock.now())
            work.commit()
        return known

    def settled(self) -> int:
        with self.store.work() as work:
            rows = self.settles(work)
            work.commit()
        return rows

    def settles(self, work: Work) -> int:
        rows = receipts.waiting(work, self.ward.endpoint)
        receipts.settle(work, rows, self.clock.now())
        return len(rows)

    def somebody_waits(self) -> bool:
        """Whether a transaction waits for a row another one holds."""
        with self.store.read() as work:
            return bool(work.run(WAITS).scalar())

    def state(self) -> tuple[str, str | None, str]:
        with self.store.read() as work:
            row = work.run(
                text(
                    "SELECT outbox.status AS status, outbox.reason AS why, contact.state AS state "
                    "FROM outbox JOIN contact ON contact.id = outbox.contact WHERE outbox.id = :id"
                ),
                {"id": self.claimed.id},
            ).first()
        assert row is not None
        return row.status, row.why, row.state


@pytest.fixture
def sent(store: Store) -> Sent:
    return Sent(store)


def test_a_message_arrived_when_all_its_parts_did(sent: Sent) -> None:
    sent.ends()
    assert sent.told(2)
    assert sent.state() == ("sent", None, "active")
    assert sent.told(2)
    assert sent.state() == ("sent", None, "active")
    assert sent.told(1)
    assert sent.state() == ("delivered", None, "active")
    assert sent.settled() == 0


def test_reports_before_the_row_says_sent_are_kept_for_it(sent: Sent) -> None:
    sent.told(1)
    sent.told(2)
    assert sent.state()[0] == "sending"
    assert sent.settled() == 0
    sent.ends()
    assert sent.settled() == 1
    assert sent.state()[0] == "delivered"
    assert sent.settled() == 0


def test_what_was_in_doubt_is_no_more(sent: Sent) -> None:
    sent.ends(OutboxStatus.UNKNOWN)
    sent.told(1)
    assert sent.state()[0] == "unknown"
    sent.told(2)
    assert sent.state()[0] == "delivered"


def test_a_failure_may_be_corrected_and_an_arrival_not(sent: Sent) -> None:
    sent.ends()
    sent.told(1)
    sent.told(2, arrived=False, reason="expired")
    assert sent.state() == ("failed", "expired", "active")
    sent.told(2)
    assert sent.state() == ("delivered", None, "active")
    sent.told(2, arrived=False, reason="expired")
    assert sent.state() == ("delivered", None, "active")


def test_a_number_that_is_none_ends_what_we_start_there(sent: Sent) -> None:
    sent.ends()
    other = sent.queued("notice:2")
    with sent.store.work() as work:
        outbox.try_later(work, other.id, "s", sent.clock.now(), "again")
        work.commit()
    sent.told(1, arrived=False, reason="unreachable")
    assert sent.state() == ("failed", "unreachable", "blocked")
    sent.claimed = other
    assert sent.state()[:2] == ("withheld", "unreachable")


def test_another_gateways_message_is_none_of_ours(sent: Sent) -> None:
    sent.ends()
    assert not sent.told(1, endpoint="bridge-2")
    assert sent.settled() == 0
    assert sent.state()[0] == "sent"


def test_an_id_that_never_left_is_none_of_ours(sent: Sent) -> None:
    sent.ends()
    assert not sent.told(1, name="of a database restored since")
    assert sent.state()[0] == "sent"


def test_a_notice_that_reached_nobody_goes_to_the_persons_other_chat(sent: Sent) -> None:
    with sent.store.work() as work:
        endpoint = contacts.ensure_endpoint(
            work, "phuong-mau", ChannelName.TELEGRAM, "bot", sent.clock.now()
        )
        owner = contacts.endpoint_of(work, endpoint)
        other = contacts.open_contact(work, owner, "7", "", sent.clock.now())
        ids = {"one": sent.contact, "two": other}
        work.run(text("UPDATE contact SET person = 'p1' WHERE id IN (:one, :two)"), ids)
        work.commit()
    sent.ends()
    sent.told(1, arrived=False, reason="unreachable")

    with sent.store.work() as work:
        (moved,) = outbox.claim_contact(work, other, "s", sent.clock.now())
        work.commit()
    assert (moved.id, moved.parts_sent, moved.reason) == (sent.claimed.id, 0, "moved")
    sent.claimed = moved
    assert not sent.told(1)
    assert sent.settled() == 0


def test_what_is_of_no_use_any_more_is_not_sent_elsewhere(sent: Sent) -> None:
    sent.ends()
    sent.clock.move(hours=2)
    sent.told(1, arrived=False, reason="unreachable")
    assert sent.state() == ("failed", "unreachable", "blocked")


def test_reports_of_two_parts_at_the_same_moment_count_together(postgres_store: Store) -> None:
    sent = Sent(postgres_store)
    sent.ends()
    with ThreadPoolExecutor(1) as other, sent.store.work() as first:
        receipt = Receipt("1", sent.claimed.id, 1, 2, arrived=True)
        assert receipts.note(first, sent.ward.endpoint, receipt, sent.clock.now())
        second = other.submit(sent.told, 2)
        wait_for(lambda: second.done() or sent.somebody_waits())
        first.commit()
        assert second.result(30)
    assert sent.state() == ("delivered", None, "active")


def test_a_report_that_comes_while_others_are_settled_is_not_taken_for_counted(
    postgres_store: Store,
) -> None:
    sent = Sent(postgres_store)
    sent.told(1)
    sent.ends()
    with ThreadPoolExecutor(1) as other, sent.store.work() as settling:
        assert sent.settles(settling) == 1
        second = other.submit(sent.told, 2)
        wait_for(lambda: second.done() or sent.somebody_waits())
        settling.commit()
        assert second.result(30)
    assert sent.state() == ("delivered", None, "active")
