"""Start to first answer, and memory at rest: `python -m tests.benchmarks.startup`.

The second answer stands beside the first: what a start leaves for later is not hidden in it. How
fast the machine is in the same minutes is measured beside each start, and the times are told by
that yardstick too; it needs the study data beside the repository (MOTCUA_SHARED).
"""

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks._matching_data import SHARED, catalogue, development
from tests.benchmarks._yardstick import SCAN_MS, SCANNED, by_yardstick, scan_ms

ROOT = Path(__file__).resolve().parents[2]
MOTCUA = [sys.executable, "-c", "from bot.cli import main; main()"]
RUNS = 3
QUESTION = "lam giay khai sinh"
SCANS = 40
"""Questions of the yardstick beside each start."""
BAR = 2.0
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Left out: what is measured is a start of an installed program, its code compiled before."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: str, port: int) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != NO_BYTECODE}  # noqa: TID251
    return {
        **kept,
        "MOTCUA_DATABASE__URL": f"sqlite:///{folder}/motcua.db",
        "MOTCUA_WEB__PORT": str(port),
        "MOTCUA_LOG__LEVEL": "warning",
    }


def answered(port: int, deadline: float) -> float:
    """When the page has answered a question asked without JavaScript."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    base = f"http://127.0.0.1:{port}"
    while True:
        try:
            page = opener.open(f"{base}/", timeout=10).read().decode()
            break
        except (urllib.error.URLError, ConnectionError):
            if time.perf_counter() > deadline:
                raise
            time.sleep(0.01)
    fields = dict(re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)"', page))
    action = re.search(r'<form[^>]*method="post"[^>]*action="([^"]+)"', page)
    target = action.group(1) if action else "/"
    body = {**{k: v for k, v in fields.items() if k == "nonce"}, "text": QUESTION}
    data = "&".join(f"{k}={v.replace(' ', '+')}" for k, v in body.items()).encode()
    request = urllib.request.Request(f"{base}{target}", data, {"Origin": base})
    answer = opener.open(request, timeout=10).read().decode()
    if "khai sinh" not in answer.lower():
        raise SystemExit("the page gave no answer")
    return time.perf_counter()


def resident(pid: int) -> float:
    """Resident memory of a process in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else 0.0


class Start(NamedTuple):
    """What one start took: seconds, MiB, and the yardstick's milliseconds beside it."""

    asked: float
    first: float
    second: float
    memory: float
    scan: float


def once(scan: Callable[[], float]) -> Start:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = environment(folder, port)
        subprocess.run([*MOTCUA, "db", "upgrade"], env=env, check=True, capture_output=True)
        before = scan()
        started = time.perf_counter()
        subprocess.run([*MOTCUA, "ask", QUESTION], env=env, check=True, capture_output=True)
        asked = time.perf_counter() - started
        started = time.perf_counter()
        server = subprocess.Popen(
            [*MOTCUA, "serve"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            first = answered(port, started + 30)
            second = answered(port, first + 30)
            memory = resident(server.pid)
        finally:
            server.terminate()
            code = server.wait(20)
        if code != 0:
            raise SystemExit(f"serve ended with {code}")
        taken = (before + scan()) / 2
        return Start(asked, first - started, second - first, memory, taken)


def scanning() -> Callable[[], float]:
    """Takes the yardstick; 0 where there is nothing to take it with."""
    if not SHARED.exists():
        return lambda: 0.0
    names = [procedure.name for procedure in catalogue(everything=True)]
    people = (line for line in development() if not line.turns and line.dataset != "legalrag")
    questions = [line.question for line in islice(people, SCANS)]
    return lambda: scan_ms(names, questions)


def timed(what: str, starts: Sequence[Start], name: str, bar: float | None = BAR) -> str:
    """One line: the middle of all starts as measured, and by the yardstick."""
    here = statistics.median(getattr(start, name) for start in starts)
    limit = f"   (bar {bar:.0f} s)" if bar else ""
    if not all(start.scan for start in starts):
        return f"{what:<38}{here:6.2f} s{limit}"
    there = statistics.median(by_yardstick(getattr(one, name), one.scan) for one in starts)
    return f"{what:<38}{here:6.2f} s   by the yardstick {there:5.2f} s{limit}"


def main() -> None:
    scan = scanning()
    starts = [once(scan) for _ in range(RUNS)]
    print(timed("motcua ask, start to answer", starts, "asked"))
    print(timed("motcua serve, start to answer", starts, "first"))
    print(timed("motcua serve, one more visitor", starts, "second", None))
    memory = statistics.median(start.memory for start in starts)
    print(f"{'motcua serve, memory at rest':<38}{memory:6.0f} MiB   (bar 220 MiB)")
    taken = statistics.median(start.scan for start in starts)
    if taken:
        print(
            f"yardstick: rapidfuzz scans {SCANNED:,} names in {taken:.1f} ms (bars: {SCAN_MS:.0f})"
        )


if __name__ == "__main__":
    main()
