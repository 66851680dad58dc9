"""An answer becomes a card of the commune: drafted, tested, live, replaced, taken back."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.alias_job import gate_job, try_cards
from bot.casework import vault_of
from bot.cli.root import app
from bot.config import Settings, load_settings
from bot.database import make_engine
from handlers.cases.acts import Answer, Doing, answer
from handlers.cases.senders import apply
from handlers.clock import SystemClock
from handlers.commands import OpenCase
from handlers.messages import ChannelName
from handlers.staffing import find
from handlers.store import contacts, staff, views
from handlers.store.unit_of_work import Store
from handlers.vault import Identity
from handlers.ward import ward_of
from knowledge.catalogue_store import answer_cards
from knowledge.catalogue_store.aliases import AliasState
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind

runner = CliRunner()
PHRASE = "mượn bàn ghế của phường"
TITLE = "Mượn bàn ghế"
PLAIN = "Anh/chị đăng ký ở Văn phòng UBND phường trước 5 ngày làm việc, không thu tiền."
ANSWER = f"Thưa bà Lê Thị Nụ, {PLAIN} Cần thêm bà gọi 0905 123 456."
ASKED = ("--asked", PHRASE, "--asked", "mượn ghế nhựa, bàn tròn")
BY = ("--by", "Phụ Mẫu")


def run(*words: str, code: int = 0) -> str:
    result = runner.invoke(app, ["questions", "card", *words])
    assert result.exit_code == code, result.output
    return result.output


def asks(question: str) -> dict[str, Any]:
    return dict(json.loads(runner.invoke(app, ["ask", question, "--json"]).output))


class Asked:
    """A ward with an officer and one answered question of a citizen who gave a name."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.now = settings, SystemClock().now()
        self.store = Store(make_engine(settings.database.url))
        now = self.now
        self.code = CaseCode(settings.commune.key, now.date(), 1)
        sealed = vault_of(settings).seal(self.code.full, Identity("Lê Thị Nụ", "0905123456"))
        due = now + timedelta(days=9)
        asked = (FeedbackKind.QUESTION, f"{PHRASE} được không", now, due, due, due)
        with self.store.work() as work:
            apply(work, "", 0, OpenCase(self.code, "x" * 64, *asked, sealed=sealed), now)
            member = find(work, settings.commune.key, "Phụ Mẫu")
            assert member is not None
            doing = Doing(work, ward_of(settings.commune), member.officer, now)
            assert answer(doing, self.code, Answer(ANSWER, "trả lời đúng người hỏi")).done
            work.commit()

    def card(self, number: int = 1) -> answer_cards.Card:
        with self.store.read() as work:
            found = answer_cards.one_card(work.session, self.settings.commune.key, number)
        assert found is not None
        return found

    def new(self, *more: str, title: str = TITLE, code: int = 0) -> str:
        return run("new", str(self.code), "--title", title, *ASKED, *BY, *more, code=code)


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path / 'ward.db'}")
    for who, role in (("Phụ Mẫu", "phụ trách một cửa"), ("Cán Mẫu", "cán bộ")):
        assert runner.invoke(app, ["staff", "add", who, role]).exit_code == 0
    made = Asked(load_settings())
    yield made
    made.store.engine.dispose()


def test_an_answer_becomes_a_card_that_is_told_with_its_source_and_taken_back(
    asked: Asked,
) -> None:
    assert asks(PHRASE)["outcome"] != "card"
    assert "Chưa ghi" in asked.new("--answer", PLAIN)
    assert "Đã ghi thẻ số 1" in asked.new("--answer", PLAIN, "--yes")
    assert asks(PHRASE)["outcome"] != "card"
    assert "Đạt" in run("live", "1", *BY)
    for words in (PHRASE, "muon ban ghe cua phuong", "cho tôi mượn bàn ghế của phường ạ"):
        said = asks(words)
        assert (said["outcome"], said["procedures"]) == ("card", [])
        assert PLAIN in said["text"]
        assert "Phụ Mẫu trả lời ngày" in said["text"]
        assert "xem lại trước ngày" in said["text"]
    run("revoke", "1", "--by", "Cán Mẫu", code=1)
    run("revoke", "1", *BY)
    assert asks(PHRASE)["outcome"] != "card"
    assert "đã thôi" in run("list")
    assert asked.card().own.text.body == PLAIN


def test_nothing_of_the_asker_stays_in_a_card(asked: Asked) -> None:
    """Their name and number may not be kept whatever the officer says; others are asked about."""
    said = asked.new(code=1)
    assert "Lê Thị Nụ – bắt buộc bỏ" in said
    assert "0905 123 456 – bắt buộc bỏ" in said
    asked.new("--keep", "1,2", "--yes", code=1)
    colleague = f"{PLAIN} Hỏi thêm chị Trần Thị Bưởi ở quầy 2."
    assert "chưa rõ" in asked.new("--answer", colleague, "--yes", code=1)
    asked.new("--answer", colleague, "--keep", "1", "--yes")
    assert "Đạt" in run("test", "1")
    assert asked.card().kept == ("Trần Thị Bưởi",)
    run("new", str(asked.code), "--title", "Hỏi Lê Thị Nụ", *ASKED, *BY, code=1)
    phrase = ("--asked", "gọi 0905 123 456")
    run("new", str(asked.code), "--title", TITLE, *phrase, *BY, "--answer", PLAIN, code=1)


def test_a_card_that_takes_another_answers_place_never_goes_live(asked: Asked) -> None:
    """By what is asked, the labelled questions and the phrases of everything the ward tells."""
    for number, taken in enumerate(("giờ làm việc", "đăng ký khai sinh", "làm hộ chiếu"), 1):
        words = ("--title", TITLE, "--asked", taken, "--answer", PLAIN, "--yes")
        run("new", str(asked.code), *words, *BY)
        said = run("live", str(number), *BY, code=1)
        assert "Chưa đạt" in said
        assert "Sai đi" in said or "trả lời việc khác" in said
        assert asked.card(number).state is AliasState.TRIAL
        assert asked.card(number).verdict


def test_what_is_left_open_and_braces_and_far_days_are_refused(asked: Asked) -> None:
    for body in (f"{PLAIN} Xong ngày […].", f"{PLAIN} {{hotline}}", "Ngắn quá."):
        asked.new("--answer", body, "--yes", code=1)
    for day in ("2020-01-01", "2999-01-01", "mai"):
        asked.new("--answer", PLAIN, "--until", day, "--yes", code=1)
    assert "Chưa có thẻ nào" in run("list")


def test_past_its_day_a_card_says_so_until_somebody_looked_again(asked: Asked) -> None:
    asked.new("--answer", PLAIN, "--yes")
    run("live", "1", *BY)
    yesterday, now = asked.now.date() - timedelta(days=1), asked.now
    with asked.store.work() as work:
        answer_cards.review(work.session, 1, yesterday, now)
        work.commit()
    assert "cần xác nhận lại tại quầy" in asks(PHRASE)["text"]
    assert "đến hạn xem lại" in run("list")
    until = (asked.now.date() + timedelta(days=30)).isoformat()
    run("review", "1", "--until", until, "--by", "Cán Mẫu", code=1)
    run("review", "1", "--until", until, *BY)
    assert "cần xác nhận lại" not in asks(PHRASE)["text"]


def test_a_card_that_replaces_another_ends_it_when_it_goes_live(asked: Asked) -> None:
    asked.new("--answer", PLAIN, "--yes")
    run("live", "1", *BY)
    asked.new("--answer", f"{PLAIN} Từ năm sau đăng ký trên mạng.", "--replaces", "1", "--yes")
    assert "Từ năm sau" not in asks(PHRASE)["text"]
    assert "Đạt" in run("live", "2", *BY)
    assert "Từ năm sau" in asks(PHRASE)["text"]
    assert asked.card(1).state is AliasState.REVOKED


def test_the_running_program_tries_what_waits_and_tells_who_decides(asked: Asked) -> None:
    asked.new("--answer", PLAIN, "--yes")
    asked.new("--answer", PLAIN, "--yes", title="Lần hai")
    key, now = asked.settings.commune.key, asked.now
    with asked.store.work() as work:
        endpoint = contacts.ensure_endpoint(work, key, ChannelName.TELEGRAM, "main", now)
        member = find(work, key, "Phụ Mẫu")
        assert member is not None
        of = contacts.endpoint_of(work, endpoint)
        chat = contacts.open_contact(work, of, "9", "", now)
        staff.set_contact(work, member.id, chat)
        assert answer_cards.set_state(work.session, 1, AliasState.ASKED, now)
        assert answer_cards.set_state(work.session, 2, AliasState.CHECK, now)
        work.commit()
    beside = asked.settings.commune.model_copy(update={"key": "phuong-ben"})
    gate_job(asked.settings, [beside]).run(asked.store, now)  # cards are each commune's own
    assert asked.card(1).state is AliasState.ASKED
    assert try_cards(asked.settings, asked.store, now) == 2
    assert try_cards(asked.settings, asked.store, now) == 0
    with asked.store.read() as work:
        told = [str(one.reply) for one in views.letters(work, chat)]
    assert len(told) == 1
    assert "đang trả lời người dân" in told[0]
    assert asked.card(1).state is AliasState.LIVE
    assert asked.card(2).state is AliasState.TRIAL
    assert asked.card(2).tried_at is not None


def test_a_card_nobody_decided_on_loses_its_words(asked: Asked) -> None:
    asked.new("--answer", PLAIN, "--yes")
    job = gate_job(asked.settings)
    job.run(asked.store, asked.now + timedelta(days=89))
    assert asked.card().own.text.body == PLAIN
    job.run(asked.store, asked.now + timedelta(days=91))
    assert (asked.card().state, asked.card().own.text.body) == (AliasState.REVOKED, "")
