"""`/kiem-tra`: a form without scripts that tells real from fake, and is no place to guess."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient

from bot.genuine import StoredChecks
from bot.web.app import WebParts, create_app
from bot.web.ports import WebSettings
from bot.web.public.check import BURST
from handlers.check_codes import Seal
from handlers.genuine_ports import GenuinePorts
from handlers.messages import Paragraph, Reply
from handlers.store import check_codes, contacts
from handlers.store.unit_of_work import Store
from tests.fakes.web_desk import FakeDesk, FakePages, Ticking, sample_commune

SEAL = Seal(lambda: bytes(range(32)))
WORDS = "Ngày mai cúp nước khu phố 3."


@pytest.fixture
def code(sqlite_store: Store) -> str:
    commune, now = sample_commune(), Ticking().now()
    reply, stamp = check_codes.stamped(
        SEAL, Reply((Paragraph(WORDS),)), commune.key, "broadcast", now - timedelta(days=1)
    )
    with sqlite_store.work() as work:
        contacts.ensure_commune(work, commune.key, commune.name, now)
        check_codes.keep(work, stamp, now)
        work.commit()
    line = reply.blocks[1]
    assert isinstance(line, Paragraph)
    return line.text.split()[3].rstrip(".")


@pytest.fixture
def client(sqlite_store: Store, code: str) -> Iterator[TestClient]:
    ports = GenuinePorts(SEAL, check_codes.StoredCodes(sqlite_store, SEAL))
    parts = WebParts(
        FakeDesk(),
        FakePages(),
        sample_commune(),
        lambda: {"database": True},
        Ticking().now,
        checks=StoredChecks(sqlite_store, sample_commune(), ports),
    )
    origin = {"Origin": "http://testserver"}
    with TestClient(create_app(parts, WebSettings()), headers=origin) as made:
        yield made


def test_the_page_checks_codes_and_texts_without_a_script(client: TestClient, code: str) -> None:
    page = client.get("/kiem-tra").text
    assert "<script" not in page
    assert 'href="/kiem-tra"' in client.get("/gio-lam-viec").text
    told = unescape(client.post("/kiem-tra", data={"tin": code}).text)
    assert "thông báo chung" in told
    told = client.post("/kiem-tra", data={"tin": f"{WORDS} Mã kiểm tra: {code}."}).text
    assert "giống hệt" in told
    told = client.post("/kiem-tra", data={"tin": f"{WORDS} Gọi 0987654321\n{code}"}).text
    assert "đã bị sửa" in told
    assert "<li>0987654321</li>" in told
    told = client.post("/kiem-tra", data={"tin": "CDFH-JK23-LMNP\n<b>x</b> http://a.top"}).text
    assert "Không phải tin của" in told
    assert "<b>x</b>" not in told


def test_nothing_typed_and_another_sites_form_are_refused(client: TestClient) -> None:
    assert client.post("/kiem-tra", data={"tin": " "}).status_code == 422
    foreign = {"Origin": "https://xau.top", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/kiem-tra", data={"tin": "x"}, headers=foreign).status_code == 403


def test_guessing_is_slowed_whatever_the_cookie(client: TestClient, code: str) -> None:
    for number in range(BURST):
        client.cookies.clear()
        found = client.post("/kiem-tra", data={"tin": f"CDFH-JK23-{number + 2222}"})
        assert found.status_code == 200
    slowed = client.post("/kiem-tra", data={"tin": code})
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) > 0
    assert "thông báo chung" not in slowed.text
