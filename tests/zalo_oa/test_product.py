"""The whole program and the strict account, over real HTTP."""

import json
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.database import make_engine
from handlers.clock import SystemClock
from handlers.store.tables import ZaloOaRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.zalo_oa.events import from_user
from tests.fakes.zalo_oa.product import log_in, product
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.killing import Trial
from tests.zalo_oa.readers import PAID

LAN, HOA = "246845883529197922", "777"


@pytest.fixture
def ward(folder: Path, zalo: ZaloOaServer) -> Product:
    log_in(folder, zalo)
    return product(folder, zalo, METRICS__SECRET="")


def heard(zalo: ZaloOaServer, user: str, number: int) -> list[str]:
    wait_for(lambda: len(zalo.account.person(user).hears) >= number, 60)
    return zalo.account.person(user).texts


def test_a_citizen_asks_chooses_by_number_and_is_answered(
    ward: Product, zalo: ZaloOaServer
) -> None:
    zalo.patience = 60.0
    with ward:
        zalo.follows(LAN)
        assert "1." in heard(zalo, LAN, 1)[0]
        zalo.says(LAN, "xin trích lục khai sinh cần giấy tờ gì")
        assert "trích lục" in heard(zalo, LAN, 2)[1].lower()
        zalo.says(HOA, "con nuôi")
        assert "1." in heard(zalo, HOA, 1)[0]
        zalo.says(HOA, "1")
        heard(zalo, HOA, 2)
        asked = f"{ward.url}/metrics"
        with urllib.request.urlopen(asked, timeout=10) as answer:
            figures = answer.read().decode()
        with urllib.request.urlopen(f"{ward.url}/readyz", timeout=10) as answer:
            parts = json.load(answer)["parts"]
        assert ward.stop() == 0, ward.said()

    assert zalo.given_up == []
    assert {status for _, status, _ in zalo.posted} == {200}
    assert 'motcua_zalo_oa_reception{endpoint="zalo_oa",state="receiving"} 1.0' in figures
    assert parts["zalo_oa.account"].startswith("government, verified, package Growth")
    (account,) = [one for one in figures.splitlines() if one.startswith("motcua_zalo_oa_account{")]
    assert 'package="Growth",type="4",verified="true"' in account
    said = ward.said()
    assert LAN not in said
    assert "trích lục" not in said
    assert zalo.account.access is not None
    assert zalo.account.access not in said


def test_what_zalo_gave_up_on_while_it_was_down_is_read_back(
    ward: Product, folder: Path, zalo: ZaloOaServer
) -> None:
    engine = make_engine(f"sqlite:///{folder}/ward.db")
    now = SystemClock().now()
    with ward:
        zalo.follows(LAN)
        heard(zalo, LAN, 1)
        ward.kill()
        with Store(engine).work() as work:  # it was last there an hour ago
            statement = update(table_of(ZaloOaRow)).values(read_until=now - timedelta(hours=1))
            work.run(statement)
            work.commit()
        at = now - timedelta(minutes=10)
        zalo.do(lambda: zalo.account.wrote(LAN, "n1", {"text": "giờ làm việc"}, at))
        ward.start()
        assert "Trung tâm" in heard(zalo, LAN, 2)[1]
        ward.kill()
        ward.start()
        zalo.says(LAN, "/start")
        assert len(heard(zalo, LAN, 3)) == 3
        assert ward.stop() == 0
    engine.dispose()


def test_what_came_while_the_program_was_down_is_answered_after_the_start(
    ward: Product, zalo: ZaloOaServer
) -> None:
    with ward:
        zalo.follows(LAN)
        heard(zalo, LAN, 1)
        ward.kill()
        zalo.says(LAN, "giờ làm việc")
        ward.start()
        assert len(heard(zalo, LAN, 2)) == 2
        assert ward.stop() == 0


def test_events_brought_twice_and_backwards_are_answered_once(
    ward: Product, zalo: ZaloOaServer
) -> None:
    zalo.patience = 60.0
    asked = ("giờ làm việc", "xin trích lục khai sinh cần giấy tờ gì")
    people, began = [str(6_000 + number) for number in range(5)], zalo.now()
    with ward:
        events = []
        for number, user in enumerate(people):
            zalo.do(lambda user=user: zalo.account.acts(user))  # type: ignore[misc]
            for order, words in enumerate(asked):
                message = {"msg_id": f"m{number}-{order}", "text": words}
                at = began - timedelta(seconds=30 - order)
                stamp = str(int(at.timestamp() * 1000))
                events.append(from_user(user, "user_send_text", message, stamp))
        for event in (*reversed(events), *events):
            zalo.post(event)
        for user in people:
            heard(zalo, user, 2)
        wait_for(lambda: sum(name == "user_send_text" for name, *_ in zalo.posted) >= 20, 60)
        assert ward.stop() == 0, ward.said()  # what is under way ends first

    assert [len(zalo.account.person(user).hears) for user in people] == [2] * 5
    assert {status for _, status, _ in zalo.posted} == {200}


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_in_a_crowd_it_loses_nothing_unreported_and_repeats_nothing(
    zalo: ZaloOaServer, folder: Path, seed: int
) -> None:
    found = Trial(zalo, folder, f"sqlite:///{folder}/ward.db", seed).run()
    assert found.sound, found
    assert found.paid >= PAID - found.unknown


@pytest.mark.postgres
def test_the_same_on_postgresql(
    zalo: ZaloOaServer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    database = request.getfixturevalue("postgres_cluster").new_database()
    found = Trial(zalo, tmp_path, database, seed=3).run()
    assert found.sound, found
    assert found.paid >= PAID - found.unknown
