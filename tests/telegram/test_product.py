"""The whole program against the strict server over HTTP: talk, faults, kill, stop."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from handlers.wording.files import IDENTITY_CARD
from tests.fakes.photos import HARD, photo
from tests.fakes.telegram.core import TOKEN, StrictApi
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import LIVE, Product, wait_for
from tests.fakes.telegram.server import StrictServer
from tests.telegram.killing import Trial

SECRET = "between-this_test-and-itself"  # noqa: S105 - of the strict server
CARD = "012345678901|123456789|Nguyễn Thị Mẫu|01021990|Nữ|Số 1 đường Mẫu|05062021"
QUESTION = "xin trích lục khai sinh cần giấy tờ gì"


@pytest.fixture
def server() -> Iterator[StrictServer]:
    with StrictServer() as server:
        yield server


def person(server: StrictServer, number: int = 1001) -> Person:
    return server.do(lambda: Person(server.api, number))


@contextmanager
def running(folder: Path, server: StrictServer, **settings: str) -> Iterator[Product]:
    with Product(folder, server.url, **settings) as product:
        yield product


def test_a_citizen_is_answered_and_a_signal_ends_it_in_order(
    server: StrictServer, tmp_path: Path
) -> None:
    with running(tmp_path, server) as product:
        lan = person(server)
        server.do(lambda: lan.says(QUESTION))
        wait_for(lambda: lan.hears)
        server.do(lambda: lan.taps("Lệ phí"))
        wait_for(lambda: len(lan.hears) == 2)
        assert "Lệ phí" in lan.hears[1]
        wait_for(lambda: server.api.made("answerCallbackQuery"))
        assert product.stop(signal.SIGTERM) == 0
    assert server.api.refused() == []
    assert TOKEN.partition(":")[2] not in product.said()
    assert QUESTION not in product.said()


def test_webhook_mode_answers_the_same(server: StrictServer, tmp_path: Path) -> None:
    product = Product(tmp_path, server.url)
    hooks = {"TELEGRAM__WEBHOOK_URL": product.url, "TELEGRAM__WEBHOOK_SECRET": SECRET}
    product._env |= {f"MOTCUA_{key}": value for key, value in hooks.items()}
    with product:
        wait_for(lambda: server.api.webhook)
        lan = person(server)
        server.do(lambda: lan.says(QUESTION))
        server.do(lambda: lan.says("lệ phí bao nhiêu"))
        wait_for(lambda: len(lan.hears) == 2)
        assert product.stop(signal.SIGINT) == 0
    assert [status for _, status in server.posted] == [200, 200]
    assert server.api.updates.polls == 0


def test_a_wrong_token_leaves_the_web_chat_running(server: StrictServer, tmp_path: Path) -> None:
    server.api.token = "700000001:revoked-by-the-owner"  # noqa: S105 - of the strict server
    with running(tmp_path, server) as product:
        wait_for(lambda: "token_refused" in product.said())
        assert product.healthy()
        assert product.stop() == 0
    assert product.said().count("token_refused") == 1


def test_faults_of_telegram_cost_no_answer(server: StrictServer, tmp_path: Path) -> None:
    fail = server.api.fail
    with running(tmp_path, server):
        people = [person(server, 5000 + number) for number in range(8)]
        server.do(lambda: fail(status=502, method="sendMessage", times=2))
        server.do(lambda: fail(cut=True, method="getUpdates"))
        server.do(lambda: fail(status=502, method="getUpdates", times=2))
        server.do(lambda: fail(cut=True, after=True, chat=5003))
        server.do(
            lambda: fail(
                status=429, description="Too Many Requests: retry after 1",
                parameters={"retry_after": 1}, chat=5004,
            )
        )  # fmt: skip
        for one in people:
            server.do(partial(one.says, QUESTION))
        wait_for(lambda: all(one.hears for one in people))
    repeats = [one.id for one in people if len(one.hears) > 1]
    assert repeats in ([], [5003])
    assert server.api.refused() == []


@pytest.mark.parametrize("seed", range(1, 4))
def test_killed_in_a_crowd_it_loses_nothing_and_repeats_only_what_was_leaving(
    server: StrictServer, tmp_path: Path, database_url: str, seed: int
) -> None:
    """Three runs on each database; two hundred on each are `make prove-kill`."""
    found = Trial(server, tmp_path, database_url, seed).run()
    assert found.lost == 0
    assert found.unexplained == 0
    assert found.repeated <= found.in_flight
    assert server.api.refused() == []


def test_a_hard_photo_of_a_code_is_read_by_the_whole_program(
    server: StrictServer, tmp_path: Path
) -> None:
    with running(tmp_path, server) as product:
        lan = person(server)
        server.do(lambda: lan.shows(photo("Mã thủ tục: 1.001193", HARD)))
        wait_for(lambda: lan.hears)
        server.do(lambda: lan.hands(photo(CARD), "the.jpg", "image/jpeg"))
        wait_for(lambda: len(lan.hears) == 2)
        assert product.stop() == 0
    assert "khai sinh" in lan.hears[0].lower()
    assert lan.hears[1].startswith(IDENTITY_CARD)
    assert server.api.refused() == []
    assert [path for path in tmp_path.rglob("files/*") if path.is_file()] == []
    assert "the.jpg" not in product.said()
    assert "1.001193" not in product.said()
    assert TOKEN.partition(":")[2] not in product.said()


@pytest.mark.parametrize("delay", [30.0, 0.0])
def test_killed_between_fetching_a_file_and_answering_it_answers_once(
    server: StrictServer, tmp_path: Path, database_url: str, delay: float
) -> None:
    """With the delay the kill falls into the download, without it just after."""
    product = Product(tmp_path, server.url, database_url)
    lan = person(server)
    server.do(lambda: server.api.fail(method="download", status=200, delay=delay))
    with product:
        server.do(lambda: lan.shows(photo("Mã thủ tục: 1.001193", HARD)))
        wait_for(lambda: server.api.begun("download") and not lan.hears)
        product.kill()
        product.start()
        wait_for(lambda: lan.hears, 90)  # on PostgreSQL another might be at it: 30 s of patience
        wait_for(lambda: server.api.updates.waiting == 0)
        assert product.stop() == 0
    assert len(lan.hears) == 1
    assert "khai sinh" in lan.hears[0].lower()


def test_what_arrived_while_it_was_down_is_answered_at_the_start(
    server: StrictServer, tmp_path: Path
) -> None:
    lan = person(server)
    server.do(lambda: lan.says(QUESTION))
    with running(tmp_path, server):
        wait_for(lambda: lan.hears)


def test_two_communes_in_one_process_answer_each_as_itself(
    server: StrictServer, tmp_path: Path
) -> None:
    other = "700000002:strict-fake-token_ABC-two"
    server.more.append(StrictApi(token=other))
    settings = {
        "COMMUNES__FILES": json.dumps([str(LIVE.with_name("second.yaml"))]),
        "COMMUNES__TOKENS__XA_THU_HAI": other,
    }
    with running(tmp_path, server, **settings) as product:
        lan, hung = person(server), server.do(lambda: Person(server.more[0]))
        server.do(lambda: lan.says("/start"))
        server.do(lambda: hung.says("/start"))
        wait_for(lambda: lan.hears and hung.hears)
        assert product.stop() == 0
    assert "Phường Thử Nghiệm" in lan.hears[0]
    assert "Xã Thử Hai" in hung.hears[0]
    assert "Xã Thử Hai" not in lan.hears[0]
    assert not server.api.refused() + server.more[0].refused()
