"""Signatures: the vectors of docs/bridge.md, and everything that is none."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.bridge.signature import (
    SIGNATURE,
    TIMESTAMP,
    Doubt,
    Keys,
    Kind,
    doubt_about,
    headers_of,
    signature_of,
)
from tests.bridge.gateway import sign

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
KEYS = Keys("s" * 32)
BODY = '{"id":"e1","from":"+84900000001","kind":"text","text":"xin chào"}'.encode()
DOCS = Path(__file__).resolve().parents[2] / "docs" / "bridge.md"


def doubt(headers: dict[str, str], body: bytes = BODY, kind: Kind = Kind.INBOUND) -> Doubt | None:
    return doubt_about(KEYS, kind, headers, body, NOW)


def test_the_vectors_of_the_document_are_right() -> None:
    vectors = re.findall(
        r"secret +(\S+)\nkind +(\S+)\ntimestamp +(\S+)\nbody +(.+)\nsignature +(\S+)",
        DOCS.read_text(encoding="utf-8"),
    )
    assert {kind for _, kind, *_ in vectors} == {"inbound", "report", "outbound"}
    for secret, kind, timestamp, body, signature in vectors:
        assert signature_of(secret.encode(), Kind(kind), timestamp, body.encode()) == signature
        assert sign(secret, kind, timestamp, body.encode()) == signature


def test_what_was_signed_is_believed_for_five_minutes_and_not_before_its_time() -> None:
    headers = headers_of(KEYS, Kind.INBOUND, BODY, NOW)
    assert doubt(headers) is None
    for away, expected in ((300, None), (301, Doubt.OLD), (-300, None), (-301, Doubt.AHEAD)):
        found = doubt_about(KEYS, Kind.INBOUND, headers, BODY, NOW + timedelta(seconds=away))
        assert found is expected


@pytest.mark.parametrize("kind", [Kind.REPORT, Kind.OUTBOUND])
def test_a_call_of_one_kind_is_none_of_another(kind: Kind) -> None:
    assert doubt(headers_of(KEYS, kind, BODY, NOW)) is Doubt.FORGED


def test_one_letter_more_less_or_changed_is_a_forgery() -> None:
    headers = headers_of(KEYS, Kind.INBOUND, BODY, NOW)
    for body in (BODY + b" ", BODY[:-1], BODY.replace(b"e1", b"e2")):
        assert doubt(headers, body) is Doubt.FORGED
    moved = {**headers, TIMESTAMP: str(int(headers[TIMESTAMP]) + 1)}
    assert doubt(moved) is Doubt.FORGED


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {TIMESTAMP: "1795651200"},
        {SIGNATURE: "v1=00"},
        {TIMESTAMP: "", SIGNATURE: "v1=00"},
        {TIMESTAMP: "-5", SIGNATURE: "v1=00"},
        {TIMESTAMP: "١٢٣", SIGNATURE: "v1=00"},
        {TIMESTAMP: "9" * 40, SIGNATURE: "v1=00"},
        {TIMESTAMP: "1795651200", SIGNATURE: ",".join(["v1=00"] * 5)},
    ],
)
def test_what_is_not_signed_as_agreed_is_no_call(headers: dict[str, str]) -> None:
    assert doubt(headers) is Doubt.UNSIGNED


def test_a_signature_that_is_no_ascii_is_a_forgery() -> None:
    assert doubt({TIMESTAMP: "1795651200", SIGNATURE: "v1=ệệ"}) is Doubt.FORGED


def test_while_a_secret_is_changed_both_count_and_both_sign() -> None:
    new, old = "n" * 32, "o" * 32
    both = Keys(new, old)
    for one in (Keys(new), Keys(old)):
        assert doubt_about(
            both, Kind.INBOUND, headers_of(one, Kind.INBOUND, BODY, NOW), BODY, NOW
        ) is (None)
        ours = headers_of(both, Kind.OUTBOUND, BODY, NOW)
        assert doubt_about(one, Kind.OUTBOUND, ours, BODY, NOW) is None
    assert doubt_about(Keys(""), Kind.INBOUND, ours, BODY, NOW) is Doubt.UNSIGNED
    assert new not in repr(both)
    assert old not in repr(both)
