"""The strict account refuses what Zalo's documents say is refused: tests lean on that."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.account import Account, RefusedError, Template
from tests.fakes.zalo_oa.server import ZaloOaServer

LAN = "246845883529197922"
CS, TEMPLATE, PHONE = "/v3.0/oa/message/cs", "/v3.0/oa/message/template", "/message/template"


class Caller:
    """Somebody who calls the account with anything."""

    def __init__(self, zalo: ZaloOaServer) -> None:
        self.zalo, self.account = zalo, zalo.account
        self.token = zalo.do(self.account.issue)["access_token"]
        zalo.do(lambda: self.account.acts(LAN))

    def post(self, path: str, body: Any, token: str | None = None, host: str = "") -> int:  # noqa: ANN401
        """The error number, or the status where there is none."""
        headers = {"access_token": token or self.token}
        answer = httpx.post((host or self.zalo.url) + path, json=body, headers=headers)
        return int(answer.json()["error"]) if answer.status_code == 200 else answer.status_code

    def get(self, path: str, data: str) -> int:
        """The same for a look-up."""
        answer = httpx.get(
            self.zalo.url + path, params={"data": data}, headers={"access_token": self.token}
        )
        return int(answer.json()["error"])

    def says(self, text: str) -> int:
        """A consultation message."""
        return self.post(CS, {"recipient": {"user_id": LAN}, "message": {"text": text}})

    def refreshes(self, token: str, secret: str = rules.APP_SECRET, app: str = rules.APP_ID) -> int:
        """A refresh; 0 where it worked."""
        form = {"refresh_token": token, "app_id": app, "grant_type": "refresh_token"}
        headers = {"secret_key": secret}
        url = f"{self.zalo.oauth_url}/v4/oa/access_token"
        return int(httpx.post(url, data=form, headers=headers).json().get("error", 0))


@pytest.fixture
def caller(zalo: ZaloOaServer) -> Caller:
    return Caller(zalo)


def test_length_is_counted_in_utf16_units(caller: Caller) -> None:
    assert caller.says("ă" * 2_000) == 0
    assert caller.says("ă" * 2_001) == -210
    assert caller.says("😀" * 1_001) == -210
    assert caller.says("") == -210


def test_the_window_closes_after_seven_days(caller: Caller) -> None:
    caller.account.person(LAN).last_at = caller.zalo.now() - timedelta(days=6, hours=23)
    assert caller.says("còn kịp") == 0
    caller.account.person(LAN).last_at = caller.zalo.now() - timedelta(days=7, minutes=1)
    assert caller.says("muộn") == -230
    assert caller.post(CS, {"recipient": {"user_id": "nobody"}, "message": {"text": "x"}}) == -201


def test_a_token_is_good_once_issued_until_it_ends_or_another_is(caller: Caller) -> None:
    body = {"recipient": {"user_id": LAN}, "message": {"text": "x"}}
    assert caller.post(CS, body, "made-up") == -220
    caller.zalo.do(caller.account.issue)
    assert caller.post(CS, body, caller.token) == -220
    caller.token = str(caller.account.access)
    caller.zalo.ahead = timedelta(hours=25, minutes=1)
    assert caller.post(CS, body) == -220


def test_a_refresh_token_works_once_with_the_apps_own_secret(caller: Caller) -> None:
    (refresh,) = caller.account.refreshes
    assert caller.refreshes(refresh, secret=rules.OA_KEY) == -14005
    assert caller.refreshes(refresh, app="1") == -14002
    assert caller.refreshes(refresh) == 0
    assert caller.refreshes(refresh) == -14014
    assert caller.account.reused == [refresh]


def test_quotas_run_out(caller: Caller) -> None:
    caller.account.templates["7"] = Template("7", ("ma",))
    body = {"user_id": LAN, "template_id": "7", "template_data": {"ma": "1"}}
    caller.account.quotas["template"] = 0
    assert caller.post(TEMPLATE, body) == -144
    caller.account._minute = (int(caller.zalo.now().timestamp()) // 60, rules.PER_MINUTE)
    with pytest.raises(RefusedError, match="-32"):
        caller.account.check(caller.token, CS)


def test_a_template_needs_approval_and_exactly_its_fields(caller: Caller) -> None:
    caller.account.templates["7"] = Template("7", ("ma",))
    caller.account.templates["8"] = Template("8", ("ma",), approved=False)
    body = {"user_id": LAN, "template_id": "7", "template_data": {"ma": "1"}}
    assert caller.post(TEMPLATE, body) == 0
    assert caller.post(TEMPLATE, {**body, "template_data": {}}) == -132
    assert caller.post(TEMPLATE, {**body, "template_data": {"ma": "1", "x": "2"}}) == -132
    assert caller.post(TEMPLATE, {**body, "template_id": "8"}) == -131
    phone = {**body, "phone": "0901234567", "tracking_id": "m1-1"}
    assert caller.post(PHONE, phone, host=caller.zalo.template_url) == -108


def test_each_call_is_served_at_its_own_host_only(caller: Caller) -> None:
    body = {"recipient": {"user_id": LAN}, "message": {"text": "x"}}
    assert caller.post(CS, body, host=caller.zalo.oauth_url) == 404
    assert caller.post(CS, body, host=caller.zalo.template_url) == 404
    assert caller.post(PHONE, {}) == 404
    assert httpx.post(f"{caller.zalo.url}/v4/oa/access_token", data={}).status_code == 404


def test_the_older_call_serves_a_government_account_only(caller: Caller) -> None:
    body = {"recipient": {"user_id": LAN}, "message": {"text": "x"}}
    assert caller.post("/v2.0/oa/message", body) == -240
    caller.account.government_v2 = True
    assert caller.post(CS, body) == -235
    assert caller.post("/v2.0/oa/message", body) == 0


def test_a_look_up_returns_ten_at_most_and_only_by_one_json_string(caller: Caller) -> None:
    for number in range(12):
        caller.account.wrote(LAN, f"n{number}", {"text": str(number)})
    assert caller.get("/v2.0/oa/listrecentchat", '{"offset":0,"count":10}') == 0
    assert caller.get("/v2.0/oa/listrecentchat", '{"offset":0,"count":11}') == -201
    assert caller.get("/v2.0/oa/conversation", '{"user_id":"9","offset":0,"count":5}') == -201
    assert len(caller.account.recent({"offset": 10, "count": 10})) == 2


def test_files_have_their_kinds_and_sizes(caller: Caller) -> None:
    account: Account = caller.account
    for kind, name, size in (
        ("image", "a.webp", 10),
        ("image", "a.png", rules.IMAGE_BYTES + 1),
        ("file", "a.exe", 10),
        ("file", "a.pdf", rules.FILE_BYTES + 1),
    ):
        with pytest.raises(RefusedError):
            account.upload(kind, name, b"x" * size)
