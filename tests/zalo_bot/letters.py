"""Letters of a ward on Zalo: what it answers, what it sends unasked, and how each ended."""

from datetime import timedelta

from handlers.messages import Button, Paragraph, Reply
from handlers.store import queueing, views
from handlers.store.queueing import Message
from handlers.store.states import OutboxKind, Priority
from handlers.turns import Turn
from tests.fakes.zalo_bot.people import Person
from tests.zalo_bot.conftest import Line


def answering(line: Line, reply: Reply) -> None:
    """Whatever is asked gets this answer."""
    line.responder.decide = lambda *_: Turn((reply,))


def push(line: Line, person: Person, key: str, *choices: Button) -> None:
    """Something we start ourselves."""
    now = line.clock.now()
    message = Message(
        key,
        Reply((Paragraph(key),), choices),
        now,
        now + timedelta(days=2),
        OutboxKind.NOTICE,
        Priority.NOTICE,
    )
    with line.store.work() as work:
        contact = line.ward.contact(person.id)
        queueing.queue(work, "phuong-mau", line.ward.endpoint, contact, message)
        work.commit()


def ends(line: Line, person: Person) -> list[tuple[str, str | None]]:
    """Status and reason of everything for a person."""
    with line.store.read() as work:
        letters = views.letters(work, line.ward.contact(person.id))
    return [(str(one.status), one.reason) for one in letters]
