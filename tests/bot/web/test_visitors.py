"""Whose request it is: addresses through proxies, households, origins."""

import pytest
from starlette.requests import Request

from bot.web.ports import WebSettings
from bot.web.visitors import Origins

PROXIED = WebSettings(trusted_proxies=("10.0.0.0/8", "2001:db8:aaaa::/48"))


def request_from(peer: str, **headers: str) -> Request:
    """A request as the server hands it over."""
    raw = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": "/",
        "query_string": b"",
        "server": ("phuong.example", 80),
        "headers": raw,
        "client": (peer, 1234),
    }
    return Request(scope)


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "không phải địa chỉ".encode().decode("latin-1"), "unknown"),
        ("198.51.100.4", "203.0.113.9", "198.51.100.4"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
    ],
)
def test_the_address_is_the_last_hop_no_trusted_proxy_added(
    peer: str, forwarded: str, counted: str
) -> None:
    headers = {"x_forwarded_for": forwarded.encode("latin-1").decode("latin-1")}
    made = request_from(peer)
    made.scope["headers"] = [(b"x-forwarded-for", headers["x_forwarded_for"].encode("latin-1"))]
    assert Origins(PROXIED).address(made) == counted


def test_a_household_of_ipv6_counts_as_one() -> None:
    origins = Origins(WebSettings())
    one = origins.address(request_from("2001:db8:1:2::1"))
    other = origins.address(request_from("2001:db8:1:2:ffff::9"))
    assert one == other == "2001:db8:1:2::/64"


def test_forwarded_headers_of_strangers_are_ignored() -> None:
    made = request_from("198.51.100.4", x_forwarded_for="203.0.113.9", x_forwarded_proto="https")
    origins = Origins(PROXIED)
    assert origins.address(made) == "198.51.100.4"
    assert origins.secure(made) is False


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"host": "phuong.example", "origin": "http://phuong.example"}, True),
        ({"host": "phuong.example:8080", "origin": "http://phuong.example:8080"}, True),
        ({"host": "phuong.example", "origin": "http://phuong.example:81"}, False),
        ({"host": "phuong.example", "origin": "null"}, False),
        ({"host": "phuong.example", "referer": "http://phuong.example/thu-tuc"}, True),
        ({"host": "phuong.example", "referer": "http://khac.example/"}, False),
        ({"host": "phuong.example"}, True),
        ({"sec_fetch_site": "same-origin", "host": "x", "origin": "http://y"}, True),
        ({"sec_fetch_site": "cross-site", "host": "x", "origin": "http://x"}, False),
    ],
)
def test_a_form_is_ours_when_it_was_posted_from_our_page(
    headers: dict[str, str], *, ours: bool
) -> None:
    assert Origins(WebSettings()).ours(request_from("192.0.2.1", **headers)) is ours
