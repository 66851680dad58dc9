"""People over the bridge, on the whole program: joined, shown what is kept of them, erased."""

import json
import re
from collections.abc import Callable
from itertools import count

from tests.bridge.product import SECRET, Bridged
from tests.bridge.test_product import rows
from tests.fakes.product import wait_for

LAN, HOA, APP = "+84900000001", "+84900000002", "lan@app"
CODE = re.compile(r"NK-[A-Z2-9]{5}-[A-Z2-9]{5}")


class Talk:
    """One person of a gateway: says something and reads what comes."""

    def __init__(self, ward: Bridged, person: str, gateway: str = "sms") -> None:
        self._ward, self._person, self._gateway = ward, person, gateway
        self._numbers = count(1)
        self._read = 0

    def says(self, words: str, until: str) -> str:
        """What is heard once `until` is among it."""
        said = {
            "id": f"{self._person}-{next(self._numbers)}",
            "from": self._person,
            "kind": "text",
            "text": words,
        }
        body = json.dumps(said).encode()
        assert self._ward.post(f"/cau-noi/{self._gateway}/tin", body)[0] == 202
        wait_for(lambda: until in self._new())
        found = self._new()
        self._read += len(self._ward.gateway.hears(self._person)[self._read :])
        return found

    def picks(self, heard: str, label: str, until: str) -> str:
        """Types the number before a choice."""
        number = re.search(rf"^(\d+)\. {label}", heard, re.MULTILINE)
        assert number is not None, heard
        return self.says(number.group(1), until)

    def _new(self) -> str:
        return "\n".join(self._ward.gateway.hears(self._person)[self._read :])


def test_a_number_and_an_app_are_joined_by_a_code_both_agree_to(
    bridged: Callable[..., Bridged],
) -> None:
    ward = bridged(BRIDGE__SECRETS__APP=SECRET, CHANNELS__BRIDGE__APP__URL="http://127.0.0.1:9/gui")
    ward._env["MOTCUA_CHANNELS__BRIDGE__APP__URL"] = f"{ward.gateway.url}/gui"
    with ward:
        phone, app = Talk(ward, LAN), Talk(ward, APP, "app")
        offered = phone.says("/noikenh", "Lấy mã")
        code = CODE.search(phone.picks(offered, "Lấy mã", "NK-"))
        assert code is not None
        asked = app.says(code.group(), "cổng của tỉnh")
        app.picks(asked, "Đồng ý", "Đã nối")
        assert rows(ward, "SELECT count(DISTINCT person), count(person) FROM contact") == [(1, 2)]
        assert ward.stop() == 0, ward.said()

    known = "SELECT id, account FROM endpoint WHERE channel = 'bridge' ORDER BY id"
    assert rows(ward, known) == [("bridge", "sms"), ("bridge-2", "app")]


def test_who_asks_sees_what_is_kept_and_is_erased_alone(bridged: Callable[..., Bridged]) -> None:
    with bridged() as ward:
        phone, other = Talk(ward, LAN), Talk(ward, HOA)
        other.says("gio lam viec", "Giờ làm việc")
        phone.says("dang ky ket hon can gi", "kết hôn")
        shown = phone.says("/dulieu", "Xoá tất cả")
        phone.picks(shown, "Xem", "dang ky ket hon can gi")
        shown = phone.says("/dulieu", "Xoá tất cả")
        sure = phone.picks(shown, "Xoá tất cả", "chắc chứ")
        phone.picks(sure, "Xoá ngay", "xoá xong")
        assert ward.stop() == 0, ward.said()
        assert "ket hon" not in ward.said()
        assert LAN not in ward.said()
    for table, column in (("inbound", "payload"), ("outbox", "body")):
        kept = f"SELECT count(*) FROM {table} WHERE {column} LIKE '%ket hon can gi%'"  # noqa: S608 - ours
        assert rows(ward, kept) == [(0,)]
    assert rows(ward, "SELECT count(*) FROM inbound WHERE payload LIKE '%gio lam viec%'") == [(1,)]
    assert rows(ward, "SELECT count(*) FROM contact WHERE state = 'erased'") == [(1,)]
