"""Official Accounts of several communes in one process: each as itself, each with its own purse."""

import json
from pathlib import Path

import pytest
import yaml

from bot.channels.zalo_oa.receive import account_of
from bot.channels.zalo_oa.webhook import PATH, webhook_path
from bot.communes import Served, served
from bot.config import SettingsError, load_settings
from bot.zalo_oa_channel import pricing_of
from tests.fakes import warm
from tests.fakes.product import CODE
from tests.fakes.telegram.product import LIVE, Product, wait_for
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.account import Account
from tests.fakes.zalo_oa.product import log_in, product
from tests.fakes.zalo_oa.server import ZaloOaServer

LAN, HUNG = "246845883529197922", "246845883529197923"
OTHER_OA, OTHER_APP = "500613280878808645", "770846524940903967"
OTHER_KEYS = (OTHER_APP, "app-secret-of-the-other", "key-of-the-other")
TEMPLATE = {"ready": {"id": "7", "fields": {"ma": "ma", "ma_tin": "ma_kiem_tra"}, "price_uid": 100}}


def second(folder: Path, **account: object) -> Path:
    """The second commune's file, with an account."""
    values = yaml.safe_load(LIVE.with_name("second.yaml").read_text(encoding="utf-8"))
    file = folder / "second.yaml"
    file.write_text(yaml.safe_dump(values | {"zalo_oa": account}, allow_unicode=True), "utf-8")
    return file


def both(folder: Path, zalo: ZaloOaServer, other: Account, **more: str) -> Product:
    """The program of two communes, both logged in."""
    zalo.more.append(other)
    log_in(folder, zalo)
    file = second(folder, oa_id=other.oa_id, **_app(other))
    made = product(folder, zalo, COMMUNES__FILES=json.dumps([str(file)]), **more)
    told = zalo.do(other.issue)
    done = warm.run(
        ("-c", CODE, "zalo", "login", "--paste", "--commune", "xa-thu-hai"),
        made._env,
        typed=f"{told['access_token']}\n{told['refresh_token']}\n",
        timeout=90,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return made


def _app(account: Account) -> dict[str, str]:
    return {} if account.app_id == rules.APP_ID else {"app_id": account.app_id}


def heard(account: Account, user: str) -> str:
    wait_for(lambda: account.person(user).hears, 60)
    return account.person(user).texts[0]


def test_accounts_of_one_app_share_its_webhook_and_answer_each_as_itself(
    folder: Path, zalo: ZaloOaServer
) -> None:
    other = Account(zalo.now, oa_id=OTHER_OA)
    stranger = Account(zalo.now, oa_id="999")
    with both(folder, zalo, other) as ward:
        zalo.says(LAN, "/start")
        zalo.says(HUNG, "/start", to=other)
        zalo.says(LAN, "/start", to=stranger)
        assert "Phường Thử Nghiệm" in heard(zalo.account, LAN)
        assert "Xã Thử Hai" in heard(other, HUNG)
        wait_for(lambda: len(zalo.posted) >= 3)
        doctor = ward.runs("doctor").stdout
        assert ward.stop() == 0, ward.said()
    assert {status for name, status, _ in zalo.posted if name == "user_send_text"} == {200}
    assert zalo.given_up == []
    assert (len(zalo.account.person(LAN).hears), len(other.person(HUNG).hears)) == (1, 1)
    assert stranger.person(LAN).hears == []
    assert "Zalo OA Phường Thử Nghiệm: có mã" in doctor
    assert "Zalo OA Xã Thử Hai: có mã" in doctor


def test_an_account_of_another_app_has_a_webhook_and_secrets_of_its_own(
    folder: Path, zalo: ZaloOaServer
) -> None:
    other = Account(zalo.now, oa_id=OTHER_OA, app=OTHER_KEYS)
    secrets = {
        "COMMUNES__ZALO_OA_APP_SECRETS__XA_THU_HAI": other.app_secret,
        "COMMUNES__ZALO_OA_SECRET_KEYS__XA_THU_HAI": other.oa_key,
    }
    with both(folder, zalo, other, **secrets) as ward:
        zalo.webhooks[OTHER_APP] = f"{ward.url}/zalo/oa/{OTHER_APP}"
        zalo.says(HUNG, "/start", to=other)
        assert "Xã Thử Hai" in heard(other, HUNG)
        zalo.webhooks[OTHER_APP] = zalo.webhook  # the main commune's: signed by another key
        zalo.retry = False
        zalo.says(HUNG, "/giup", to=other)
        wait_for(lambda: zalo.posted[-1][1] == 401)
        assert ward.stop() == 0, ward.said()
    assert len(other.person(HUNG).hears) == 1
    said = ward.said()
    assert other.app_secret not in said
    assert other.oa_key not in said


class Files:
    """A main file with an account, and a second one."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, patch
        patch.setenv("MOTCUA_ZALO_OA__APP_SECRET", "s")
        patch.setenv("MOTCUA_ZALO_OA__OA_SECRET_KEY", "k")

    def served(self, main: dict[str, object], **account: object) -> Served:
        """The second commune as it is served."""
        values = yaml.safe_load(LIVE.read_text(encoding="utf-8")) | {"zalo_oa": main}
        values["communes"] = {"files": [str(second(self.folder, **account))]}
        file = self.folder / "config.yaml"
        file.write_text(yaml.safe_dump(values, allow_unicode=True), "utf-8")
        return served(load_settings(file), file)[1]

    def variable(self, name: str, value: str) -> None:
        self._patch.setenv(f"MOTCUA_COMMUNES__{name}__XA_THU_HAI", value)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    return Files(tmp_path, monkeypatch)


MAIN: dict[str, object] = {
    "app_id": rules.APP_ID,
    "oa_id": rules.OA_ID,
    "redirect_uri": rules.REDIRECT,
    "step_back_minutes": 15,
    "monthly_budget": 1_000,
    "templates": TEMPLATE,
}


def test_an_account_of_the_same_app_takes_over_all_but_templates_and_money(files: Files) -> None:
    one = files.served(MAIN, oa_id=OTHER_OA)
    assert (one.zalo_oa.app_id, one.zalo_oa.oa_id) == (rules.APP_ID, OTHER_OA)
    assert one.zalo_oa.app_secret.get_secret_value() == "s"
    assert (one.zalo_oa.redirect_uri, one.zalo_oa.step_back_minutes) == (rules.REDIRECT, 15)
    assert not pricing_of(one.zalo_oa).on
    own = files.served(MAIN, oa_id=OTHER_OA, monthly_budget=500, templates=TEMPLATE)
    assert (pricing_of(own.zalo_oa).budget, set(pricing_of(own.zalo_oa).templates)) == (
        500,
        {"ready"},
    )


def test_without_an_account_the_channel_is_off_there(files: Files) -> None:
    assert not files.served(MAIN).zalo_oa.on


def test_an_app_of_its_own_needs_secrets_of_its_own(files: Files) -> None:
    with pytest.raises(SettingsError, match="ZALO_OA_APP_SECRETS"):
        files.served(MAIN, oa_id=OTHER_OA, app_id=OTHER_APP)
    secret = files.folder / "khoa"
    secret.write_text("own-key\n", "utf-8")
    files.variable("ZALO_OA_APP_SECRETS", "own-secret")
    files.variable("ZALO_OA_SECRET_KEY_FILES", str(secret))
    one = files.served(MAIN, oa_id=OTHER_OA, app_id=OTHER_APP).zalo_oa
    assert (one.app_id, one.oa_secret_key.get_secret_value()) == (OTHER_APP, "own-key")
    assert one.redirect_uri == ""
    assert "own-key" not in repr(one)


def test_it_may_have_an_account_where_the_main_commune_has_none(files: Files) -> None:
    with pytest.raises(SettingsError, match="cần app_id"):
        files.served({}, oa_id=OTHER_OA)
    files.variable("ZALO_OA_APP_SECRETS", "own-secret")
    files.variable("ZALO_OA_SECRET_KEYS", "own-key")
    assert files.served({}, oa_id=OTHER_OA, app_id=OTHER_APP).zalo_oa.on


def test_two_communes_share_no_account(files: Files) -> None:
    with pytest.raises(SettingsError, match=f"dùng chung Zalo OA {rules.OA_ID}"):
        files.served(MAIN, oa_id=rules.OA_ID)


def test_secrets_are_refused_in_its_file_too(files: Files) -> None:
    with pytest.raises(SettingsError, match="không ghi mật khẩu"):
        files.served(MAIN, oa_id=OTHER_OA, app_secret="s")  # noqa: S106 - refused


@pytest.mark.parametrize(
    ("event", "whose"),
    [
        ({"event_name": "follow", "oa_id": "1", "follower": {"id": "7"}}, "1"),
        ({"event_name": "user_send_text", "sender": {"id": "7"}, "recipient": {"id": "2"}}, "2"),
        ({"event_name": "oa_send_text", "sender": {"id": "2"}, "recipient": {"id": "7"}}, "2"),
        ({"event_name": "user_send_text", "sender": {"id": "7"}, "recipient": {"id": "3"}}, ""),
        ({"event_name": "x", "sender": "7", "recipient": ["1"]}, ""),
        ({}, ""),
    ],
)
def test_an_event_is_of_the_account_it_names(event: dict[str, object], whose: str) -> None:
    assert account_of(event, {"1", "2"}) == whose


def test_the_main_app_keeps_its_address(files: Files) -> None:
    del files
    assert webhook_path("5", "5") == PATH
    assert webhook_path("6", "5") == f"{PATH}/6"
