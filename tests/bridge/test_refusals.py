"""What the routes refuse, over HTTP, with a word that says what to do; nothing of it is stored."""

import json
import socket
from collections.abc import Callable, Iterator

import pytest

from tests.bridge.gateway import sign
from tests.bridge.product import SECRET, Bridged, event
from tests.bridge.test_product import rows

TIN, BAO = "/cau-noi/sms/tin", "/cau-noi/sms/bao-phat"


@pytest.fixture
def ward(bridged: Callable[..., Bridged]) -> Iterator[Bridged]:
    """Up, and at the end as if nothing had been said."""
    with bridged() as ward:
        yield ward
        assert rows(ward, "SELECT count(*) FROM inbound") == [(0,)]
        assert ward.stop() == 0, ward.said()
        assert "Traceback" not in ward.said()


def test_forged_unsigned_old_huge_and_unreadable_calls_are_told_apart(ward: Bridged) -> None:
    def code(body: bytes, headers: dict[str, str] | None = None, path: str = TIN) -> str:
        status, told = ward.post(path, body, headers)
        assert told["error"]["message"]
        return f"{status} {told['error']['code']}"

    stale = {"X-Motcua-Timestamp": "1700000000"}
    stale["X-Motcua-Signature"] = sign(SECRET, "inbound", "1700000000", event())
    ahead = {"X-Motcua-Timestamp": "4000000000"}
    ahead["X-Motcua-Signature"] = sign(SECRET, "inbound", "4000000000", event())
    assert code(event(), {}) == "401 unsigned"
    assert code(event(), {**stale, "X-Motcua-Signature": "v1=" + "0" * 64}) == "401 forged"
    assert code(event(), stale) == "401 old"
    assert code(event(), ahead) == "401 ahead"
    assert code(event(), path="/cau-noi/khac/tin") == "404 unknown_gateway"
    assert code(event("a" * 280_000)) == "413 too_large"
    assert code(event()[:-5]) == "400 unreadable"
    assert code(b"\xff\xfe") == "400 unreadable"
    assert code(b"") == "400 unreadable"
    assert code(b"[1]") == "422 invalid"
    assert code(b"[" * 250_000) == "400 unreadable"
    assert code(event("a" * 16_001)) == "422 invalid"
    assert code(event(kind="shout")) == "422 invalid"
    assert code(event(**{"from": "+84 900"})) == "422 invalid"
    assert code(event("\\ud800" * 900 + "a" * 16_001)) == "422 invalid"
    assert code(event(), path=BAO) == "401 forged"


def test_a_mistake_is_told_by_its_place_and_never_by_what_stood_there(ward: Bridged) -> None:
    _, told = ward.post(TIN, event("bí mật", sent_at="hôm nay", colour="đỏ"))

    assert sorted(told["error"]["fields"]) == [
        "text.colour: extra_forbidden",
        "text.sent_at: int_type",
    ]
    assert "hôm nay" not in json.dumps(told, ensure_ascii=False)
    assert "bí mật" not in ward.said()


def test_a_call_cut_short_leaves_nothing_behind(ward: Bridged) -> None:
    for told, sent in ((500, 100), (280_000, 0)):
        head = f"POST {TIN} HTTP/1.1\r\nHost: x\r\nContent-Length: {told}\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", ward.port), timeout=20) as line:
            line.sendall(head + b"x" * sent)
            if told > 262_144:
                assert b" 413 " in line.recv(200)
    assert ward.post(TIN, b"{}")[0] == 422


def test_a_body_without_an_end_is_refused_at_the_limit(ward: Bridged) -> None:
    head = f"POST {TIN} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", ward.port), timeout=20) as line:
        line.sendall(head)
        for _ in range(40):
            line.sendall(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
        assert b" 413 " in line.recv(200)


def test_only_post_is_answered(ward: Bridged) -> None:
    for method in ("GET", "PUT", "DELETE"):
        head = f"{method} {TIN} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", ward.port), timeout=20) as line:
            line.sendall(head)
            answer = line.recv(2_000).lower()
        assert b" 405 " in answer
        assert b"allow: post" in answer
