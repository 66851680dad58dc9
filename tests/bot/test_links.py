"""Links to files: for a while, and only as they were made."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.links import FILE_LIFE, PATH, FileLinks
from bot.web.links import link_routes
from handlers.messages import Attachment
from tests.fakes.clock import FakeClock

FILE = Attachment("ward/ab12", "Tờ khai, mẫu số 1.pdf")
PUBLIC = "https://phuong.example.vn"


@pytest.fixture
def links(clock: FakeClock) -> FileLinks:
    return FileLinks(b"k" * 32, PUBLIC, clock)


@pytest.fixture
def browser(links: FileLinks) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(link_routes(PATH, links.read, {FILE.key: b"%PDF-1.7"}.get))
    with TestClient(app) as client:
        yield client


def path(links: FileLinks, file: Attachment = FILE) -> str:
    made = links.make(file, FILE_LIFE)
    assert made is not None
    return made.removeprefix(PUBLIC)


def test_the_file_comes_with_its_name_and_is_kept_by_nobody(
    links: FileLinks, browser: TestClient
) -> None:
    answer = browser.get(path(links))
    assert answer.status_code == 200
    assert answer.content == b"%PDF-1.7"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"].startswith("attachment; ")


def test_after_its_time_it_is_gone(links: FileLinks, browser: TestClient, clock: FakeClock) -> None:
    known = path(links)
    clock.move(days=7, seconds=1)
    assert browser.get(known).status_code == 404


@pytest.mark.parametrize("made_up", ["x", "a.b.c", "....", "ffffffff.YWI.AAAA", "é.b.c"])
def test_a_made_up_one_leads_nowhere(browser: TestClient, made_up: str) -> None:
    assert browser.get(f"{PATH}/{made_up}/x.pdf").status_code == 404


def test_nothing_of_it_can_be_changed(links: FileLinks, browser: TestClient) -> None:
    token, name = path(links).removeprefix(f"{PATH}/").split("/")
    end, key, seal = token.split(".")
    later = f"{int(end, 16) + 9_000:x}.{key}.{seal}"
    other = f"{end}.{key[:-1]}Z.{seal}"
    for changed in (f"{later}/{name}", f"{other}/{name}", f"{token}/other.pdf"):
        assert browser.get(f"{PATH}/{changed}").status_code == 404


def test_another_key_makes_other_links(links: FileLinks, clock: FakeClock) -> None:
    token = path(links).split("/")[2]
    assert FileLinks(b"x" * 32, PUBLIC, clock).read(token, FILE.filename) is None
    assert links.read(token, FILE.filename) == FILE


def test_a_file_that_is_gone_is_not_found(links: FileLinks, browser: TestClient) -> None:
    assert browser.get(path(links, Attachment("ward/zz", "x.pdf"))).status_code == 404


def test_without_a_public_address_there_is_no_link(clock: FakeClock) -> None:
    assert FileLinks(b"k" * 32, "", clock).make(FILE, FILE_LIFE) is None
