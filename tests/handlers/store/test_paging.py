"""More of what was said last."""

from datetime import timedelta

from handlers.messages import Attachment, Button, ChannelName, Paragraph, Reply
from handlers.store import outbox, queueing
from handlers.store.codec import reply_from_json, reply_to_json
from handlers.store.outbox import End
from handlers.store.paging import more_of_last
from handlers.store.states import OutboxKind, OutboxStatus
from handlers.store.unit_of_work import Store
from handlers.tags import tag_of
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward

A, B = Button("Một", "a"), Button("Hai", "b")


class Sent:
    """A ward whose messages arrive as they are queued."""

    def __init__(self, store: Store) -> None:
        self.clock = FakeClock()
        self.ward = Ward(store, self.clock, channel=ChannelName.BRIDGE)
        self.store = store
        self.ward.receive()
        self.contact = self.ward.contact()

    def sends(self, key: str, reply: Reply, kind: OutboxKind = OutboxKind.REPLY) -> int:
        """The place of the message in the contact's order."""
        now = self.clock.now()
        message = queueing.Message(key, reply, now, now + timedelta(hours=1), kind)
        with self.store.work() as work:
            queueing.queue_all(work, "phuong-mau", self.ward.endpoint, self.contact, (message,))
            found = outbox.claim_contact(work, self.contact, "s", now)
            for one in found:
                outbox.finish(work, one, "s", End(OutboxStatus.SENT, ("1",)), now)
            work.commit()
        return found[0].seq

    def more(self) -> Reply | None:
        with self.store.read() as work:
            return more_of_last(work, self.contact, self.clock.now())


def test_nothing_was_said_or_only_long_ago(store: Store) -> None:
    sent = Sent(store)
    assert sent.more() is None
    sent.sends("reply:1:0", Reply((Paragraph("x"),)))
    assert sent.more() is not None
    sent.clock.move(hours=25)
    assert sent.more() is None


def test_each_time_the_next_page_without_the_files(store: Store) -> None:
    sent = Sent(store)
    reply = Reply((Paragraph("x"),), (A,), attachments=(Attachment("k", "f"),), subject="case:1")
    sent.sends("reply:1:0", reply)
    for page in (1, 2):
        more = sent.more()
        assert more == Reply((Paragraph("x"),), (A,), subject="case:1", page=page)
        sent.sends(f"reply:{page + 1}:0", more)


def test_the_answers_of_one_message_are_one(store: Store) -> None:
    sent = Sent(store)
    sent.sends("reply:1:0", Reply((Paragraph("of another"),)))
    sent.sends("reply:2:0", Reply((Paragraph("x"),), (A,)))
    sent.sends("reply:2:1", Reply((Paragraph("y"),), (B,)))
    assert sent.more() == Reply((Paragraph("x"), Paragraph("y")), (B,), page=1)


def test_what_we_wrote_first_keeps_its_letters(store: Store) -> None:
    sent = Sent(store)
    seq = sent.sends("notice:1", Reply((Paragraph("x"),), (A,)), OutboxKind.NOTICE)
    more = sent.more()
    assert more == Reply((Paragraph("x"),), (A,), page=1, tag=tag_of(seq))
    assert reply_from_json(reply_to_json(more)) == more
