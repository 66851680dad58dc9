"""Headers, origins, rates, and pages that do not exist."""

import pytest

from bot.web.ports import WebSettings
from knowledge.commune import CommuneStage
from tests.bot.web.conftest import Site, make_site
from tests.fakes.web_desk import BIRTH

PAGES = (
    "/",
    f"/?thu-tuc={BIRTH}",
    "/thu-tuc",
    "/thu-tuc?chu=c",
    f"/thu-tuc/{BIRTH}",
    f"/in/{BIRTH}",
    "/gio-lam-viec",
    "/quyen-rieng-tu",
    "/tro-chuyen/xoa",
    "/khong-co",
)


@pytest.mark.parametrize("page", [*PAGES, "/static/motcua.css", "/healthz"])
def test_every_response_carries_the_safe_headers(site: Site, page: str) -> None:
    headers = site.client.get(page).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "server" not in headers


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_inline_scripts_or_styles(site: Site, page: str) -> None:
    html = site.client.get(page).text
    assert "<style" not in html
    assert " style=" not in html
    assert "<script>" not in html
    assert " onclick=" not in html


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_sample_commune_says_so(site: Site, page: str) -> None:
    assert "DỮ LIỆU THỬ" in site.client.get(page).text


@pytest.mark.parametrize("page", PAGES)
def test_a_live_commune_carries_no_sample_banner(page: str) -> None:
    live = make_site(stage=CommuneStage.LIVE)
    with live.client:
        assert "DỮ LIỆU THỬ" not in live.client.get(page).text


def test_pages_of_a_person_are_never_cached(site: Site) -> None:
    assert site.client.get("/").headers["cache-control"] == "no-store"


def test_static_files_are_kept_for_long_under_their_version(site: Site) -> None:
    page = site.client.get("/").text
    address = page.split('href="/static/motcua.css', 1)[1].split('"', 1)[0]
    headers = site.client.get(f"/static/motcua.css{address}").headers
    assert "immutable" in headers["cache-control"]


def test_a_page_and_what_it_loads_weigh_less_than_60_kilobytes(site: Site) -> None:
    site.client.post("/tro-chuyen", data={"text": "khai sinh"})
    addresses = ["/", "/static/motcua.css", "/static/chat.js", "/static/icon.svg"]
    assert sum(len(site.client.get(one).content) for one in addresses) < 60_000


@pytest.mark.parametrize("page", ["/docs", "/redoc", "/openapi.json", "/.env", "/in/x", "/a/b"])
def test_what_does_not_exist_is_a_vietnamese_404(site: Site, page: str) -> None:
    response = site.client.get(page)
    assert response.status_code == 404
    assert "Không có trang này" in response.text


def test_a_wrong_method_is_answered_in_vietnamese(site: Site) -> None:
    response = site.client.delete("/")
    assert response.status_code == 405
    assert "Không làm được theo cách này" in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://ke-xau.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_not_taken(site: Site, headers: dict[str, str]) -> None:
    response = site.client.post("/tro-chuyen", data={"text": "lén gửi"}, headers=headers)
    assert response.status_code == 403
    assert site.desk.received == []


def test_another_site_cannot_erase_a_thread(site: Site) -> None:
    site.client.post("/tro-chuyen", data={"text": "giữ lại"})
    headers = {"Origin": "https://ke-xau.example"}
    assert (
        site.client.post("/tro-chuyen/xoa", data={"chac": "co"}, headers=headers).status_code == 403
    )
    assert "giữ lại" in site.client.get("/").text


def test_the_public_address_behind_a_proxy_is_ours() -> None:
    made = make_site(WebSettings(reply_wait=0.1, public_url="https://phuong.example/"))
    with made.client:
        headers = {"Origin": "https://phuong.example"}
        response = made.client.post("/tro-chuyen", data={"text": "x"}, headers=headers)
    assert response.status_code == 200
    assert made.desk.texts() == ["x"]


def test_the_cookie_is_closed_to_scripts_and_other_sites(site: Site) -> None:
    cookie = site.client.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


def test_the_cookie_is_secure_where_the_public_address_is_https() -> None:
    made = make_site(WebSettings(public_url="https://phuong.example"))
    with made.client:
        assert "Secure" in made.client.get("/").headers["set-cookie"]


@pytest.mark.parametrize(("peer", "believed"), [("10.1.2.3", True), ("192.0.2.7", False)])
def test_only_a_trusted_proxy_is_believed_about_https(peer: str, *, believed: bool) -> None:
    made = make_site(WebSettings(trusted_proxies=("10.0.0.0/8",)), peer=peer)
    with made.client:
        cookie = made.client.get("/", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert ("Secure" in cookie) is believed


def test_a_site_served_by_https_asks_browsers_to_stay_with_it() -> None:
    made = make_site(WebSettings(public_url="https://phuong.example"))
    with made.client:
        assert "max-age" in made.client.get("/").headers["strict-transport-security"]


def test_erasing_again_and_again_is_slowed(tight: Site) -> None:
    tight.client.get("/")
    codes = [
        tight.client.post("/tro-chuyen/xoa", data={"chac": "co"}).status_code for _ in range(7)
    ]
    assert codes[-1] == 429


def test_a_flood_from_one_browser_is_slowed_and_its_words_kept(tight: Site) -> None:
    tight.client.get("/")
    for n in range(2):
        assert tight.client.post("/tro-chuyen", data={"text": f"tin {n}"}).status_code == 200
    response = tight.client.post("/tro-chuyen", data={"text": "tin thứ ba"})
    assert response.status_code == 429
    assert response.headers["retry-after"] == "10"
    assert "gửi hơi nhanh" in response.text
    assert ">\ntin thứ ba</textarea>" in response.text
    assert len(tight.desk.received) == 2


def test_after_a_while_the_same_browser_may_write_again(tight: Site) -> None:
    tight.client.get("/")
    for n in range(3):
        tight.client.post("/tro-chuyen", data={"text": f"tin {n}"})
    tight.clock.passes(11)
    assert tight.client.post("/tro-chuyen", data={"text": "lại"}).status_code == 200


def test_one_browser_at_its_limit_leaves_its_office_alone(tight: Site) -> None:
    tight.client.get("/")
    for n in range(30):
        tight.client.post("/tro-chuyen", data={"text": f"tin {n}"})
    tight.client.cookies.clear()
    tight.client.get("/")
    assert tight.client.post("/tro-chuyen", data={"text": "đồng nghiệp"}).status_code == 200


def test_a_flood_that_throws_its_cookies_away_meets_the_address_limit(tight: Site) -> None:
    codes = []
    for n in range(8):
        tight.client.cookies.clear()
        codes.append(tight.client.post("/tro-chuyen", data={"text": f"tin {n}"}).status_code)
    assert codes == [200] * 5 + [429] * 3


def test_a_flood_of_page_loads_is_slowed_but_health_is_not(tight: Site) -> None:
    codes = [tight.client.get("/gio-lam-viec").status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    assert tight.client.get("/healthz").status_code == 200


def test_health_is_up_while_readiness_tells_what_is_missing(site: Site) -> None:
    site.ready["index"] = False
    assert site.client.get("/healthz").status_code == 200
    response = site.client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "parts": {"database": True, "index": False}}


def test_readiness_is_good_when_every_part_is(site: Site) -> None:
    assert site.client.get("/readyz").status_code == 200
