"""A broadcast through Telegram's limits: how near to them it comes, and that it never passes them.

    python -m tests.benchmarks.broadcast [--messages 10000]

An officer's act begins it, the job queues the copies with check code and buttons; the real outbox,
delivery and channel on SQLite send them to the strict Bot API with a call of 50 ms. The clock skips
what is only waited for; work takes the time it takes. Beside the readers are one chat with many
messages and a group, each with a limit of its own. Bar: 98 % of 25 a second, and in no second more
than 25.
"""

import argparse
import asyncio
import io
import tempfile
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot import logs
from bot.channels.telegram.call_places import SharedCalls
from bot.channels.telegram.client import TelegramSettings, make_bot
from bot.channels.telegram.paces import SharedPaces
from bot.channels.telegram.send import TelegramChannel
from bot.database import make_engine, upgrade
from bot.delivery import Delivery
from handlers.broadcast_texts import Refused
from handlers.check_codes import Seal
from handlers.messages import Paragraph, Reply
from handlers.store import contacts, outbox, queueing, subscriptions
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, open_desk
from tests.fakes.skipping import LoopClock, SkippingLoop
from tests.fakes.telegram.core import TOKEN, Call, StrictApi
from tests.fakes.telegram.limits import Limits
from tests.fakes.telegram.request import StrictRequest

MESSAGES = 10_000
PER_SECOND = 25
WHOLE = 30
"""Telegram refuses what goes over about 30 a second over all chats; our bar is our own 25."""
CHAT = 4
"""Ours in any second to one person: a burst of 3 and one a second."""
GROUP_MINUTE = 20
BAR = 0.98
BUSY, ROOM = 77, -100_200
CROWD = 1_000_000
"""The first reader's chat."""
TEXT = "Mai cúp nước ở đường Hoa Sữa từ 8 giờ đến 17 giờ để sửa ống, bà con trữ nước trước."
CALL_SECONDS = 0.05
SIXTY = 60.0


class SlowRequest(StrictRequest):
    """Telegram's answer takes as long as it does from Viet Nam."""

    async def do_request(self, *given: Any, **named: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """One call."""
        answer = await super().do_request(*given, **named)
        await asyncio.sleep(CALL_SECONDS)
        return answer


@dataclass(frozen=True)
class Found:
    """What the call log says."""

    sent: int
    seconds: float
    share: float
    """Of the limit."""
    most_whole: int
    most_chat: int
    most_group: int
    told_to_wait: int

    @property
    def within(self) -> bool:
        """Whether no window was passed."""
        whole, chat = self.most_whole <= PER_SECOND, self.most_chat <= CHAT
        return whole and chat and self.most_group <= GROUP_MINUTE and not self.told_to_wait


class Sending:
    """A broadcast to readers, begun as an officer begins it, and notices beside it."""

    def __init__(self, store: Store, loop: SkippingLoop, messages: int, processes: int = 1) -> None:
        self.clock = LoopClock(loop)
        self.api = StrictApi(self.clock, Limits(group_per_minute=20, all_per_second=WHOLE))
        self.store = Store(store.engine, seal=Seal(lambda: bytes(range(32))))
        few = min(40, messages // 20)
        self.messages = messages
        self._begin(messages - 2 * few)
        self._beside([BUSY, ROOM] * few)
        self.deliveries = [self._process(shared=processes > 1) for _ in range(processes)]

    def _begin(self, readers: int) -> None:
        """Everybody asked for the news; the job queues a copy for each."""
        desk = open_desk(self.store, FakeClock(self.clock.now()), above=readers)
        self.endpoint, now = desk.endpoint, desk.clock.now()
        with self.store.work() as work:
            whose = contacts.endpoint_of(work, self.endpoint)
            for chat in range(CROWD, CROWD + readers):
                self.api.chats.open(chat)
                contact = contacts.open_contact(work, whose, str(chat), "", now)
                subscriptions.ask(work, KEY, contact, now)
            work.commit()
        one = desk.write(TEXT)
        begun = desk.start(one.id)
        assert not isinstance(begun, Refused), begun
        desk.bites(readers)
        assert desk.found(one.id).queued == readers

    def _beside(self, chats: Sequence[int]) -> None:
        """One person with many messages, and a group."""
        now = self.clock.now()
        with self.store.work() as work:
            endpoint = contacts.endpoint_of(work, self.endpoint)
            for number, chat in enumerate(chats):
                self.api.chats.open(chat, "supergroup" if chat < 0 else "private")
                contact = contacts.open_contact(work, endpoint, str(chat), "", now)
                message = queueing.Message(
                    f"beside:{number}",
                    Reply((Paragraph(f"Thông báo {number}"),)),
                    now,
                    now + timedelta(days=1),
                    OutboxKind.BROADCAST,
                    Priority.BROADCAST,
                )
                queueing.queue(work, KEY, self.endpoint, contact, message)
            work.commit()

    def _process(self, *, shared: bool) -> Delivery:
        """What one process sends with."""
        request = SlowRequest(self.api)
        channel = TelegramChannel(
            make_bot(TelegramSettings(TOKEN), request, request),
            self.clock,
            per_second=PER_SECOND,
            paces=SharedPaces(self.store) if shared else None,
            calls=SharedCalls(self.store, self.endpoint, PER_SECOND) if shared else None,
        )
        return Delivery(self.store, {self.endpoint: channel}, self.clock)

    async def run(self) -> Found:
        """Send all of it."""
        for one in self.deliveries:
            await one.start()
        while len(self.api.made("sendMessage")) < self.messages:  # noqa: ASYNC110 - as an operator
            await asyncio.sleep(5)
        for one in self.deliveries:
            await one.stop()
        with self.store.read() as work:
            left = outbox.anything_due(work, self.endpoint, self.clock.now())
        if left:
            raise AssertionError("something is still to be sent")
        return found(self.api.calls)


def found(calls: Sequence[Call]) -> Found:
    """Count in every window."""
    sent = [call for call in calls if call.method == "sendmessage" and call.status == 200]
    by_chat: dict[int, list[datetime]] = defaultdict(list)
    for call in sent:
        by_chat[int(call.parameters["chat_id"])].append(call.at)
    # The last messages wait for the group alone: the pace is that of the crowd.
    crowd = [call.at for call in sent if int(call.parameters["chat_id"]) >= CROWD]
    own = [call.at for call in sent if crowd[0] <= call.at <= crowd[-1]]
    seconds = (own[-1] - own[0]).total_seconds()
    people = [at for chat, at in by_chat.items() if chat > 0]
    groups = [at for chat, at in by_chat.items() if chat < 0]
    return Found(
        sent=len(sent),
        seconds=seconds,
        share=(len(own) - 1) / seconds / PER_SECOND,
        most_whole=most([call.at for call in sent], 1.0),
        most_chat=max((most(one, 1.0) for one in people), default=0),
        most_group=max((most(one, SIXTY) for one in groups), default=0),
        told_to_wait=sum(call.status == 429 for call in calls),
    )


def most(moments: Sequence[datetime], seconds: float) -> int:
    """The most of them in any window of so many seconds."""
    window: deque[datetime] = deque()
    largest = 0
    for at in sorted(moments):
        window.append(at)
        while (at - window[0]).total_seconds() >= seconds:
            window.popleft()
        largest = max(largest, len(window))
    return largest


def broadcast(messages: int, *, held: bool) -> Found:
    """One broadcast of one process on a fresh SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/ward.db")
        upgrade(engine)
        sent = sent_on(Store(engine), messages, held=held)
        engine.dispose()
    return sent


def sent_on(store: Store, messages: int, *, held: bool, processes: int = 1) -> Found:
    """One broadcast on a database, of what so many processes would have each."""
    loops: list[SkippingLoop] = []

    def make() -> SkippingLoop:
        loops.append(SkippingLoop(held=held))
        return loops[0]

    async def go() -> Found:
        return await Sending(store, loops[0], messages, processes).run()

    with asyncio.Runner(loop_factory=make) as runner:
        return runner.run(go())


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    chosen, _ = parser.parse_known_args()
    logs.configure(stream=io.StringIO())
    one = broadcast(chosen.messages, held=False)
    print(f"{one.sent} messages, the crowd in {one.seconds:.0f} s of the clock")
    print(f"pace: {100 * one.share:.1f} % of {PER_SECOND}/s (bar {100 * BAR:.0f} %)")
    print(
        f"most in any second: {one.most_whole} over all chats ({PER_SECOND}), "
        f"{one.most_chat} to one person; most in any minute to a group: {one.most_group} (20)"
    )
    print(f"answers 429: {one.told_to_wait}")
    print("held" if one.within and one.share >= BAR else "NOT held")


if __name__ == "__main__":
    main()
