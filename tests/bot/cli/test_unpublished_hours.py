"""A ward that has not written its hours: none is stated, and the operator is told what to fill."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import DEFAULT_FILE, load_settings
from handlers.wording import hours
from knowledge.commune import CommuneStage
from knowledge.loading import load_guidance

WARD: Final = DEFAULT_FILE.with_name("config.nhatrang.yaml")
ABOUT_HOURS: Final = ("gio_lam_viec", "ngoai_gio")
BESIDE: Final = ("dia_chi", "duong_day_nong", "gap_nguoi", "tiep_cong_dan")
MORE: Final = (
    "gio lam viec",
    "cong an phuong lam viec thu bay khong",
    "sáng mai mấy giờ phường mở cửa",
    "hôm nay mấy giờ đóng cửa",
    "thứ bảy này công an có làm không",
    "2/9 phường có làm việc không",
    "office hours",
    "đăng ký khai sinh ở đâu",
)
STATED: Final = re.compile(
    r"\d{1,2}\s*[:h]\s*\d{2}|\bđang (mở|nghỉ)|mở (cửa|lại) (lúc )?\d|thứ \w+ đến thứ"
    r"|sáng thứ|buổi sáng từ"
)
"""A clock time, a state of the moment, days of an ordinary week.

Police procedures tell their intake days from their own published record: that is no hour of a ward.
"""


@pytest.fixture(autouse=True)
def _ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")
    monkeypatch.setenv("MOTCUA_CONFIG", str(WARD))


def _cards(keys: tuple[str, ...]) -> Iterator[str]:
    for card in load_guidance().cards:
        if card.key in keys:
            yield from card.phrases


def _answers(folder: Path, questions: list[str]) -> dict[str, str]:
    asked = folder / "asked.jsonl"
    lines = [{"id": str(at), "question": one} for at, one in enumerate(questions)]
    asked.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    result = CliRunner().invoke(app, ["ask", "--jsonl", str(asked)])
    assert result.exit_code == 0, result.output
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return {questions[int(one["id"])]: one["text"] for one in found}


def test_no_question_about_hours_gets_an_hour_the_ward_did_not_write(tmp_path: Path) -> None:
    about = list(_cards(ABOUT_HOURS))
    assert len(about) > 30
    answers = _answers(tmp_path, [*about, *_cards(BESIDE), *MORE])

    stated = {question: text for question, text in answers.items() if STATED.search(text)}
    assert not stated
    missing = [question for question in about if hours.UNPUBLISHED not in answers[question]]
    assert not missing


def test_the_check_would_see_an_hour_that_is_stated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_CONFIG", str(DEFAULT_FILE))
    for text in _answers(tmp_path, ["giờ làm việc", "thứ bảy có làm không"]).values():
        assert STATED.search(text)
        assert hours.UNPUBLISHED not in text


@pytest.mark.parametrize("command", [["doctor"], ["catalogue", "gaps"]])
def test_the_operator_hears_that_the_hours_are_missing(command: list[str]) -> None:
    out = CliRunner().invoke(app, command).output
    for key in load_settings(WARD).commune.desks:
        assert f"(commune.desks.{key}.hours, days)" in out


def test_before_going_live_the_missing_hours_are_listed() -> None:
    out = CliRunner().invoke(app, ["live", "--by", "Chủ tịch"], input="n\n").output
    assert load_settings(WARD).commune.stage is CommuneStage.SAMPLE
    assert "(commune.desks.psc.hours, days)" in out


def test_the_phone_and_the_address_stand_in_for_hours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = WARD.read_text("utf-8")
    text = text.replace('phone: ""', 'phone: "0000 000 007"', 1)
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("MOTCUA_CONFIG", str(tmp_path / "config.yaml"))

    said = _answers(tmp_path, ["mấy giờ mở cửa"])["mấy giờ mở cửa"]
    assert hours.UNPUBLISHED in said
    assert "gọi 0000 000 007" in said
