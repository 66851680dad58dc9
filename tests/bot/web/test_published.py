"""The public page of published cases: list, one page, feed; what is withdrawn is gone."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.published import StoredPublications
from bot.web.app import WebParts, create_app
from bot.web.ports import WebSettings
from handlers.cases import acts, publishing
from handlers.cases.publishing import Shown
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store
from knowledge.feedback.codes import CaseCode
from tests.fakes.casework import GOOD, KEY, CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.web_desk import FakeDesk, FakePages, Ticking, sample_commune

ATOM = "{http://www.w3.org/2005/Atom}"
ASKED = "Đèn trước hẻm 12 hỏng <b>hai tuần</b> & chưa ai sửa.\nXin sửa sớm."
SAID = "Tổ Đô thị đã thay bóng đèn ngày 27/11."
PICTURE = b"\xff\xd8\xff blocked"


@pytest.fixture
def ward(sqlite_store: Store) -> CaseWard:
    return CaseWard(sqlite_store, FakeClock())


@pytest.fixture
def files(tmp_path: object, ward: CaseWard) -> FileStore:
    made = FileStore(tmp_path)  # type: ignore[arg-type]
    ward.store.free_files = made.free
    return made


@pytest.fixture
def client(ward: CaseWard, files: FileStore) -> Iterator[TestClient]:
    parts = WebParts(
        FakeDesk(),
        FakePages(),
        sample_commune(),
        lambda: {"database": True},
        Ticking().now,
        published=StoredPublications(ward.store, files, KEY),
    )
    settings = WebSettings(public_url="https://phuong.example.vn")
    with TestClient(create_app(parts, settings)) as made:
        yield made


def published(
    ward: CaseWard, files: FileStore, question: str = ASKED, pictures: tuple[bytes, ...] = ()
) -> CaseCode:
    code = ward.open(sealed=("Lê Thị Thử", "0900000123"))
    with ward.store.work() as work:
        assert acts.answer(ward.doing(work, "Bạch Mẫu"), code, acts.Answer(GOOD)).done
        shown = Shown(question, SAID, pictures)
        head = ward.doing(work, "Đầu Mẫu")
        assert publishing.publish(head, code, shown, ward.vault, files).done
        work.commit()
    return code


def withdrawn(ward: CaseWard, code: CaseCode) -> None:
    with ward.store.work() as work:
        assert publishing.withdraw(ward.doing(work, "Đầu Mẫu"), code).done
        work.commit()


def test_an_empty_page_says_so(client: TestClient) -> None:
    assert "Chưa có phản ánh nào" in client.get("/phan-anh").text
    ET.fromstring(client.get("/phan-anh.atom").text)  # noqa: S314 - our own


def test_a_published_case_stands_in_list_page_and_feed(
    client: TestClient, ward: CaseWard, files: FileStore
) -> None:
    published(ward, files)
    assert "Đèn trước hẻm 12 hỏng" in client.get("/phan-anh").text
    page = client.get("/phan-anh/1")
    assert page.status_code == 200
    assert "&lt;b&gt;hai tuần&lt;/b&gt; &amp; chưa" in page.text
    assert SAID in page.text
    assert "Tổ Đô thị" in page.text
    feed = ET.fromstring(client.get("/phan-anh.atom").text)  # noqa: S314
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == "https://phuong.example.vn/phan-anh/1"
    assert ASKED in str(entry.findtext(f"{ATOM}content"))


def test_nothing_of_the_sender_stands_anywhere(
    client: TestClient, ward: CaseWard, files: FileStore
) -> None:
    code = published(ward, files)
    for path in ("/phan-anh", "/phan-anh/1", "/phan-anh.atom"):
        said = client.get(path).text
        for secret in ("Lê Thị", "0900", str(code), ward.citizen, "Bạch"):
            assert secret not in said


def test_what_is_withdrawn_answers_gone_and_leaves_list_and_feed(
    client: TestClient, ward: CaseWard, files: FileStore
) -> None:
    code = published(ward, files, pictures=(PICTURE,))
    assert client.get("/phan-anh/1/anh/1").content == PICTURE
    withdrawn(ward, code)

    gone = client.get("/phan-anh/1")
    assert gone.status_code == 410
    assert "đã được gỡ" in gone.text
    assert "Đèn" not in gone.text
    assert client.get("/phan-anh/1/anh/1").status_code == 404
    assert "hẻm 12" not in client.get("/phan-anh").text
    assert "entry" not in client.get("/phan-anh.atom").text


def test_nothing_of_it_is_cached(client: TestClient, ward: CaseWard, files: FileStore) -> None:
    published(ward, files, pictures=(PICTURE,))
    for path in ("/phan-anh", "/phan-anh/1", "/phan-anh.atom", "/phan-anh/1/anh/1"):
        assert client.get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    ["/phan-anh/2", "/phan-anh/0", "/phan-anh/x", "/phan-anh/²", "/phan-anh/1/anh/2",
     "/phan-anh/1/anh/0", "/phan-anh?trang=2", "/phan-anh?trang=-1", "/phan-anh/99999999999"],
)  # fmt: skip
def test_what_never_was_is_not_found(
    client: TestClient, ward: CaseWard, files: FileStore, path: str
) -> None:
    published(ward, files, pictures=(PICTURE,))
    assert client.get(path).status_code == 404


def test_the_list_has_pages(client: TestClient, ward: CaseWard, files: FileStore) -> None:
    for number in range(1, 22):
        published(ward, files, f"Việc thứ {number} ở hẻm 12.")
    first, second = client.get("/phan-anh").text, client.get("/phan-anh?trang=2").text
    assert "Việc thứ 21 " in first
    assert "Việc thứ 1 " not in first
    assert "Việc thứ 1 " in second
    assert client.get("/phan-anh?trang=3").status_code == 404


def test_it_is_linked_from_the_directory(client: TestClient) -> None:
    assert 'href="/phan-anh"' in client.get("/thu-tuc").text
