"""A broadcast into a sink that takes everything, beside a bare loop over the same HTTP client.

    python -m tests.benchmarks.sink [--messages 3000] [--url URL]

The sink is a process of its own on loopback that answers every `sendMessage` at once. The bare
loop calls the same Bot API client as often at once as the channel does, and does nothing else:
no outbox, no order, no pace, no record. Both in turn in one run, on one machine.
"""

import argparse
import asyncio
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from aiohttp import web

from bot import logs
from bot.channels.telegram.client import TelegramSettings, make_bot
from bot.channels.telegram.limits import channel_limits
from bot.channels.telegram.send import TelegramChannel
from bot.database import make_engine, upgrade
from bot.delivery import Delivery
from handlers.clock import SystemClock
from handlers.messages import ChannelName, Paragraph, Reply
from handlers.store import contacts, queueing, views
from handlers.store.states import OutboxKind, OutboxStatus, Priority
from handlers.store.unit_of_work import Store
from tests.fakes.telegram.core import TOKEN

MESSAGES = 3_000
UNLIMITED = 1_000_000
TEXT = "Mai cúp nước ở đường Hoa Sữa từ 8 giờ đến 17 giờ để sửa ống, bà con trữ nước trước."


async def _answers(request: web.Request) -> web.Response:
    given = await request.post()
    chat = int(str(given.get("chat_id", "0")))
    message = {"message_id": 1, "date": 0, "chat": {"id": chat, "type": "private"}, "text": "x"}
    return web.json_response({"ok": True, "result": message})


async def _stand() -> None:
    """Be the sink: the port on standard output, until standard input ends."""
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", _answers)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(f"{json.dumps(runner.addresses[0][1])}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


@contextmanager
def sink() -> Iterator[str]:
    """The address of one in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.sink", "--stand"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()


def fill(store: Store, messages: int) -> str:
    """Queue a copy for each of so many readers; the endpoint."""
    now = SystemClock().now()
    with store.work() as work:
        contacts.ensure_commune(work, "phuong-mau", "Phường Mẫu", now)
        name = contacts.ensure_endpoint(work, "phuong-mau", ChannelName.TELEGRAM, "b", now)
        endpoint = contacts.endpoint_of(work, name)
        for number in range(messages):
            contact = contacts.open_contact(work, endpoint, str(1_000_000 + number), "", now)
            message = queueing.Message(
                f"broadcast:1:{number}",
                Reply((Paragraph(TEXT),)),
                now,
                now + timedelta(days=1),
                OutboxKind.ALERT,
                Priority.BROADCAST,
            )
            queueing.queue(work, "phuong-mau", name, contact, message)
        work.commit()
    return name


async def product(api_url: str, database: str, messages: int) -> float:
    """Messages a second of outbox, delivery and channel."""
    engine, clock = make_engine(database), SystemClock()
    upgrade(engine)
    store = Store(engine)
    endpoint = fill(store, messages)
    bot = make_bot(TelegramSettings(TOKEN, api_url=api_url))
    await bot.open()
    channel = TelegramChannel(bot, clock, per_second=UNLIMITED)
    delivery = Delivery(store, {endpoint: channel}, clock)
    start = time.perf_counter()
    await delivery.start()
    while _left(store):  # noqa: ASYNC110 - looks from outside, as an operator would
        await asyncio.sleep(0.05)
    seconds = time.perf_counter() - start
    await delivery.stop()
    await bot.close_clients()
    engine.dispose()
    return messages / seconds


async def bare(api_url: str, messages: int, at_once: int) -> float:
    """Messages a second of so many loops over the same client."""
    bot = make_bot(TelegramSettings(TOKEN, api_url=api_url))
    await bot.open()
    chats = iter(range(1_000_000, 1_000_000 + messages))

    async def loop() -> None:
        for chat in chats:
            await bot.say(chat, TEXT)

    start = time.perf_counter()
    await asyncio.gather(*(loop() for _ in range(at_once)))
    seconds = time.perf_counter() - start
    await bot.close_clients()
    return messages / seconds


def _left(store: Store) -> int:
    with store.read() as work:
        found = views.health(work).outbox
    return found.get(OutboxStatus.QUEUED, 0) + found.get(OutboxStatus.SENDING, 0)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--url", help="another database than a SQLite file of its own")
    parser.add_argument("--stand", action="store_true", help="be the sink")
    chosen, _ = parser.parse_known_args()
    if chosen.stand:
        asyncio.run(_stand())
        return
    logs.configure(stream=io.StringIO())
    at_once = channel_limits(UNLIMITED).at_once
    with sink() as api_url, tempfile.TemporaryDirectory() as folder:
        database = chosen.url or f"sqlite:///{folder}/ward.db"
        one = asyncio.run(bare(api_url, chosen.messages, 1))
        many = asyncio.run(bare(api_url, chosen.messages, at_once))
        ours = asyncio.run(product(api_url, database, chosen.messages))
    print(f"bare loop, one at a time: {one:.0f}/s; {at_once} at once: {many:.0f}/s")
    print(
        f"outbox, delivery and channel: {ours:.0f}/s, {100 * ours / many:.0f} % of the bare loops"
    )


if __name__ == "__main__":
    main()
