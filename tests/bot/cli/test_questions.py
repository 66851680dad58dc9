"""A question nobody could answer becomes a phrase of a procedure: tested, live, taken back."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.alias_job import try_phrases
from bot.cli.root import app
from bot.config import load_settings
from bot.database import make_engine
from handlers.cases.senders import apply
from handlers.clock import SystemClock
from handlers.commands import OpenCase
from handlers.messages import ChannelName
from handlers.staffing import find
from handlers.store import contacts, staff, views
from handlers.store.unit_of_work import Store
from knowledge.catalogue_store.aliases import AliasState, set_state
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


def test_the_gate_tries_what_waits_and_tells_who_decides(asked: str) -> None:
    """As the running program does, once a lead has tapped "Thử và dùng"."""
    run("alias", asked, "1.001193", PHRASE, "--by", "Phụ Mẫu")
    run("alias", asked, "1.001193", "đăng ký kết hôn", "--by", "Phụ Mẫu")
    settings, now = load_settings(), SystemClock().now()
    store = Store(make_engine(settings.database.url))
    key = settings.commune.key
    with store.work() as work:
        endpoint = contacts.ensure_endpoint(work, key, ChannelName.TELEGRAM, "main", now)
        of = contacts.endpoint_of(work, endpoint)
        member = find(work, key, "Phụ Mẫu")
        assert member is not None
        chat = contacts.open_contact(work, of, "9", "", now)
        staff.set_contact(work, member.id, chat)
        for number in (1, 2):
            assert set_state(work.session, number, AliasState.ASKED, now)
        work.commit()
    assert try_phrases(settings, store, now) == 2
    assert try_phrases(settings, store, now) == 0
    with store.read() as work:
        told = [str(one.reply) for one in views.letters(work, chat)]
    store.engine.dispose()
    assert "đã qua bộ câu hỏi và đang dùng" in told[0]
    assert "Thôi dùng" in told[0]
    assert "chưa dùng được" in told[1]
    assert answered() == ("answer", "1.001193")
    assert "2 · 1.001193 · đang thử" in run("aliases")


def test_what_would_spoil_other_answers_never_goes_live(asked: str) -> None:
    """A phrase that many mean otherwise: the gate names what it would spoil."""
    run("alias", asked, "1.001193", "đăng ký kết hôn", "--by", "Phụ Mẫu")
    said = run("live", "1", "--by", "Phụ Mẫu", code=1)
    assert "Chưa đạt" in said
    assert "đang thử" in run("aliases")
