"""Start to first answer, and memory at rest: `python -m tests.benchmarks.startup`."""

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
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOTCUA = [sys.executable, "-c", "from bot.cli import main; main()"]
RUNS = 3
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
    """Seconds until the page answers a question asked without JavaScript."""
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
    body = {**{k: v for k, v in fields.items() if k == "nonce"}, "text": "lam giay khai sinh"}
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


def once() -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = environment(folder, port)
        subprocess.run([*MOTCUA, "db", "upgrade"], env=env, check=True, capture_output=True)
        started = time.perf_counter()
        subprocess.run(
            [*MOTCUA, "ask", "lam giay khai sinh"], env=env, check=True, capture_output=True
        )
        asked = time.perf_counter() - started
        started = time.perf_counter()
        server = subprocess.Popen(
            [*MOTCUA, "serve"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            first = answered(port, started + 30) - started
            memory = resident(server.pid)
        finally:
            server.terminate()
            code = server.wait(20)
        if code != 0:
            raise SystemExit(f"serve ended with {code}")
        return asked, first, memory


def main() -> None:
    rows = [once() for _ in range(RUNS)]
    asked, first, memory = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"motcua ask, start to answer      {asked:6.2f} s   (bar 2 s)")
    print(f"motcua serve, start to answer    {first:6.2f} s   (bar 2 s)")
    print(f"motcua serve, memory at rest     {memory:6.0f} MiB (bar 220 MiB)")


if __name__ == "__main__":
    main()
