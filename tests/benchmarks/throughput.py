"""From receive to a null channel's send, in process, on SQLite: rate and delay.

    python -m tests.benchmarks.throughput [--responder MODULE:FACTORY] [--questions FILE]

The factory takes the store and returns a responder: by default the real router, and
`tests.benchmarks.throughput:plain` for a trivial one. Bars: 300 a second, and 50 ms at the 99th
percentile when 100 a second arrive; each the median of three runs. Loop, threads and Python's
collector are set as `motcua serve` sets them.

Beside each run two yardsticks are measured: bare inserts on SQLite, each committed; and, with the
study data beside the repository, the matcher's (`tests.benchmarks.matching`), by which the rate
is also told as it would be on the machine the bars were set on.
"""

import argparse
import asyncio
import importlib
import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.channels.base import Part
from bot.channels.null import NullChannel
from bot.cli.serve import SWITCH_SECONDS, fast_loop
from bot.collecting import loaded, starting
from bot.database import make_engine, upgrade
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from handlers.clock import SystemClock
from handlers.inbox import Inbox, Responder
from handlers.messages import Address, Button, ChannelName, Inbound, Paragraph, Reply
from handlers.store import contacts
from handlers.store.contacts import Destination
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Told, Turn
from tests.benchmarks._matching_data import SHARED, catalogue, development
from tests.benchmarks._yardstick import SCAN_MS, SCANNED, commits_a_second, scan_ms

RUNS = 3
MESSAGES = 3_000
CHATS = 200
PACED_SECONDS = 10
PACE = 100
BAR_RATE = 300
BAR_MS = 50
ASKED_EACH = 10
"""Of the development questions, those the yardstick's scan is timed with."""

Factory = Callable[[Store], Responder]


class Plain:
    """A responder that costs nothing: the spine alone."""

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        """One reply with two choices, and one thing told."""
        del state, now
        reply = Reply(
            (Paragraph(f"Dạ, em trả lời: {inbound.text}"),),
            (Button("Giấy tờ", "p:1.001193:documents"), Button("Lệ phí", "p:1.001193:fee")),
        )
        return Turn((reply,), told=(Told("answer", "1.001193", 1),))


def plain(store: Store) -> Responder:
    """The default factory."""
    del store
    return Plain()


@dataclass(frozen=True)
class Figures:
    """One run."""

    rate: float
    p50: float
    p99: float
    """Milliseconds from receive to send, at 100 a second."""
    cpu: float
    """Milliseconds of the processor a message takes when all come at once."""
    commits: float
    """Bare inserts a second, each committed."""
    scan: float | None
    """Milliseconds of rapidfuzz's scan; None without the study data."""


class Bench:
    """A ward on a fresh SQLite file with a null channel."""

    def __init__(self, folder: Path, factory: Factory) -> None:
        engine = make_engine(f"sqlite:///{folder}/ward.db")
        upgrade(engine)
        self.engine = engine
        store = Store(engine)
        clock = SystemClock()
        self.clock = clock
        with store.work() as work:
            contacts.ensure_commune(work, "phuong-mau", "Phường Mẫu", clock.now())
            self.endpoint = contacts.ensure_endpoint(
                work, "phuong-mau", ChannelName.BRIDGE, "bench", clock.now()
            )
            work.commit()
        self.sent: dict[str, float] = {}
        self.began: dict[str, float] = {}
        self.chat_of: dict[str, list[str]] = {}
        channel = NullChannel(self._note)
        delivery = Delivery(store, {self.endpoint: channel}, clock)
        self.delivery = delivery
        self.dispatch = Dispatch(Inbox(store, factory(store), clock), delivery)
        self.delays: list[float] = []
        self.replied = 0
        self._open: dict[str, list[float]] = {}

    def _note(self, to: Destination, part: Part) -> None:
        del part
        now = time.perf_counter()
        self.replied += 1
        waiting = self._open.get(str(to.chat))
        if waiting:
            self.delays.append((now - waiting.pop(0)) * 1000)

    async def send(self, number: int, question: str) -> None:
        """One message of one of the chats."""
        chat = f"chat-{number % CHATS}"
        self._open.setdefault(chat, []).append(time.perf_counter())
        inbound = Inbound(
            Address(self.endpoint, chat), f"m{number}", self.clock.now(), text=question
        )
        stored = await self.dispatch.submit(inbound)
        if stored is not None:
            await self.dispatch.settle(stored)


async def flood(bench: Bench, questions: Sequence[str]) -> tuple[float, float]:
    """All at once, 64 under way: messages answered a second, and what of the processor each."""
    gate = asyncio.Semaphore(64)

    async def one(number: int) -> None:
        async with gate:
            await bench.send(number, questions[number % len(questions)])

    began, spent = time.perf_counter(), time.process_time()
    await asyncio.gather(*(one(number) for number in range(MESSAGES)))
    cpu = (time.process_time() - spent) / MESSAGES * 1e3
    return MESSAGES / (time.perf_counter() - began), cpu


async def paced(bench: Bench, questions: Sequence[str]) -> list[float]:
    """100 a second for ten seconds: the delay of each, in milliseconds."""
    bench.delays.clear()
    total = PACE * PACED_SECONDS
    began = time.perf_counter()
    tasks = []
    for number in range(MESSAGES, MESSAGES + total):
        due = began + (number - MESSAGES) / PACE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(bench.send(number, questions[number % len(questions)])))
    await asyncio.gather(*tasks)
    return sorted(bench.delays)


def yardsticks(folder: Path, questions: Sequence[str]) -> tuple[float, float | None]:
    """Bare commits a second; milliseconds of the matcher's scan."""
    commits = commits_a_second(folder, questions)
    if not SHARED.exists():
        return commits, None
    names = [one.name for one in catalogue(everything=True)]
    asked = [line for line in development() if not line.turns and line.dataset != "legalrag"]
    return commits, scan_ms(names, [line.question for line in asked[::ASKED_EACH]])


async def run(factory: Factory, questions: Sequence[str]) -> Figures:
    """One run on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        commits, scan = yardsticks(Path(folder), questions)
        bench = Bench(Path(folder), factory)
        await bench.delivery.start()
        await bench.dispatch.start()
        await bench.send(-1, questions[0])  # what is built once is built before the clock runs
        loaded()
        rate, cpu = await flood(bench, questions)
        delays = await paced(bench, questions)
        await bench.dispatch.stop()
        await bench.delivery.stop()
        bench.engine.dispose()
        p99 = delays[int(len(delays) * 0.99)]
        return Figures(rate, statistics.median(delays), p99, cpu, commits, scan)


def measure(factory: Factory, questions: Sequence[str]) -> list[Figures]:
    """The runs, one after another."""
    found = []
    for _ in range(RUNS):
        with asyncio.Runner(loop_factory=fast_loop()) as runner:
            found.append(runner.run(run(factory, questions)))
    return found


def report(runs: Sequence[Figures]) -> bool:
    """Print each run and the medians; whether the bars hold as measured."""
    for number, one in enumerate(runs, 1):
        print(
            f"run {number}: {one.rate:6.0f}/s   {one.cpu:.2f} ms of the processor each   "
            f"p50 {one.p50:5.1f} ms   p99 {one.p99:5.1f} ms"
        )
    rate = statistics.median(one.rate for one in runs)
    p99 = statistics.median(one.p99 for one in runs)
    held = rate >= BAR_RATE and p99 <= BAR_MS
    print(f"median: {rate:5.0f}/s (bar {BAR_RATE})   p99 {p99:.1f} ms at {PACE}/s (bar {BAR_MS})")
    print("held" if held else "NOT held")
    commits = statistics.median(one.commits for one in runs)
    print(
        f"bare inserts on SQLite, each committed: {commits:,.0f}/s, "
        f"{commits / rate:.0f} in the time of one message"
    )
    scans = [one.scan for one in runs if one.scan is not None]
    if scans:
        scan = statistics.median(scans)
        print(
            f"rapidfuzz scans {SCANNED:,} names in {scan:.1f} ms: where it takes {SCAN_MS:.0f}, "
            f"the rate is {rate * scan / SCAN_MS:.0f}/s (bar {BAR_RATE})"
        )
    return held


def read_questions(file: Path | None) -> list[str]:
    """One question a line, or JSON lines with `question`."""
    if file is None:
        return ["làm khai sinh cần giấy tờ gì", "lệ phí chứng thực", "xin trích lục khai tử"]
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("{"):
            record = json.loads(line)
            turns = record.get("turns", [record])
            found += [turn["question"] for turn in turns if turn.get("question")]
        elif line.strip():
            found.append(line.strip())
    return found


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responder", default="tests.benchmarks._router:router")
    parser.add_argument("--questions", type=Path)
    chosen = parser.parse_args()
    module, _, name = chosen.responder.partition(":")
    factory: Factory = getattr(importlib.import_module(module), name)
    logs.configure(stream=io.StringIO())
    starting()
    sys.setswitchinterval(SWITCH_SECONDS)
    report(measure(factory, read_questions(chosen.questions)))


if __name__ == "__main__":
    main()
