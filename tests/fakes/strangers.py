"""Somebody who calls a webhook byte by byte, as no client of ours would, and what came of it."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.database import make_engine
from handlers.store.unit_of_work import Store

HUNG_UP = 0
"""Instead of a status: no answer came."""
GIVES_UP = 60.0
"""Seconds after which a stranger no longer waits to be hung up on."""
PIECE = 64 * 1024
_KEPT = ("inbound", "outbox", "contact", "set_aside")


@dataclass(frozen=True)
class Call:
    """One call, and how its body comes."""

    path: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    announced: int | None = None
    """The length it says, where that is not its own; below 0: none, it comes in chunks."""
    piece: int = PIECE
    pause: float = 0.0
    """Seconds between two pieces."""
    leaves: bool = False
    """Hangs up after the last piece; otherwise it waits for an answer."""


@dataclass(frozen=True)
class Outcome:
    """What a stranger saw."""

    status: int
    seconds: float
    sent: int
    """Bytes of the body that could be written, those the system holds included."""


async def made(port: int, call: Call) -> Outcome:
    """Make a call; it ends with the answer, or when either side hangs up."""
    began, sent = time.monotonic(), 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = asyncio.create_task(_status(reader))
    with suppress(ConnectionError):
        writer.write(_head(call))
        for start in range(0, len(call.body), call.piece):
            piece = call.body[start : start + call.piece]
            writer.write(_chunk(piece) if _chunked(call) else piece)
            await writer.drain()
            sent += len(piece)
            await asyncio.wait({answer}, timeout=call.pause)
            if answer.done():
                break
        if call.leaves:
            writer.close()
    status = await answer
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    return Outcome(status, time.monotonic() - began, sent)


def all_made(port: int, calls: Sequence[Call]) -> list[Outcome]:
    """Make them all side by side."""

    async def together() -> list[Outcome]:
        return await asyncio.gather(*(made(port, one) for one in calls))

    return asyncio.run(together())


async def _left(port: int, pieces: Sequence[bytes], pause: float) -> float:
    """Seconds until the other side hung up on who says this, piece by piece, and then nothing."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    ended = asyncio.create_task(reader.read())  # whatever it answers, until it hangs up
    with suppress(ConnectionError):
        for piece in pieces:
            writer.write(piece)
            await asyncio.wait({ended}, timeout=pause)
            if ended.done():
                break
    await asyncio.wait({ended}, timeout=GIVES_UP)
    ended.cancel()
    await asyncio.gather(ended, return_exceptions=True)
    writer.close()
    return time.monotonic() - began


def all_left(port: int, said: Sequence[Sequence[bytes]], pause: float = 0.5) -> list[float]:
    """The same for many side by side."""

    async def together() -> list[float]:
        return await asyncio.gather(*(_left(port, one, pause) for one in said))

    return asyncio.run(together())


def kept(database: str) -> Counter[str]:
    """How many rows there are of everything a call may leave."""
    engine = make_engine(database)
    with Store(engine).read() as work:
        found = Counter(
            {one: int(work.run(text(f"SELECT count(*) FROM {one}")).scalar() or 0) for one in _KEPT}  # noqa: S608 - names of ours
        )
    engine.dispose()
    return found


def logged(log: Path, event: str) -> list[dict[str, Any]]:
    """The fields of every line of an event, or of a family of them; the log is in JSON."""
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    return [one for one in lines if str(one["event"]).startswith(event)]


def _chunked(call: Call) -> bool:
    return call.announced is not None and call.announced < 0


def _chunk(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece)


def _head(call: Call) -> bytes:
    length = len(call.body) if call.announced is None else call.announced
    told = {"Transfer-Encoding": "chunked"} if length < 0 else {"Content-Length": str(length)}
    lines = [f"POST {call.path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in {**call.headers, **told}.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _status(reader: asyncio.StreamReader) -> int:
    try:
        line = await reader.readline()
    except ConnectionError:
        return HUNG_UP
    return int(line.split()[1]) if line else HUNG_UP
