"""An example of a gateway, in the standard library alone: what a province would write.

    python tests/bridge/gateway.py --secret SECRET --calls http://127.0.0.1:8080/cau-noi/sms

It takes messages at `/gui`, reports them delivered, and brings in what people write. In place of
telephones it has a control at `/_/…`: `say` (somebody writes), `heard` (what arrived where),
`faults` (how the next calls go wrong). It prints its port once it listens.

It knows nothing of the program but docs/bridge.md, and imports nothing of it.
"""

import argparse
import hashlib
import hmac
import json
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any

SKEW = 300
RETRIES = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 20.0, 20.0, 20.0)
Body = dict[str, Any]


def sign(secret: str, kind: str, timestamp: str, body: bytes) -> str:
    """One signature of the contract."""
    said = f"v1:{kind}:{timestamp}:".encode() + body
    return "v1=" + hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()


class Telephones:
    """What arrived where, and what is to go wrong."""

    def __init__(self, secret: str, calls: str, *, honours: bool) -> None:
        self.secret, self.calls, self.honours = secret, calls, honours
        self.lock = threading.Lock()
        self.heard: list[Body] = []
        """Messages handed to a telephone, in order; a key honoured stands once."""
        self.seen: dict[str, int] = {}
        """How often each key was brought."""
        self.refused: list[str] = []
        self.faults: deque[str] = deque()
        self.reports = "delivered"
        self.brought: list[int] = []
        """Answers of the program to what we brought."""
        self.queue: Queue[tuple[str, str, Body]] = Queue()
        threading.Thread(target=self._bring_all, daemon=True).start()

    def taken(self, message: Body) -> bool:
        """Hand a message to its telephone; False for a key already honoured."""
        with self.lock:
            again = message["id"] in self.seen
            self.seen[message["id"]] = self.seen.get(message["id"], 0) + 1
            if again and self.honours:
                return False
            self.heard.append(message)
        if self.reports:
            report = {"message": message["id"], "status": self.reports}
            if self.reports == "failed":
                report["reason"] = "unreachable"
            self.queue.put(("report", "bao-phat", report))
        return True

    def say(self, event: Body) -> None:
        """Somebody wrote: bring it in until it is taken."""
        self.queue.put(("inbound", "tin", event))

    def _bring_all(self) -> None:
        while True:
            kind, path, event = self.queue.get()
            threading.Thread(target=self._bring, args=(kind, path, event), daemon=True).start()

    def _bring(self, kind: str, path: str, event: Body) -> None:
        for pause in (0.0, *RETRIES):
            time.sleep(pause)
            status = self.post(kind, path, json.dumps(event, ensure_ascii=False).encode())
            if kind == "inbound":
                self.brought.append(status)
            if 200 <= status < 500:  # what the program refuses it will refuse again
                return

    def post(self, kind: str, path: str, body: bytes) -> int:
        """One signed call; its status, 0 if nobody answered."""
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Motcua-Timestamp": stamp,
            "X-Motcua-Signature": sign(self.secret, kind, stamp, body),
        }
        call = urllib.request.Request(f"{self.calls}/{path}", body, headers, method="POST")
        try:
            with urllib.request.urlopen(call, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return int(error.code)
        except OSError:
            return 0


class Answers(BaseHTTPRequestHandler):
    """Answers the program at /gui, and the test at /_/."""

    protocol_version = "HTTP/1.1"
    phones: Telephones

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/gui":
            self._outbound(body)
            return
        asked = json.loads(body)
        if self.path == "/_/say":
            self.phones.say(asked)
        if self.path == "/_/faults":
            self.phones.faults.extend(asked)
        if self.path == "/_/set":
            for name, value in asked.items():
                setattr(self.phones, name, value)
        self._say(200, {})

    def do_GET(self) -> None:
        phones = self.phones
        with phones.lock:
            found = {
                "heard": phones.heard,
                "seen": phones.seen,
                "refused": phones.refused,
                "brought": phones.brought,
                "faults": len(phones.faults),
            }
            self._say(200, found)

    def _outbound(self, body: bytes) -> None:
        word = self._doubt(body)
        if word:
            self.phones.refused.append(word)
            self._say(401, {"error": {"code": word, "message": "not believed"}})
            return
        message = json.loads(body)
        try:
            fault = self.phones.faults.popleft()
        except IndexError:
            fault = ""
        if not self._goes_wrong(fault, message):
            taken = self.phones.taken(message)
            self._say(202 if taken else 200, {"status": "accepted" if taken else "duplicate"})

    def _doubt(self, body: bytes) -> str:
        stamp = self.headers.get("X-Motcua-Timestamp") or "0"
        given = (self.headers.get("X-Motcua-Signature") or "").split(",")
        right = sign(self.phones.secret, "outbound", stamp, body)
        if not any(hmac.compare_digest(right, one.strip()) for one in given):
            return "forged"
        if abs(time.time() - int(stamp)) > SKEW:
            return "old"
        return "" if self.headers.get("Idempotency-Key") == json.loads(body)["id"] else "no_key"

    def _goes_wrong(self, fault: str, message: Body) -> bool:
        """`429:2`, `422:unreachable`, `500`, `cut`, `slow`, `html`; with `!` it is done first."""
        done, word = fault.startswith("!"), fault.removeprefix("!")
        if done:
            self.phones.taken(message)
        status, _, rest = word.partition(":")
        if status == "429":
            self._say(429, {"error": {"code": "slow_down", "message": ""}}, {"Retry-After": rest})
        elif status.isdecimal():
            self._say(int(status), {"error": {"code": rest, "message": ""}} if rest else {})
        elif word == "html":
            self._raw(200, b"<html>login</html>", {})
        elif word in ("cut", "slow"):
            if word == "slow":
                time.sleep(60)
            self.close_connection = True
            self.connection.close()
        return bool(fault)

    def _say(self, status: int, told: Body, headers: dict[str, str] | None = None) -> None:
        self._raw(status, json.dumps(told).encode(), headers or {})

    def _raw(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so there
        """Nothing: what people write is in the bodies."""


class Server(ThreadingHTTPServer):
    """Goes on when the other side dies in the middle of a call."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - named so
        """Say nothing of a connection that broke; anything else is a mistake."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def main() -> None:
    """Serve until told to stop."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--secret", required=True)
    asked.add_argument("--calls", required=True)
    asked.add_argument("--honours", action="store_true")
    given = asked.parse_args()
    Answers.phones = Telephones(given.secret, given.calls, honours=given.honours)
    server = Server(("127.0.0.1", 0), Answers)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
