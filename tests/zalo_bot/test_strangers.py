"""Strangers at the webhook of the whole program: nothing is kept, and citizens are answered."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.fakes.strangers import HUNG_UP, Call, Outcome, all_made, kept, logged
from tests.fakes.zalo_bot.people import Person
from tests.fakes.zalo_bot.product import PATH, SECRET, Product, wait_for
from tests.fakes.zalo_bot.server import PUBLIC, SECRET_HEADER, ZaloServer
from tests.zalo_bot.killing import ROOMY

WORDS = "lời giả mạo của kẻ lạ"
QUESTION = "xin trích lục khai sinh cần giấy tờ gì"
DRIPPING = 60
FLOODS = 2
BETWEEN = 0.1
"""Seconds between two citizens."""
BODY_WITHIN = 15.0
"""Seconds by which a caller who drips is sent away: five and what a busy machine takes."""


@pytest.fixture
def server() -> Iterator[ZaloServer]:
    with ZaloServer() as server:
        server.api.people = server.api.month = 1_000_000
        server.api.webhook.update(url=PUBLIC + PATH, secret=SECRET)
        yield server


@pytest.fixture
def ward(tmp_path: Path, server: ZaloServer) -> Iterator[Product]:
    with Product(tmp_path, server, webhook=True, LOG__FORM="json", **ROOMY) as running:
        yield running


def database(folder: Path) -> str:
    return f"sqlite:///{folder}/ward.db"


def person(server: ZaloServer, number: int | str) -> Person:
    return server.do(lambda: Person(server.api, number))


def hears(who: Person) -> bool:
    return bool(who.hears)


def call(body: bytes, secret: str = SECRET, **how: object) -> Call:
    return Call(PATH, body, {SECRET_HEADER: secret} if secret else {}, **how)  # type: ignore[arg-type]


def update(server: ZaloServer, text: str = WORDS) -> bytes:
    """A message nobody wrote, as Zalo would bring it."""
    written = person(server, "mallory").update("message.text.received", text=text)
    return json.dumps({"ok": True, "result": written}, ensure_ascii=False).encode()


def forged(server: ZaloServer) -> list[Call]:
    """Without the secret, with another, or with part of it."""
    body = update(server)
    return [call(body, secret) for secret in ("", "guessed-by-me", SECRET[:-1], SECRET + "x")]


def broken(server: ZaloServer) -> list[Call]:
    """With the secret, and no JSON."""
    return [call(update(server)[:-9]), call(b"[" * 100_000), call(b"\xff\xfe{}")]


def huge(server: ZaloServer) -> list[Call]:
    """With the secret too, so that its size alone speaks against it."""
    body = update(server, "x" * 20_000_000)
    return [call(body), call(body, announced=-1), call(body, announced=2**40)]


def dripping(server: ZaloServer, number: int) -> list[Call]:
    secrets = [SECRET, "guessed-by-me", ""]
    body = update(server)
    return [call(body, secrets[one % 3], piece=1, pause=0.3) for one in range(number)]


def test_each_is_refused_with_its_status_and_leaves_nothing(
    ward: Product, tmp_path: Path, server: ZaloServer
) -> None:
    before = kept(database(tmp_path))
    hanging_up = call(update(server), announced=5_000, leaves=True)

    assert {one.status for one in all_made(ward.port, forged(server))} == {401}
    assert {one.status for one in all_made(ward.port, broken(server))} == {400}
    large = all_made(ward.port, huge(server))
    assert {one.status for one in large} <= {413, HUNG_UP}  # the answer may drown in what is sent
    assert max(one.sent for one in large) < 20_000_000
    slow = all_made(ward.port, dripping(server, 3))
    assert {one.status for one in slow} == {400}
    assert max(one.seconds for one in slow) < BODY_WITHIN
    assert [one.status for one in all_made(ward.port, [hanging_up])] == [HUNG_UP]
    wait_for(lambda: len(logged(ward.log, "zalo_bot.webhook_cut")) == 4)

    assert kept(database(tmp_path)) == before
    lines = logged(ward.log, "zalo_bot.webhook")
    names = [str(one["event"]).partition(".")[2] for one in lines]
    assert {one: names.count(one) for one in set(names)} == {
        "webhook_refused": 4, "webhook_unreadable": 3, "webhook_too_large": 3, "webhook_cut": 4,
    }  # fmt: skip
    assert {name for one in lines for name in one} == {"event", "level", "timestamp", "endpoint"}
    assert ward.stop() == 0
    said = ward.said()
    assert [one for one in (WORDS, "guessed", SECRET[:-1], "mallory") if one in said] == []
    assert person(server, "mallory").id not in said


def test_a_genuine_update_that_somebody_repeats_is_one(
    ward: Product, tmp_path: Path, server: ZaloServer
) -> None:
    lan, before = person(server, 1001), kept(database(tmp_path))
    written = lan.update("message.text.received", text=QUESTION)
    genuine = call(json.dumps(written).encode())
    for _ in range(3):
        assert {one.status for one in all_made(ward.port, [genuine] * 10)} == {200}
    wait_for(lambda: lan.hears)
    server.do(lambda: lan.says("giờ làm việc"))
    wait_for(lambda: len(lan.hears) == 2)
    assert ward.stop() == 0

    assert (kept(database(tmp_path)) - before)["inbound"] == 2
    assert len(lan.hears) == 2


class Flood(threading.Thread):
    """Strangers of every kind, again and again."""

    def __init__(self, port: int, server: ZaloServer) -> None:
        super().__init__(daemon=True)
        self._port, self._server = port, server
        self.seen: list[Outcome] = []
        self.rounds = 0

    def run(self) -> None:
        for _ in range(FLOODS):
            by = self._server
            calls = [*dripping(by, DRIPPING), *forged(by), *broken(by), *huge(by)]
            self.seen += all_made(self._port, calls)
            self.rounds += 1


def test_citizens_are_answered_in_time_amid_a_flood(
    ward: Product, tmp_path: Path, server: ZaloServer
) -> None:
    before, flood = kept(database(tmp_path)), Flood(ward.port, server)
    flood.start()
    waits: list[float] = []
    while flood.is_alive() or not waits:
        lan, began = person(server, 7_000 + len(waits)), time.monotonic()
        server.do(partial(lan.says, QUESTION))
        wait_for(partial(hears, lan), 60)
        waits.append(time.monotonic() - began)
        time.sleep(BETWEEN)
    flood.join(120)
    assert flood.rounds == FLOODS
    assert ward.stop() == 0

    sys.stdout.write(
        f"{len(flood.seen)} strangers; {len(waits)} citizens, each answered within "
        f"{max(waits):.2f} s\n"
    )
    assert set(server.posted) <= {200, 503}
    assert server.posted.count(200) == len(waits)
    assert max(waits) < 30
    assert {one.status for one in flood.seen} <= {400, 401, 413, HUNG_UP}
    grown = kept(database(tmp_path)) - before
    assert (grown["inbound"], grown["contact"], grown["set_aside"]) == (len(waits), len(waits), 0)
