"""The settings of the account: what is missing or unknown is told at the start."""

from pathlib import Path

import pytest
import yaml

from bot.config import SettingsError, load_settings
from bot.config_zalo_oa import FACTS
from handlers.notice_kinds import NoticeKind
from handlers.wording.notice_facts import NoticeFacts, form
from tests.fakes.shipped import shipped_base
from tests.fakes.telegram.product import LIVE, ROOT
from tests.knowledge.dossiers import lives


def problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **given: object) -> str:
    monkeypatch.setenv("MOTCUA_ZALO_OA__APP_SECRET", "s")
    monkeypatch.setenv("MOTCUA_ZALO_OA__OA_SECRET_KEY", "k")
    file = tmp_path / "config.yaml"
    values = yaml.safe_load(LIVE.read_text(encoding="utf-8"))
    file.write_text(yaml.safe_dump(values | {"zalo_oa": given}, allow_unicode=True))
    try:
        load_settings(file)
    except SettingsError as error:
        return str(error)
    return ""


def test_the_example_in_the_settings_file_is_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    lines = text[text.index("# zalo_oa:") :].splitlines()
    example = yaml.safe_load("\n".join(one.removeprefix("# ") for one in lines))

    assert problems(tmp_path, monkeypatch, **example["zalo_oa"]) == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"app_id": "12"}, "MOTCUA_ZALO_OA__OA_ID"),
        ({"app_id": "abc"}, "dãy số"),
        ({"templates": {"redy": {"id": "1"}}}, "không có loại tin redy"),
        ({"templates": {"ready": {"id": "1", "fields": {"x": "ten"}}}}, "không có dữ kiện ten"),
        ({"app_secret": "s"}, "không ghi mật khẩu"),
    ],
)
def test_mistakes_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, object], said: str
) -> None:
    assert said in problems(tmp_path, monkeypatch, **given)


def test_every_fact_a_template_may_use_is_one_a_notice_has() -> None:
    facts = NoticeFacts(lives.dossier("registered 2026-11-19 08:00"), shipped_base().commune)

    assert {name for name, _ in form(NoticeKind.READY, facts).values} == FACTS
