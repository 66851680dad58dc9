"""The whole product as a process of its own."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Self
from urllib.error import URLError

from tests.fakes import warm

ROOT = Path(__file__).resolve().parents[2]
LIVE = ROOT / "tests/communes/live.yaml"
CODE = "from bot.cli import main; main()"
START_SECONDS = 180.0
"""The machine may be busy: nobody waits this long on a good day."""


class Program:
    """`motcua serve` on a database in a folder; may be started again and again."""

    def __init__(self, folder: Path, database: str = "", **settings: str) -> None:
        self.log = folder / "log"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._env = {
            "PATH": os.environ["PATH"],  # noqa: TID251 - of the process under test
            "MOTCUA_CONFIG": str(LIVE),
            "MOTCUA_DATABASE__URL": database or f"sqlite:///{folder}/ward.db",
            "MOTCUA_DATABASE__MARK_FILE": f"{folder}/sent.mark",
            "MOTCUA_WEB__PORT": str(self.port),
            **{f"MOTCUA_{key}": value for key, value in settings.items()},
        }
        self._process: warm.Process | None = None
        self.begins: tuple[str, ...] = ("-c", CODE, "serve")
        """What Python is told to start it."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def runs(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Another command of the program, with the same settings."""
        return warm.run(("-c", CODE, *command), self._env, timeout=START_SECONDS)

    def start(self) -> None:
        """Start it, and wait until its web server answers."""
        self.begin()
        self.up()

    def begin(self) -> None:
        """Start it, and do not wait: several may come up side by side."""
        with self.log.open("ab") as log:
            file = log.fileno()
            self._process = warm.Process(self.begins, self._env, stdout=file, stderr=file)

    def up(self) -> None:
        """Wait until its web server answers."""
        try:
            wait_for(self.healthy, START_SECONDS)
        except AssertionError as error:
            raise AssertionError(f"it does not answer:\n{self.said()}") from error

    def healthy(self) -> bool:
        """Whether `/healthz` says so; fails when the process has ended."""
        if self._process is not None and self._process.poll() is not None:
            raise AssertionError(f"it ended:\n{self.said()}")
        address = f"{self.url}/healthz"
        with suppress(URLError, OSError), urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
        return False

    def freeze(self) -> None:
        """SIGSTOP: what arrives is kept by the system, and it does nothing with it."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; its exit status."""
        if self._process is None:
            raise AssertionError("never started")
        self._process.send_signal(sign)
        return self._process.wait(timeout=120)

    def said(self) -> str:
        """Everything it printed."""
        return self.log.read_text()


def wait_for(until: object, seconds: float = 120.0) -> None:
    """Wait until a process beside us has done something; fails after `seconds`.

    Looking takes a third of the time at most: the process needs the processor.
    """
    end = time.monotonic() + seconds
    while True:
        began = time.monotonic()
        if until():  # type: ignore[operator]
            return
        looked = time.monotonic()
        if looked > end:
            raise AssertionError("it did not happen in time")
        time.sleep(min(0.25, max(0.01, 2 * (looked - began))))
