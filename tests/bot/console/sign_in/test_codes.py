"""Into the console by a one-time code or link from the officer's chat."""

import pytest

from tests.bot.console.sign_in.account import ACCOUNT, OFFICER, rows, signed_in
from tests.fakes.console import ConsoleSite


def test_a_code_opens_the_console_for_its_officer(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    page = browser.get(ACCOUNT)
    assert signed_in(page.text)
    assert OFFICER in page.text


def test_a_code_is_good_once(site: ConsoleSite) -> None:
    code = site.link(OFFICER)
    assert site.browser().client.post("/can-bo/vao", data={"ma": code}).status_code == 200
    again = site.browser().client.post("/can-bo/vao", data={"ma": code})
    assert again.status_code == 403
    assert "đã dùng" in again.text


def test_looking_at_a_link_spends_nothing(site: ConsoleSite) -> None:
    code, preview = site.link(OFFICER), site.browser()
    for method in ("GET", "HEAD"):
        assert preview.client.request(method, f"/can-bo/vao/{code}").status_code == 200
    page = preview.get(f"/can-bo/vao/{code}").text
    assert OFFICER not in page
    assert f'value="{code}"' in page
    assert preview.client.post("/can-bo/vao", data={"ma": code}).status_code == 200


def test_a_code_typed_by_hand_in_small_letters_opens_too(site: ConsoleSite) -> None:
    code = site.link(OFFICER).lower().replace("-", " ")
    assert site.browser().client.post("/can-bo/vao", data={"ma": code}).status_code == 200


def test_a_code_ends_after_ten_minutes_and_with_the_next_one(site: ConsoleSite) -> None:
    old, new = site.link(OFFICER), site.link(OFFICER)
    assert site.browser().client.post("/can-bo/vao", data={"ma": old}).status_code == 403
    site.ward.clock.move(minutes=10, seconds=1)
    assert site.browser().client.post("/can-bo/vao", data={"ma": new}).status_code == 403


def test_neither_code_nor_token_stands_in_the_database(site: ConsoleSite) -> None:
    code = site.link(OFFICER)
    browser = site.browser()
    browser.client.post("/can-bo/vao", data={"ma": code})
    token = next(iter(browser.client.cookies.values()))
    kept = str(rows(site, "SELECT * FROM console_link"))
    kept += str(rows(site, "SELECT * FROM console_session"))
    kept += str(rows(site, "SELECT * FROM audit"))
    assert token not in kept
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_a_sign_in_is_told_in_the_officers_chat(site: ConsoleSite) -> None:
    site.officer(OFFICER)
    (letter,) = site.ward.told(OFFICER)
    assert "Vừa có đăng nhập" in letter
    assert "work:signout" in letter


def test_every_step_leaves_a_trace_of_ids(site: ConsoleSite) -> None:
    site.officer(OFFICER).post("/can-bo/ra-het")
    told = [(who, what) for who, what in rows(site, "SELECT who, what FROM audit")]
    me = f"officer:{site.ward.officers[OFFICER].id}"
    assert told == [
        ("cli", "console.link_made"),
        (me, "console.signed_in"),
        (me, "console.all_signed_out"),
    ]


def test_a_link_followed_from_a_chat_asks_again_from_here(site: ConsoleSite) -> None:
    page = site.browser().get(ACCOUNT, **{"Sec-Fetch-Site": "cross-site"})
    assert 'http-equiv="refresh" content="0;url=/can-bo/tai-khoan"' in page.text


@pytest.mark.parametrize("onward", ["https://evil.example", "//evil.example", "/", "/can-bo/..\\x"])
def test_one_goes_on_inside_the_console_only(site: ConsoleSite, onward: str) -> None:
    sent = site.browser().client.post(
        "/can-bo/vao", data={"ma": site.link(OFFICER), "ve": onward}, follow_redirects=False
    )
    assert sent.headers["location"] == "/can-bo"


def test_guessing_codes_is_slowed_down(site: ConsoleSite) -> None:
    client = site.browser().client
    tried = [client.post("/can-bo/vao", data={"ma": f"AAAAA-AAA{n:02}"}) for n in range(12)]
    assert [one.status_code for one in tried[:10]] == [403] * 10
    assert tried[-1].status_code == 429
