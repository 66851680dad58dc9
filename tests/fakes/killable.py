"""A ward in a process of its own, made to be killed: see `tests/bot/test_kill.py`.

    python -m tests.fakes.killable URL FOLDER MESSAGES MINUTES_LATER

It takes messages 0 to MESSAGES like a channel whose peer repeats whatever was not confirmed,
answers each with its own number, and ends when all are answered.
"""

import asyncio
import io
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot import logs
from bot.channels.base import Part
from bot.channels.null import NullChannel
from bot.database import make_engine
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from handlers.clock import SystemClock
from handlers.inbox import Inbox
from handlers.messages import Address, ChannelName, Inbound, Paragraph, Reply
from handlers.store import contacts, views
from handlers.store.contacts import Destination
from handlers.store.states import InboundStatus, OutboxStatus
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn

CHATS = 12


class LaterClock:
    """The machine's clock moved on, as if so much time had passed since the last life."""

    def __init__(self, later: timedelta) -> None:
        self._later = later
        self._clock = SystemClock()

    def now(self) -> datetime:
        """The moved moment."""
        return self._clock.now() + self._later


class Echo:
    """Answers a number with two messages, so that order between them can be checked."""

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        """The number, twice."""
        del state, now
        return Turn(
            (Reply((Paragraph(f"{inbound.text}a"),)), Reply((Paragraph(f"{inbound.text}b"),)))
        )


class Tape:
    """Lines that are on disk once written, whatever happens to the process."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(self, line: str) -> None:
        """Append one line."""
        os.write(self._file, (line + "\n").encode())


async def live(store: Store, folder: Path, messages: int, later: timedelta) -> None:
    """One life: take what is not confirmed, answer all that is stored."""
    clock = LaterClock(later)
    sent = Tape(folder / "sent")
    confirmed = Tape(folder / "confirmed")

    def note(to: Destination, part: Part) -> None:
        blocks = part.reply.blocks if part.reply else ()
        texts = [one.text for one in blocks if isinstance(one, Paragraph)]
        sent.write(f"{to.chat} {texts[0]}")

    with store.work() as work:
        contacts.ensure_commune(work, "phuong-mau", "Phường Mẫu", clock.now())
        endpoint = contacts.ensure_endpoint(
            work, "phuong-mau", ChannelName.TELEGRAM, "bot", clock.now()
        )
        work.commit()
    delivery = Delivery(store, {endpoint: NullChannel(note)}, clock, sweep_seconds=0.05)
    dispatch = Dispatch(Inbox(store, Echo(), clock), delivery)
    await delivery.start()
    await dispatch.start()
    done = set((folder / "confirmed").read_text().split())
    for number in range(messages):
        if str(number) not in done:
            address = Address(endpoint, f"chat-{number % CHATS}")
            await dispatch.submit(Inbound(address, f"m{number}", clock.now(), text=str(number)))
            confirmed.write(str(number))
    while not drained(store):  # noqa: ASYNC110 - looks from outside, as an operator would
        await asyncio.sleep(0.05)
    await dispatch.stop()
    await delivery.stop()


def drained(store: Store) -> bool:
    """Nothing stored is unanswered, nothing queued is unsent."""
    with store.read() as work:
        found = views.health(work)
    waiting = found.inbound.get(InboundStatus.STORED, 0)
    return not waiting and not any(
        found.outbox.get(status) for status in (OutboxStatus.QUEUED, OutboxStatus.SENDING)
    )


def main() -> None:
    """Run one life."""
    url, folder, messages, later = sys.argv[1:]
    logs.configure(stream=io.StringIO())
    engine = make_engine(url)
    asyncio.run(live(Store(engine), Path(folder), int(messages), timedelta(minutes=int(later))))
    engine.dispose()


if __name__ == "__main__":
    main()
