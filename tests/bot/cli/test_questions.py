"""A question nobody could answer becomes a phrase of a procedure: tested, live, taken back."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import load_settings
from bot.database import make_engine
from handlers.cases.senders import apply
from handlers.clock import SystemClock
from handlers.commands import OpenCase
from handlers.store.unit_of_work import Store
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind

runner = CliRunner()
PHRASE = "vô sổ bộ cho em bé"


def run(*words: str, code: int = 0) -> str:
    result = runner.invoke(app, ["questions", *words])
    assert result.exit_code == code, result.output
    return result.output


def answered() -> tuple[str, str]:
    """How the phrase is answered without marks, and the procedure named first."""
    said = json.loads(runner.invoke(app, ["ask", "vo so bo cho em be", "--json"]).output)
    codes = [one["code"] for one in said["procedures"]]
    return said["outcome"], codes[0] if codes else ""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A ward with an officer and one question of a citizen."""
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path / 'ward.db'}")
    assert runner.invoke(app, ["staff", "add", "Phụ Mẫu", "phụ trách một cửa"]).exit_code == 0
    settings = load_settings()
    engine = make_engine(settings.database.url)
    now = SystemClock().now()
    code = CaseCode(settings.commune.key, now.date(), 1)
    command = OpenCase(code, "x" * 64, FeedbackKind.QUESTION, PHRASE, now, now, now, now)
    with Store(engine).work() as work:
        apply(work, "", 0, command, now)
        work.commit()
    engine.dispose()
    return str(code)


def test_from_question_to_live_and_back(asked: str) -> None:
    assert PHRASE in run("list", "--by", "Phụ Mẫu")
    run("alias", asked, "1.001193", "gọi 0905 123 456 hỏi", "--by", "Phụ Mẫu", code=1)
    run("alias", asked, "9.999999", PHRASE, "--by", "Phụ Mẫu", code=1)
    assert "Đã ghi số 1" in run("alias", asked, "1.001193", PHRASE, "--by", "Phụ Mẫu")
    assert "đang thử" in run("aliases")
    assert "Đạt" in run("live", "1", "--by", "Phụ Mẫu")
    assert answered() == ("answer", "1.001193")
    run("revoke", "1", "--by", "Phụ Mẫu")
    assert "đã thôi" in run("aliases")
    assert answered()[0] != "answer"


def test_what_would_spoil_other_answers_never_goes_live(asked: str) -> None:
    """A phrase that many mean otherwise: the gate names what it would spoil."""
    run("alias", asked, "1.001193", "đăng ký kết hôn", "--by", "Phụ Mẫu")
    said = run("live", "1", "--by", "Phụ Mẫu", code=1)
    assert "Chưa đạt" in said
    assert "đang thử" in run("aliases")
