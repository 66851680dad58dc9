"""The strict account refuses what Zalo's documents say is refused: tests lean on that."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest

from tests.fakes.telegram.product import wait_for
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.account import Account
from tests.fakes.zalo_oa.messages import PACKAGE
from tests.fakes.zalo_oa.refusals import RefusedError
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.fakes.zalo_oa.templates import Template

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
    phone = {"template_id": "7", "phone": "0901234567", "tracking_id": "m1-1"}
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


def test_a_refresh_token_lives_three_months(caller: Caller) -> None:
    (refresh,) = caller.account.refreshes
    caller.zalo.ahead = rules.REFRESH_LIFE + timedelta(minutes=1)
    assert caller.refreshes(refresh) == -14014
    assert caller.account.reused == []


def at(caller: Caller, hour: int, minute: int = 0) -> None:
    """It is that time of the day in Viet Nam."""
    there = caller.zalo.now().astimezone(rules.THERE)
    caller.zalo.ahead += there.replace(hour=hour, minute=minute) - there
    caller.zalo.do(lambda: setattr(caller.account, "access_until", there + timedelta(days=2)))


def test_promotion_is_barred_at_night_and_the_rest_by_phone_alone_where_it_has_a_night(
    caller: Caller,
) -> None:
    templates = caller.account.templates
    templates |= {"1": Template("1", ("ma",)), "3": Template("3", ("ma",), tag=rules.PROMOTION)}
    templates["5"] = Template("5", ("ma",), night=rules.NIGHT)

    def said(template: str, path: str) -> int:
        host = caller.zalo.template_url if path == PHONE else ""
        whom = {"phone": "84901234567"} if path == PHONE else {"user_id": LAN}
        body = {**whom, "template_id": template, "template_data": {"ma": "1"}}
        return caller.post(path, body, host=host)

    at(caller, 21, 59)
    assert [said("3", TEMPLATE), said("5", PHONE)] == [0, 0]
    for hour in (22, 5):
        at(caller, hour, 30)
        assert [said("1", TEMPLATE), said("3", TEMPLATE), said("5", TEMPLATE)] == [0, -234, 0]
        assert [said("1", PHONE), said("5", PHONE)] == [0, -133]
        assert caller.says("tin tư vấn gửi được cả đêm") == 0
    at(caller, 6)
    assert [said("3", TEMPLATE), said("5", PHONE)] == [0, 0]


def test_each_quota_has_its_number(caller: Caller) -> None:
    account, person = caller.account, caller.account.person(LAN)
    account.templates["7"] = Template("7", ("ma",), left=1)
    body = {"user_id": LAN, "template_id": "7", "template_data": {"ma": "1"}}
    assert [caller.post(TEMPLATE, body) for _ in range(2)] == [0, -147]
    person.left = 1
    assert [caller.says("một"), caller.says("hai")] == [0, -218]
    assert person.texts.count("hai") == 0
    month = f"{caller.zalo.now().astimezone(rules.THERE):%Y-%m}"
    account.uploads[month] = rules.UPLOADS_A_MONTH - 1
    account.upload("image", "a.png", b"x")
    with pytest.raises(RefusedError, match="-211"):
        account.upload("image", "a.png", b"x")


def test_who_was_offline_for_45_days_gets_nothing(caller: Caller) -> None:
    caller.account.person(LAN).online_at = caller.zalo.now() - timedelta(days=44)
    assert caller.says("chào") == 0
    caller.account.person(LAN).online_at = caller.zalo.now() - timedelta(days=46)
    assert caller.says("chào") == -227


def test_the_packages_minute_counts_no_templates(caller: Caller) -> None:
    caller.account.templates["7"] = Template("7", ("ma",))
    body = {"user_id": LAN, "template_id": "7", "template_data": {"ma": "1"}}
    at(caller, 10)
    caller.account.of_package = 2
    assert [caller.says("x"), caller.says("x"), caller.says("x")] == [0, 0, -32]
    assert caller.post(TEMPLATE, body) == 0
    caller.zalo.ahead += timedelta(minutes=1)
    assert caller.says("x") == 0


def test_a_look_up_of_quotas_names_a_person_or_the_package(caller: Caller) -> None:
    path = "/v3.0/oa/quota/message"
    assert caller.post(path, {"user_id": LAN}) == 0
    assert caller.post(path, PACKAGE) == 0
    assert caller.post(path, {"quota_type": "sub_quota"}) == -201
    assert caller.post("/v2.0/oa/getoa", {}) == -240


def test_a_webhook_that_fails_to_the_last_is_turned_off_until_it_is_saved(
    zalo: ZaloOaServer,
) -> None:
    zalo.retries = (0.01, 0.01)
    zalo.webhook = "http://127.0.0.1:9/zalo/oa"
    zalo.says(LAN, "một")
    wait_for(lambda: bool(zalo.turned_off))
    posted = len(zalo.posted)
    zalo.says(LAN, "hai")
    wait_for(lambda: len(zalo.given_up) == 2)
    assert posted == len(zalo.posted) == 3
    assert not zalo.saves()

    with answering() as zalo.webhook:
        assert zalo.saves()
        zalo.says(LAN, "ba")
        wait_for(lambda: ("user_send_text", 200) in [one[:2] for one in zalo.posted])
    assert len(zalo.given_up) == 2


@contextmanager
def answering() -> Iterator[str]:
    """Somebody who answers 200 to everything; the address."""

    class Yes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Yes) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join(20)
