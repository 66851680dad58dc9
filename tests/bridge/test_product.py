"""The whole program and the example gateway, over real HTTP."""

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.database import make_engine
from handlers.store.unit_of_work import Store
from tests.bridge.killing import Trial
from tests.bridge.product import Bridged, event
from tests.fakes.product import wait_for

LAN, HOA = "+84900000001", "+84900000002"
TRICH_LUC = "xin trich luc khai sinh can giay to gi"


def rows(ward: Bridged, query: str) -> list[tuple[object, ...]]:
    engine = make_engine(ward._env["MOTCUA_DATABASE__URL"])
    with Store(engine).read() as work:
        found = [tuple(row) for row in work.run(text(query)).all()]
    engine.dispose()
    return found


def outcomes(ward: Bridged) -> list[tuple[object, ...]]:
    return rows(ward, "SELECT status, reason FROM outbox ORDER BY id")


def test_a_citizen_asks_by_text_message_chooses_by_number_and_the_answer_is_known_to_arrive(
    bridged: Callable[..., Bridged],
) -> None:
    with bridged() as ward:
        ward.gateway.says(LAN, TRICH_LUC)
        first = ward.gateway.heard(LAN, 1)
        assert "trích lục" in first[0].lower()
        ward.gateway.says(HOA, "con nuoi")
        assert "1." in ward.gateway.heard(HOA, 1)[0]
        ward.gateway.says(HOA, "1")
        assert "nuôi" in ward.gateway.heard(HOA, 2)[1]
        wait_for(lambda: {one for one, _ in outcomes(ward)} == {"delivered"})
        with urllib.request.urlopen(f"{ward.url}/metrics", timeout=10) as answer:
            figures = answer.read().decode()
        with urllib.request.urlopen(f"{ward.url}/readyz", timeout=10) as answer:
            ready = json.load(answer)
        assert ward.stop() == 0, ward.said()

    assert ready["parts"]["bridge"] == "receiving"
    assert 'motcua_bridge_reception{endpoint="bridge",state="receiving"} 1.0' in figures
    assert 'motcua_bridge_updates_taken_total{endpoint="bridge"}' in figures
    said = ward.said()
    assert LAN not in said
    assert "trich luc" not in said


def test_an_event_brought_twice_is_answered_once(bridged: Callable[..., Bridged]) -> None:
    with bridged() as ward:
        assert ward.post("/cau-noi/sms/tin", event(TRICH_LUC)) == (202, {"status": "stored"})
        ward.gateway.heard(LAN, 1)
        assert ward.post("/cau-noi/sms/tin", event(TRICH_LUC)) == (200, {"status": "duplicate"})
        ward.gateway.says(LAN, "gio lam viec")
        wait_for(lambda: any("Giờ làm việc" in one for one in ward.gateway.hears(LAN)))
        assert rows(ward, "SELECT count(*) FROM inbound") == [(2,)]


def test_half_an_emoji_costs_nobody_their_answer(bridged: Callable[..., Bridged]) -> None:
    with bridged() as ward:
        half = event("gio lam viec HALF").replace(b"HALF", rb"\ud83d")
        assert ward.post("/cau-noi/sms/tin", half)[0] == 202
        assert "Giờ làm việc" in ward.gateway.heard(LAN, 1)[0]


def test_what_came_while_the_program_was_down_is_answered_after_the_start(
    bridged: Callable[..., Bridged],
) -> None:
    with bridged() as ward:
        ward.kill()
        ward.gateway.says(LAN, "gio lam viec")
        wait_for(lambda: 0 in ward.gateway.state["brought"])
        ward.start()
        assert ward.gateway.heard(LAN, 1)


def test_a_number_that_is_none_stops_what_we_start_and_says_so(
    bridged: Callable[..., Bridged],
) -> None:
    with bridged() as ward:
        ward.gateway.set(reports="failed")
        ward.gateway.says(LAN, "gio lam viec")
        wait_for(lambda: outcomes(ward) == [("failed", "unreachable")])
        assert rows(ward, "SELECT state FROM contact") == [("blocked",)]
        ward.gateway.set(reports="delivered")
        ward.gateway.says(LAN, "gio lam viec")
        wait_for(lambda: rows(ward, "SELECT state FROM contact") == [("active",)])


def test_a_report_of_another_message_is_refused(bridged: Callable[..., Bridged]) -> None:
    report = json.dumps({"message": "99-1-1-00000000", "status": "delivered"}).encode()
    with bridged() as ward:
        status, answer = ward.post("/cau-noi/sms/bao-phat", report, kind="report")
    assert (status, answer["error"]["code"]) == (404, "unknown_message")


SMS = {"UNIT": "sms", "SEGMENTS": "3", "MARKS": "false", "LINKS": "false", "PRICE": "350"}


def sms(**more: str) -> dict[str, str]:
    return {f"CHANNELS__BRIDGE__SMS__{name}": value for name, value in (SMS | more).items()}


def test_a_long_answer_goes_by_pages_and_choices_hold_meanwhile(
    bridged: Callable[..., Bridged],
) -> None:
    with bridged(**sms()) as ward:
        ward.gateway.says(LAN, "HCC 1.001193")
        ward.gateway.says(HOA, "hcc")
        first = ward.gateway.heard(LAN, 1)[0]
        assert first.startswith("Dang ky khai sinh\nLe phi")
        number = int(first.rpartition("/")[2].rstrip(")"))
        for page in range(2, number + 1):
            ward.gateway.says(LAN, "tiếp" if page % 2 else "0")
            told = ward.gateway.heard(LAN, page)[-1]
            assert (f"({page}/{number})" in told) == (page < number)
        assert "1. Nop qua mang" in told
        ward.gateway.says(LAN, "TIEP")
        assert "gui het noi dung" in ward.gateway.heard(LAN, number + 1)[-1]
        ward.gateway.says(LAN, "1")
        assert "mang" in ward.gateway.heard(LAN, number + 2)[-1].lower()
        assert "HCC <ma thu tuc>" in ward.gateway.heard(HOA, 1)[0]
        heard = ward.gateway.state["heard"]
        spent = rows(ward, "SELECT spent FROM channel_spend")
        assert ward.stop() == 0, ward.said()
    assert all(one["segments"] <= 3 for one in heard)
    assert spent == [(350 * sum(one["segments"] for one in heard),)]


def test_several_answers_of_one_message_are_all_read_to_the_end(
    bridged: Callable[..., Bridged],
) -> None:
    """Whoever asks for more after two answers misses nothing of the first."""
    with bridged(**sms(SEGMENTS="1")) as ward:
        ward.gateway.says(LAN, "le phi ket hon va thoi han khai sinh")
        ward.gateway.heard(LAN, 1)
        wait_for(lambda: {one for one, _ in outcomes(ward)} == {"delivered"})
        for _ in range(40):
            before = len(ward.gateway.hears(LAN))
            ward.gateway.says(LAN, "TIEP")
            if "het noi dung" in ward.gateway.heard(LAN, before + 1)[-1]:
                break
        said = " ".join(ward.gateway.hears(LAN))
        assert ward.stop() == 0
    assert "Dang ky ket hon" in said
    assert "cong dan Viet Nam" in said
    assert "Dang ky khai sinh" in said
    assert "trong ngay" in said


@pytest.mark.parametrize("honours", [False, True])
def test_killed_amid_chats_and_notices_nothing_is_lost_and_nothing_comes_twice(
    folder: Path, honours: bool
) -> None:
    found = Trial(folder, f"sqlite:///{folder}/ward.db", 3, honours=honours).run()

    assert (found.lost, found.repeated) == (0, 0)
    assert not (honours and found.unknown)
