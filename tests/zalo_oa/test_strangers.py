"""Strangers at the webhook of the whole program: nothing is kept, and citizens are answered."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.web.server import HEAD_SECONDS
from tests.fakes.strangers import HUNG_UP, Call, Outcome, all_left, all_made, kept, logged
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.events import from_oa, from_user, sign
from tests.fakes.zalo_oa.posting import ANSWER_WITHIN
from tests.fakes.zalo_oa.product import log_in, product
from tests.fakes.zalo_oa.server import ZaloOaServer

Body = dict[str, Any]
PATH = "/zalo/oa"
MALLORY, WORDS = "666000111222333", "lời giả mạo của kẻ lạ"
LAN = "246845883529197922"
QUESTION = "xin trích lục khai sinh cần giấy tờ gì"
DRIPPING = 60
FLOODS = 3
BETWEEN = 0.1
"""Seconds between two citizens."""
BODY_WITHIN = 8.0
"""Seconds by which a caller who drips is sent away: 1.8 and what a busy machine takes."""


@pytest.fixture
def ward(folder: Path, zalo: ZaloOaServer) -> Iterator[Product]:
    log_in(folder, zalo)
    with product(folder, zalo, LOG__FORM="json") as running:
        yield running


def database(folder: Path) -> str:
    return f"sqlite:///{folder}/ward.db"


def call(event: Body, *, key: str = rules.OA_KEY, **how: object) -> Call:
    """An event, signed with a key."""
    body = json.dumps(event, ensure_ascii=False).encode()
    signature = sign(body, str(event.get("timestamp")), key=key)
    return Call(PATH, body, {"X-ZEvent-Signature": signature}, **how)  # type: ignore[arg-type]


def events(zalo: ZaloOaServer) -> list[Body]:
    """One of each kind that changes something when it is Zalo's."""
    stamp, said = zalo.stamp(), {"msg_id": "m666", "text": WORDS}
    by_hand = from_oa(LAN, said, stamp)
    by_hand["sender"]["admin_id"] = "admin-1"
    follow = from_user(MALLORY, "follow", {}, stamp)
    follow |= {"oa_id": rules.OA_ID, "follower": {"id": MALLORY}}
    form = from_user(MALLORY, "user_submit_info", {}, stamp)
    form["info"] = {"name": WORDS, "phone": "0905123456"}
    return [
        from_user(MALLORY, "user_send_text", said, stamp),
        by_hand,
        follow,
        form,
        from_user(MALLORY, "user_received_message", {"msg_id": "m1"}, stamp),
    ]


def forged(zalo: ZaloOaServer) -> list[Call]:
    """Signed with another key, not at all, with another event's, and cut short."""
    mine = [call(one, key="guessed") for one in events(zalo)]
    good, other = call(events(zalo)[0]), call(events(zalo)[1])
    return [
        *mine,
        Call(PATH, good.body),
        Call(PATH, good.body, {"X-ZEvent-Signature": "mac="}),
        Call(PATH, good.body, other.headers),
        Call(PATH, good.body[:-9], good.headers),
        Call(PATH, good.body.replace(b"666", b"667"), good.headers),
    ]


def old(zalo: ZaloOaServer) -> list[Call]:
    """Genuine ones that somebody kept for four hours, or made for tomorrow."""
    event = events(zalo)[0]
    moments = [zalo.now() - timedelta(hours=4), zalo.now() + timedelta(days=1)]
    stamps = [str(int(one.timestamp() * 1_000)) for one in moments]
    return [call(event | {"timestamp": stamp}) for stamp in stamps]


def huge(zalo: ZaloOaServer) -> list[Call]:
    """Signed too, so that its size alone speaks against it."""
    event = events(zalo)[0] | {"pad": "x" * 20_000_000}
    return [call(event), call(event, announced=-1), call(event, announced=2**40)]


def dripping(zalo: ZaloOaServer, number: int) -> list[Call]:
    return [call(events(zalo)[0], piece=1, pause=0.3) for _ in range(number)]


def test_each_is_refused_with_its_status_and_leaves_nothing(
    ward: Product, folder: Path, zalo: ZaloOaServer
) -> None:
    before = kept(database(folder))
    hanging_up = call(events(zalo)[0], announced=5_000, leaves=True)

    assert {one.status for one in all_made(ward.port, forged(zalo))} == {401}
    assert {one.status for one in all_made(ward.port, old(zalo))} == {401}
    large = all_made(ward.port, huge(zalo))
    assert {one.status for one in large} <= {413, HUNG_UP}  # the answer may drown in what is sent
    assert max(one.sent for one in large) < 20_000_000
    slow = all_made(ward.port, dripping(zalo, 3))
    assert {one.status for one in slow} == {400}
    assert max(one.seconds for one in slow) < BODY_WITHIN
    assert [one.status for one in all_made(ward.port, [hanging_up])] == [HUNG_UP]
    wait_for(lambda: len(logged(ward.log, "zalo.webhook_cut")) == 4)

    assert kept(database(folder)) == before
    lines = logged(ward.log, "zalo.webhook")
    assert {tuple(sorted(one)) for one in lines} == {
        ("event", "level", "timestamp"),
        ("event", "level", "reason", "timestamp"),
    }
    reasons = [one.get("reason", "cut") for one in lines]
    assert {one: reasons.count(one) for one in set(reasons)} == {
        "forged": 8, "unsigned": 2, "old": 1, "ahead": 1, "too_large": 3, "cut": 4,
    }  # fmt: skip
    assert ward.stop() == 0
    said = ward.said()
    assert [one for one in (MALLORY, WORDS, "0905123456", "mac=", "m666") if one in said] == []


def test_a_genuine_event_that_somebody_repeats_is_one(
    ward: Product, folder: Path, zalo: ZaloOaServer
) -> None:
    before = kept(database(folder))
    zalo.do(lambda: zalo.account.acts(LAN))
    genuine = call(
        from_user(LAN, "user_send_text", {"msg_id": "m1", "text": QUESTION}, zalo.stamp())
    )
    for _ in range(3):
        assert {one.status for one in all_made(ward.port, [genuine] * 10)} == {200}
    wait_for(lambda: zalo.account.person(LAN).hears)
    zalo.says(LAN, "giờ làm việc")
    wait_for(lambda: len(zalo.account.person(LAN).hears) == 2)
    assert ward.stop() == 0

    assert (kept(database(folder)) - before)["inbound"] == 2
    assert len(zalo.account.person(LAN).hears) == 2


def test_who_never_says_what_they_want_is_hung_up_on(ward: Product, zalo: ZaloOaServer) -> None:
    """Silent, letter by letter, and after a call that was answered."""
    head = b"POST /zalo/oa HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 200
    letters = [head[at : at + 1] for at in range(len(head))]
    probe = [b"POST /zalo/oa HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}"]
    callers = [[], [head], letters, [*probe, *letters], probe]
    held = all_left(ward.port, callers * 10)
    zalo.says(LAN, QUESTION)
    wait_for(lambda: zalo.account.person(LAN).hears)
    assert ward.stop() == 0

    assert max(held) < HEAD_SECONDS + BODY_WITHIN
    assert min(held[:3]) >= HEAD_SECONDS - 1  # nobody is hurried who needs a moment


class Flood(threading.Thread):
    """Strangers of every kind, again and again, until it is told to end."""

    def __init__(self, port: int, zalo: ZaloOaServer) -> None:
        super().__init__(daemon=True)
        self._port, self._zalo = port, zalo
        self.seen: list[Outcome] = []
        self.rounds = 0

    def run(self) -> None:
        for _ in range(FLOODS):
            zalo = self._zalo
            calls = [*dripping(zalo, DRIPPING), *forged(zalo), *old(zalo), *huge(zalo)]
            self.seen += all_made(self._port, calls)
            self.rounds += 1


def test_citizens_are_answered_in_time_amid_a_flood(
    ward: Product, folder: Path, zalo: ZaloOaServer
) -> None:
    before, flood = kept(database(folder)), Flood(ward.port, zalo)
    flood.start()
    waits: list[float] = []
    while flood.is_alive() or not waits:
        citizen, began = str(7_000 + len(waits)), time.monotonic()
        zalo.says(citizen, QUESTION)
        wait_for(lambda who=citizen: zalo.account.person(who).hears, 60)
        waits.append(time.monotonic() - began)
        time.sleep(BETWEEN)
    flood.join(120)
    assert flood.rounds == FLOODS
    assert ward.stop() == 0

    took = [seconds for name, _, seconds in zalo.posted if name == "user_send_text"]
    sys.stdout.write(
        f"{len(flood.seen)} strangers; {len(took)} webhook calls, slowest {max(took):.2f} s; "
        f"answers within {max(waits):.2f} s\n"
    )
    assert sorted(took)[len(took) * 9 // 10] < ANSWER_WITHIN
    assert {status for _, status, _ in zalo.posted} <= {200, 503, 0}
    assert zalo.given_up == []
    assert max(waits) < 30
    assert {one.status for one in flood.seen} <= {400, 401, 413, HUNG_UP}
    grown = kept(database(folder)) - before
    assert (grown["inbound"], grown["contact"], grown["set_aside"]) == (len(waits), len(waits), 0)
