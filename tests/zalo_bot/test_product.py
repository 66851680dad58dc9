"""The whole program against the strict platform over HTTP: talk, switch, faults, kill, stop."""

import json
import signal
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from handlers.messages import Attachment, ChannelName
from handlers.store.files import WARD, FileStore
from tests.fakes.photos import HARD, photo
from tests.fakes.zalo_bot.core import TOKEN, StrictZalo
from tests.fakes.zalo_bot.people import Person
from tests.fakes.zalo_bot.product import LIVE, PATH, SECRET, Product, wait_for
from tests.fakes.zalo_bot.server import PUBLIC, ZaloServer
from tests.telegram.killing import queue_notices
from tests.zalo_bot.killing import Trial

QUESTION = "xin trích lục khai sinh cần giấy tờ gì"


@pytest.fixture
def server() -> Iterator[ZaloServer]:
    with ZaloServer() as server:
        yield server


def person(server: ZaloServer, number: int = 1001) -> Person:
    return server.do(lambda: Person(server.api, number))


def metrics(product: Product) -> str:
    request = urllib.request.Request(f"{product.url}/metrics")
    request.add_header("Authorization", "Bearer of-this-test")
    with urllib.request.urlopen(request, timeout=5) as answer:
        return str(answer.read().decode())


def state(product: Product) -> str:
    with urllib.request.urlopen(f"{product.url}/readyz", timeout=5) as answer:
        return str(json.load(answer)["parts"]["zalo_bot"])


def test_polling_answers_counts_and_ends_in_order(server: ZaloServer, tmp_path: Path) -> None:
    with Product(tmp_path, server, METRICS__SECRET="of-this-test") as product:  # noqa: S106
        lan = person(server)
        server.do(lambda: lan.says(QUESTION))
        wait_for(lambda: lan.hears)
        server.do(lambda: lan.says("1"))
        wait_for(lambda: len(lan.hears) == 2)
        server.do(lambda: lan.shows(server.picture(photo("Mã thủ tục: 1.001193", HARD))))
        wait_for(lambda: len(lan.hears) == 3)
        shown = metrics(product)
        assert 'motcua_channel_month_messages{endpoint="zalo_bot"} 6.0' in shown
        assert 'motcua_channel_people{endpoint="zalo_bot"} 1.0' in shown
        assert 'motcua_zalo_bot_reception{endpoint="zalo_bot",state="receiving"} 1.0' in shown
        assert product.stop(signal.SIGTERM) == 0
        assert "6 trên 3.000 tin, 1 trên 50 người" in product.runs("doctor").stdout
    assert server.api.refused() == []
    assert server.api.most_polls == 1
    said = product.said()
    assert TOKEN.partition(":")[2] not in said
    assert QUESTION not in said
    assert lan.id not in said


def test_polling_and_webhook_are_switched_by_a_command_alone(
    server: ZaloServer, tmp_path: Path
) -> None:
    lan = person(server)
    with Product(tmp_path, server, webhook=True) as product:
        wait_for(lambda: state(product) == "conflict")
        assert "webhook set" in product.runs("zalobot", "check").stdout
        done = product.runs("zalobot", "webhook", "set")
        assert done.returncode == 0, done.stderr
        assert "Zalo đã gọi thử được" in done.stdout
        assert server.api.webhook == {"url": PUBLIC + PATH, "secret": SECRET}
        server.do(lambda: lan.says(QUESTION))
        wait_for(lambda: lan.hears)
        wait_for(lambda: state(product) == "receiving", 60)
        assert product.stop(signal.SIGINT) == 0
    assert server.posted == [200]
    assert server.api.made("getUpdates") == []

    with Product(tmp_path, server) as product:
        wait_for(lambda: state(product) == "conflict")
        assert product.runs("zalobot", "webhook", "delete").returncode == 0
        server.do(lambda: lan.says("lệ phí bao nhiêu"))
        wait_for(lambda: len(lan.hears) == 2, 60)
        assert product.stop() == 0
    assert server.api.refused() == []


def test_a_webhook_nobody_answers_is_kept_by_zalo_and_told(
    server: ZaloServer, tmp_path: Path
) -> None:
    product = Product(tmp_path, server, webhook=True)  # not started
    done = product.runs("zalobot", "webhook", "set")
    assert done.returncode == 1
    assert "KHÔNG được: webhook.err.unreachable" in done.stderr
    assert server.api.webhook["url"] == PUBLIC + PATH
    assert TOKEN not in done.stdout + done.stderr


def test_a_wrong_token_leaves_the_web_chat_running(server: ZaloServer, tmp_path: Path) -> None:
    server.api.token = "4152637485:the-owner-reset-it"  # noqa: S105 - of the strict server
    with Product(tmp_path, server) as product:
        wait_for(lambda: "token_refused" in product.said())
        assert product.healthy()
        told = product.runs("zalobot", "check")
        assert told.returncode == 1
        assert "không nhận token" in told.stderr
        assert product.stop() == 0
    assert product.said().count("token_refused") == 1
    assert TOKEN.partition(":")[2] not in product.said() + told.stderr


def test_faults_cost_no_answer_but_the_ones_that_are_reported(
    server: ZaloServer, tmp_path: Path
) -> None:
    people = [person(server, 5_000 + number) for number in range(8)]
    fail, cut = server.api.fail, people[3]
    server.do(lambda: fail(method="sendMessage", code=403, times=2, chat=people[1].id))
    server.do(lambda: fail(method="getUpdates", cut=True))
    server.do(lambda: fail(method="getUpdates", code=502, html=True, http=502, times=2))
    server.do(lambda: fail(method="sendMessage", cut=True, after=True, chat=cut.id))
    server.do(lambda: fail(method="sendMessage", code=200, bare=True, chat=people[5].id))
    with Product(tmp_path, server) as product:
        for one in people:
            server.do(partial(one.says, QUESTION))
        wait_for(lambda: all(one.hears for one in people))
        assert product.stop() == 0
        doubt = [line for line in product.runs("doctor").stdout.splitlines() if "không rõ" in line]
    assert [len(one.hears) for one in people] == [1] * 8
    assert doubt == [
        "[nên xem] Kênh zalo_bot: 1 tin trong ngày không rõ đã đến chưa, không gửi lại."
    ]
    assert server.api.refused() == []


def test_forged_and_broken_calls_to_the_running_program_change_nothing(
    server: ZaloServer, tmp_path: Path
) -> None:
    lan = person(server)
    with Product(tmp_path, server, webhook=True) as product:
        update = json.dumps(lan.update("message.text.received", text=QUESTION)).encode()
        tries = [
            (update, "wrong-secret", 401),
            (update, "", 401),
            (update[:-9], SECRET, 400),
            (b"x" * 300_000, SECRET, 413),
            (b"", "", 200),
            (b"{}", "", 200),
        ]
        for body, secret, status in tries:
            assert posted(product, body, secret) == status
        for _ in range(3):
            assert posted(product, update, SECRET) == 200
        wait_for(lambda: lan.hears)
        assert product.stop() == 0
    assert len(lan.hears) == 1


def posted(product: Product, body: bytes, secret: str) -> int:
    """One call of somebody to the webhook."""
    request = urllib.request.Request(product.url + PATH, data=body, method="POST")
    request.add_header("X-Bot-Api-Secret-Token", secret)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_two_communes_in_one_process_answer_each_as_itself(
    server: ZaloServer, tmp_path: Path
) -> None:
    other = "987654321:strict-zalo-Other_xyz"
    server.more.append(StrictZalo(other))
    settings = {
        "COMMUNES__FILES": json.dumps([str(LIVE.with_name("second.yaml"))]),
        "COMMUNES__ZALO_BOT_TOKENS__XA_THU_HAI": other,
    }
    product = Product(tmp_path, server)
    product._env |= {f"MOTCUA_{key}": value for key, value in settings.items()}
    with product:
        lan, hung = person(server), server.do(lambda: Person(server.more[0]))
        server.do(lambda: lan.says("/start"))
        server.do(lambda: hung.says("/start"))
        wait_for(lambda: lan.hears and hung.hears)
        assert product.stop() == 0
    assert "Phường Thử Nghiệm" in lan.hears[0]
    assert "Xã Thử Hai" in hung.hears[0]


def test_what_arrived_while_it_was_down_is_answered_at_the_start(
    server: ZaloServer, tmp_path: Path
) -> None:
    lan = person(server)
    server.do(lambda: server.api.webhook.update(url=PUBLIC + PATH, secret=SECRET))
    product = Product(tmp_path, server, webhook=True)
    server.do(lambda: lan.says(QUESTION))
    with product:
        wait_for(lambda: lan.hears)


def test_files_of_ours_are_fetched_by_the_platform_and_opened_by_a_person(
    server: ZaloServer, tmp_path: Path
) -> None:
    lan, store = person(server), FileStore(tmp_path / "files")
    picture = Attachment(store.put(WARD, photo("Mã thủ tục: 1.001193")), "Sơ đồ quầy.jpg")
    form = Attachment(store.put(WARD, b"%PDF-1.7 a form"), "Tờ khai.pdf")
    database = f"sqlite:///{tmp_path}/ward.db"
    queue_notices(database, [lan.id], ChannelName.ZALO_BOT, TOKEN, (picture, form))
    with Product(tmp_path, server, database) as product:
        wait_for(lambda: lan.sees and len(lan.hears) == 2)
        link = lan.hears[1].rpartition(" ")[2]
        with urllib.request.urlopen(product.url + link.removeprefix(PUBLIC)) as answer:
            assert answer.read() == b"%PDF-1.7 a form"
            assert answer.headers["Content-Type"] == "application/pdf"
        assert product.stop() == 0
    assert server.api.refused() == []  # it fetches a picture before it takes it


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_in_a_crowd_it_loses_nothing_unreported_and_repeats_nothing(
    server: ZaloServer, tmp_path: Path, seed: int
) -> None:
    found = Trial(server, tmp_path, f"sqlite:///{tmp_path}/ward.db", seed).run()
    assert (found.lost, found.repeated) == (0, 0)
    assert found.unknown >= found.in_flight  # what was slow is in doubt too
    assert server.api.refused() == []


@pytest.mark.postgres
def test_the_same_on_postgresql(
    server: ZaloServer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    database = request.getfixturevalue("postgres_cluster").new_database()
    found = Trial(server, tmp_path, database, seed=3).run()
    assert (found.lost, found.repeated) == (0, 0)
    assert found.unknown >= found.in_flight  # what was slow is in doubt too


def test_killed_while_polling_only_what_was_just_handed_out_can_be_missing(
    server: ZaloServer, tmp_path: Path
) -> None:
    found = Trial(server, tmp_path, f"sqlite:///{tmp_path}/ward.db", 4, polling=True).run()
    assert (found.lost, found.repeated) == (0, 0)
    assert found.never_stored <= 1
