"""What browser and wire may do: cookies, origins, forms, floods, headers."""

import re

import pytest

from bot.web.ports import WebSettings
from tests.bot.console.sign_in.account import ACCOUNT, OFFICER, signed_in
from tests.fakes.console import ConsoleSite, fields_of


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(site: ConsoleSite) -> None:
    made = site.browser().client.post(
        "/can-bo/vao", data={"ma": site.link(OFFICER)}, follow_redirects=False
    )
    cookie = made.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/can-bo" in cookie
    assert "Max-Age" not in cookie


def test_over_https_the_cookie_is_bound_to_the_host(site: ConsoleSite) -> None:
    proxy = WebSettings(public_url="https://mau.example.vn", trusted_proxies=("127.0.0.1",))
    site.serve(proxy)
    browser = site.browser(base="https://mau.example.vn")
    proxied = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    browser.client.headers.update(proxied)
    made = browser.client.post(
        "/can-bo/vao", data={"ma": site.link(OFFICER)}, follow_redirects=False
    )
    cookie = made.headers["set-cookie"]
    assert cookie.startswith("__Host-motcua_canbo=")
    assert "Secure" in cookie
    assert "Path=/;" in cookie
    assert signed_in(browser.get(ACCOUNT).text)


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("192.0.2.7", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 403),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9;proto=https"}, 403),
        ("192.0.2.7", {"X-Forwarded-Proto": "https"}, 403),
    ],
)
def test_an_open_wire_shows_no_console(
    site: ConsoleSite, peer: str, headers: dict[str, str], status: int
) -> None:
    browser = site.browser((peer, 50_000))
    assert browser.client.get("/can-bo/vao", headers=headers).status_code == status
    code = site.link(OFFICER)
    sent = browser.client.post("/can-bo/vao", data={"ma": code}, headers=headers)
    assert sent.status_code == status


@pytest.mark.parametrize(("proto", "status"), [("https", 200), ("http", 403)])
def test_a_trusted_proxy_says_how_the_browser_came(
    site: ConsoleSite, proto: str, status: int
) -> None:
    site.serve(WebSettings(trusted_proxies=("10.0.0.0/8",)))
    browser = site.browser(("10.1.2.3", 50_000), "https://mau.example.vn")
    headers = {"X-Forwarded-Proto": proto, "X-Forwarded-For": "203.0.113.9"}
    assert browser.client.get("/can-bo/vao", headers=headers).status_code == status


def test_a_form_without_its_token_does_nothing(site: ConsoleSite) -> None:
    browser, other = site.officer(OFFICER), site.officer("Cường Mẫu")
    foreign = fields_of(other.get(ACCOUNT).text, "/can-bo/ra-het")["_csrf"]
    for fields in ({"x": "1"}, {"_csrf": ""}, {"_csrf": foreign}):
        assert browser.client.post("/can-bo/ra-het", data=fields).status_code == 403
    assert signed_in(browser.get(ACCOUNT).text)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_from_elsewhere_does_nothing(site: ConsoleSite, headers: dict[str, str]) -> None:
    browser = site.officer(OFFICER)
    hidden = fields_of(browser.get(ACCOUNT).text, "/can-bo/ra-het")
    sent = browser.client.post("/can-bo/ra-het", data=hidden, headers=headers)
    assert sent.status_code == 403
    code = site.link(OFFICER)
    entered = site.browser().client.post("/can-bo/vao", data={"ma": code}, headers=headers)
    assert entered.status_code == 403


def test_a_flood_of_forms_is_stopped_before_it_is_read(site: ConsoleSite) -> None:
    client = site.browser().client
    sent = [client.post("/can-bo/ra", data={"x": "1"}).status_code for _ in range(301)]
    assert set(sent[:300]) == {401}
    assert sent[300] == 429
    site.ward.clock.move(seconds=1)
    assert client.post("/can-bo/ra", data={"x": "1"}).status_code == 401


def test_pages_of_the_console_carry_the_strict_headers(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    for path in ("/can-bo/vao/K7QPM-3MXDA", ACCOUNT, "/can-bo/ma-xac-nhan", "/can-bo/khong-co"):
        page = browser.get(path)
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-robots-tag"] == "noindex, nofollow"
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert not re.search(r"<script>|<style| style=| on\w+=", page.text)
