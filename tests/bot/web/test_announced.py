"""The public page of what the ward wrote to everybody: list, one page, feed; withdrawn is gone."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.web.app import WebParts, create_app
from bot.web.ports import GONE, WebSettings
from knowledge.commune import CommuneStage
from tests.fakes.web_desk import FakeAnnounced, FakeDesk, FakePages, Ticking, sample_commune

ATOM = "{http://www.w3.org/2005/Atom}"
TEXT = "Mai cúp nước ở <b>hẻm 12</b> & hẻm 14.\nHỏi 028 3822 0000."


@pytest.fixture
def found() -> FakeAnnounced:
    made = FakeAnnounced()
    made.put(1, TEXT)
    return made


@pytest.fixture
def client(found: FakeAnnounced) -> Iterator[TestClient]:
    parts = WebParts(
        FakeDesk(), FakePages(), sample_commune(), dict, Ticking().now, announced=found
    )
    settings = WebSettings(public_url="https://phuong.example.vn")
    with TestClient(create_app(parts, settings)) as made:
        yield made


def test_the_list_leads_to_the_page_with_its_words_and_code(client: TestClient) -> None:
    page = client.get("/thong-bao").text
    assert 'href="/thong-bao/1"' in page
    assert "Mai cúp nước ở &lt;b&gt;hẻm 12&lt;/b&gt; &amp; hẻm 14." in page
    one = client.get("/thong-bao/1").text
    assert "Mã kiểm tra: ABCD-2345." in one
    assert "<b>hẻm 12</b>" not in one
    assert 'href="/thong-bao"' in client.get("/").text


@pytest.mark.parametrize(
    "path", ["/thong-bao/2", "/thong-bao/x", "/thong-bao?trang=2", "/thong-bao/0"]
)
def test_what_never_was_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_was_withdrawn_is_gone_everywhere(client: TestClient, found: FakeAnnounced) -> None:
    found.shown[1] = GONE
    assert client.get("/thong-bao/1").status_code == 410
    assert "hẻm 12" not in client.get("/thong-bao").text
    assert "hẻm 12" not in client.get("/thong-bao.atom").text


def test_the_feed_is_atom_with_full_addresses(client: TestClient) -> None:
    answer = client.get("/thong-bao.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    entry = ET.fromstring(answer.text).find(f"{ATOM}entry")  # noqa: S314 - our own feed
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == "https://phuong.example.vn/thong-bao/1"
    assert entry.findtext(f"{ATOM}content") == TEXT


@pytest.mark.parametrize("stage", CommuneStage)
def test_a_feed_of_a_sample_says_so_in_every_title(
    found: FakeAnnounced, stage: CommuneStage
) -> None:
    commune = sample_commune().model_copy(update={"stage": stage})
    parts = WebParts(FakeDesk(), FakePages(), commune, dict, Ticking().now, announced=found)
    with TestClient(create_app(parts, WebSettings())) as client:
        feed = ET.fromstring(client.get("/thong-bao.atom").text)  # noqa: S314 - our own feed
    titles = [one.text or "" for one in feed.iter(f"{ATOM}title")]

    assert len(titles) == 2
    marked = [title.startswith("DỮ LIỆU THỬ – ") for title in titles]
    assert all(marked) if stage is CommuneStage.SAMPLE else not any(marked)


def test_without_announcements_nothing_links_there() -> None:
    parts = WebParts(FakeDesk(), FakePages(), sample_commune(), dict, Ticking().now)
    with TestClient(create_app(parts, WebSettings())) as client:
        assert "/thong-bao" not in client.get("/").text
        assert client.get("/thong-bao").status_code == 404


@pytest.fixture
def both() -> Iterator[tuple[TestClient, FakeAnnounced, FakeAnnounced]]:
    """A commune and a further one, each with an announcement of the same number."""
    main, further = FakeAnnounced(), FakeAnnounced()
    main.put(1, TEXT)
    further.put(1, "Xã Hai họp dân tối nay.")
    other = sample_commune().model_copy(update={"key": "xa-hai", "name": "Xã Hai"})
    live = sample_commune().model_copy(update={"stage": CommuneStage.LIVE})
    parts = WebParts(
        FakeDesk(),
        FakePages(),
        live,
        dict,
        Ticking().now,
        announced=main,
        beside=((other, further),),
    )
    with TestClient(create_app(parts, WebSettings(public_url="https://p.example.vn"))) as made:
        yield made, main, further


def test_a_further_commune_has_its_own_list_pages_and_feed(
    both: tuple[TestClient, FakeAnnounced, FakeAnnounced],
) -> None:
    client, _, further = both
    page = client.get("/xa/xa-hai/thong-bao")
    assert "Xã Hai họp dân tối nay." in page.text
    assert 'href="/xa/xa-hai/thong-bao/1"' in page.text
    assert "hẻm 12" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex", "it is a sample beside a live one"
    one = client.get("/xa/xa-hai/thong-bao/1").text
    assert "<b>Xã Hai</b>" in one
    assert "Mã kiểm tra: ABCD-2345." in one
    for elsewhere in (
        "/kiem-tra",
        "/thu-tuc",
        "/gio-lam-viec",
        "/quyen-rieng-tu",
        'href="/thong-bao',
    ):
        assert elsewhere not in one, "those pages are the main commune's"
    entry = ET.fromstring(client.get("/xa/xa-hai/thong-bao.atom").text).find(f"{ATOM}entry")  # noqa: S314
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == "https://p.example.vn/xa/xa-hai/thong-bao/1"
    further.shown[1] = GONE
    assert client.get("/xa/xa-hai/thong-bao/1").status_code == 410
    assert client.get("/thong-bao/1").status_code == 200


def test_the_main_commune_links_the_further_one_and_shows_nothing_of_it(
    both: tuple[TestClient, FakeAnnounced, FakeAnnounced],
) -> None:
    client, main, _ = both
    page = client.get("/thong-bao")
    assert '<a href="/xa/xa-hai/thong-bao">Xã Hai</a>' in page.text
    assert "họp dân" not in page.text
    assert "X-Robots-Tag" not in page.headers
    main.shown[1] = GONE
    assert client.get("/xa/xa-hai/thong-bao/1").status_code == 200
    for path in ("/xa/xa-ba/thong-bao", "/xa/xa-hai/thong-bao/2", "/xa/xa-hai/kiem-tra"):
        assert client.get(path).status_code == 404
