"""The whole product and the example gateway, each a process of its own."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, Self

from tests.bridge.gateway import sign
from tests.fakes.product import Program, wait_for

SECRET = "a-secret-of-the-tests-" + "0123456789" * 2
EXAMPLE = Path(__file__).with_name("gateway.py")
Body = dict[str, Any]


class Gateway:
    """The example gateway as a process; told and asked over HTTP."""

    def __init__(self, *, honours: bool = False) -> None:
        self.url = ""
        self._honours = honours
        self._numbers = count(1)
        self._process: subprocess.Popen[str] | None = None

    def start(self, calls: str) -> None:
        """Start it; it calls the program at `calls`."""
        command = [sys.executable, str(EXAMPLE), "--secret", SECRET, "--calls", calls]
        self._process = subprocess.Popen(
            [*command, "--honours"] if self._honours else command,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()

    def says(self, person: str, text: str, **more: object) -> str:
        """Somebody writes; the event's id."""
        number = f"e{next(self._numbers)}"
        self._do("say", {"id": number, "from": person, "kind": "text", "text": text, **more})
        return number

    def faults(self, *how: str) -> None:
        """How the next outbound calls go wrong."""
        self._do("faults", list(how))

    def set(self, **what: object) -> None:
        """Change how it behaves: `reports`, `secret`."""
        self._do("set", what)

    @property
    def state(self) -> Body:
        """Everything it knows."""
        with urllib.request.urlopen(f"{self.url}/_/", timeout=10) as answer:
            found: Body = json.load(answer)
        return found

    def hears(self, person: str) -> list[str]:
        """The texts that arrived at a telephone."""
        return [one["text"] for one in self.state["heard"] if one["to"] == person]

    def heard(self, person: str, number: int, seconds: float = 60.0) -> list[str]:
        """The same once there are so many."""
        wait_for(lambda: len(self.hears(person)) >= number, seconds)
        return self.hears(person)

    def _do(self, act: str, what: object) -> None:
        call = urllib.request.Request(f"{self.url}/_/{act}", json.dumps(what).encode())
        with urllib.request.urlopen(call, timeout=10):
            pass


class Bridged(Program):
    """`motcua serve` with one gateway named `sms`, which runs as long as this does."""

    def __init__(self, folder: Path, gateway: Gateway, database: str = "", **settings: str) -> None:
        self.gateway = gateway
        super().__init__(folder, database)
        gateway.start(f"{self.url}/cau-noi/sms")
        self._env |= {
            "MOTCUA_BRIDGE__SECRETS__SMS": SECRET,
            "MOTCUA_CHANNELS__BRIDGE__SMS__URL": f"{gateway.url}/gui",
            "MOTCUA_CHANNELS__BRIDGE__SMS__PER_SECOND": "1000",
            **{f"MOTCUA_{name}": value for name, value in settings.items()},
        }

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *given: object) -> None:
        super().__exit__(*given)
        self.gateway.stop()

    def post(
        self, path: str, body: bytes, headers: dict[str, str] | None = None, kind: str = "inbound"
    ) -> tuple[int, Body]:
        """One call as a gateway's, signed unless the headers are given; status and answer."""
        stamp = str(int(time.time()))
        signed = {
            "X-Motcua-Timestamp": stamp,
            "X-Motcua-Signature": sign(SECRET, kind, stamp, body),
        }
        call = urllib.request.Request(
            f"{self.url}{path}", body, signed if headers is None else headers, method="POST"
        )
        try:
            with urllib.request.urlopen(call, timeout=30) as answer:
                return int(answer.status), json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return int(error.code), json.loads(error.read() or b"{}")


def event(text: str = "xin chào", **more: object) -> bytes:
    """An inbound event, signed by nobody."""
    said = {"id": "x1", "from": "+84900000001", "kind": "text", "text": text, **more}
    return json.dumps(said, ensure_ascii=False).encode()


def texts(parts: Sequence[Body]) -> list[str]:
    """Words of messages."""
    return [one["text"] for one in parts]
