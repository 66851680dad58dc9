"""Updates answered a second beside a bare echo bot, with a Bot API that takes 50 ms.

    python -m tests.benchmarks.telegram [--updates 600] [--rounds 3]

Each bot is a process of its own and talks HTTP to the same small server in this one: (a) PTB with
`concurrent_updates(True)`, (b) PTB tuned by hand at 16, (c) the whole program with storage and
matcher, its limits raised. Every update comes from another chat. Bar: (c) is at least 0.7 of (b).
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from tests.fakes.telegram.core import ME, TOKEN
from tests.fakes.telegram.product import LIVE, ROOT

UPDATES: Final = 600
ROUNDS: Final = 3
CALL_SECONDS: Final = 0.05
BATCH: Final = 100
BAR: Final = 0.7
QUESTIONS: Final = (
    "xin trích lục khai sinh cần giấy tờ gì",
    "đăng ký kết hôn hết bao nhiêu tiền",
    "lam giay khai tu o dau",
    "chứng thực bản sao mất bao lâu",
    "xac nhan tinh trang hon nhan",
    "đổi tên con trong giấy khai sinh",
)
TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Run:
    """One bot, once."""

    rate: float
    cpu_ms: float
    """Of the bot's process, for one update."""


class Api:
    """Just enough of the Bot API: it hands out updates, takes 50 ms for a message, and counts."""

    def __init__(self, updates: int) -> None:
        self.updates = updates
        self.url = ""
        self.confirmed = 0
        self.answered: set[int] = set()
        self.began = self.ended = 0.0
        self.done = asyncio.Event()
        self.warm = asyncio.Event()
        self.go = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def open(self) -> None:
        """Serve on loopback."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Serve no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"].lower()
        given: dict[str, Any] = {**request.query, **await request.post()}
        if method == "getupdates":
            return _ok(await self._handed_out(int(given.get("offset", 0) or 0)))
        if method == "getme":
            return _ok(ME)
        if method == "getmycommands":
            return _ok([])
        if method == "sendmessage":
            return _ok(await self._sent(int(given["chat_id"]), str(given["text"])))
        return _ok(True)

    async def _handed_out(self, offset: int) -> list[dict[str, Any]]:
        """The first one warms up; the rest when told."""
        loop = asyncio.get_running_loop()
        if self.confirmed >= 1 and not self.go.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self.go.wait(), 1.0)
            if not self.go.is_set():
                return []
        first = max(offset, 1)
        last = min(self.updates, first + BATCH - 1) if self.confirmed else 1
        self.confirmed = max(self.confirmed, 1)
        if first > last:
            await asyncio.sleep(0.5)
            return []
        if first > 1 and not self.began:
            self.began = loop.time()
        return [_update(number) for number in range(first, last + 1)]

    async def _sent(self, chat: int, text: str) -> dict[str, Any]:
        await asyncio.sleep(CALL_SECONDS)
        self.answered.add(chat)
        self.warm.set()
        if len(self.answered) == self.updates and not self.ended:
            self.ended = asyncio.get_running_loop().time()
            self.done.set()
        return {
            "message_id": 2,
            "date": 1_790_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "Lan"},
            "from": ME,
            "text": text,
        }


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _update(number: int) -> dict[str, Any]:
    person = {"id": 5_000 + number, "is_bot": False, "first_name": "Lan"}
    return {
        "update_id": number,
        "message": {
            "message_id": 1,
            "date": 1_790_000_000,
            "chat": {"id": 5_000 + number, "type": "private", "first_name": "Lan"},
            "from": person,
            "text": QUESTIONS[number % len(QUESTIONS)],
        },
    }


async def measure(kind: str, updates: int) -> Run:
    """One bot in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        api = Api(updates)
        await api.open()
        process = subprocess.Popen(  # noqa: ASYNC220 - it starts once, before anything is timed
            _command(kind, api.url),
            cwd=ROOT,
            env=_environment(api.url, Path(folder)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            await asyncio.wait_for(api.warm.wait(), 90)
            await asyncio.sleep(0.5)
            before = _cpu_seconds(process.pid)
            api.go.set()
            await asyncio.wait_for(api.done.wait(), 120)
            used = _cpu_seconds(process.pid) - before
        finally:
            process.kill()
            process.wait()
            await api.close()
    return Run((updates - 1) / (api.ended - api.began), 1000 * used / (updates - 1))


def _command(kind: str, url: str) -> list[str]:
    if kind == "ours":
        return [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
    return [sys.executable, "-m", "tests.benchmarks._echo", url, TOKEN, kind]


def _environment(url: str, folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],  # noqa: TID251 - of the process that is measured
        "MOTCUA_CONFIG": str(LIVE),
        "MOTCUA_DATABASE__URL": f"sqlite:///{folder}/ward.db",
        "MOTCUA_WEB__PORT": "18093",
        "MOTCUA_TELEGRAM__TOKEN": TOKEN,
        "MOTCUA_TELEGRAM__API_URL": url,
        "MOTCUA_TELEGRAM__PER_SECOND": "5000",
        "MOTCUA_LOG__LEVEL": "warning",
    }


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


BOTS: Final = {
    "0": "(a) PTB, concurrent_updates(True)",
    "16": "(b) PTB tuned by hand, 16 at once",
    "ours": "(c) motcua, storage and matcher",
}


def report(runs: Mapping[str, Sequence[Run]]) -> None:
    """Print the medians and whether the bar holds."""
    rates = {}
    for kind, name in BOTS.items():
        rates[kind] = statistics.median(one.rate for one in runs[kind])
        cpu = statistics.median(one.cpu_ms for one in runs[kind])
        all_rates = ", ".join(f"{one.rate:.0f}" for one in runs[kind])
        print(f"{name:36} {rates[kind]:5.0f}/s ({all_rates})   {cpu:5.2f} ms CPU an update")
    share, multiple = rates["ours"] / rates["16"], rates["ours"] / rates["0"]
    print(f"ours is {share:.2f} of (b) (bar {BAR}) and {multiple:.1f} times (a)")
    print("held" if share >= BAR else "NOT held")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=UPDATES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen, _ = parser.parse_known_args()
    runs: dict[str, list[Run]] = {kind: [] for kind in BOTS}
    for _ in range(chosen.rounds):
        for kind in BOTS:  # in turn, so that a busy minute of the machine meets all of them
            runs[kind].append(asyncio.run(measure(kind, chosen.updates)))
    report(runs)


if __name__ == "__main__":
    main()
