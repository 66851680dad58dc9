"""What a start leaves for later: the time to a first answer is mostly that of loading."""

import json
import os
import subprocess
import sys
from pathlib import Path

CHECK = ("knowledge.feedback.checking", "knowledge.feedback.judging", "knowledge.feedback.ticks")
WRITING = ("handlers.store.tables", "handlers.inbox", "bot.communes", "alembic")
"""What only a running process, or the very first question, needs."""
NOT_YET = ("sqlalchemy.dialects.postgresql", "pydantic.v1", "PIL", "zxingcpp")
"""The other database, an earlier pydantic's validation, and what opens pictures."""
MADE = """
from bot.config import load_settings
from bot.setup import prepare_database
prepare_database(load_settings())
"""
SITE = """
from bot.app import Core, _web_app
from bot.config import load_settings
_web_app(Core(load_settings()))
"""
TELL = "import json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"


def loaded(script: str, database: Path) -> set[str]:
    """The modules a new process has loaded after `script`."""
    environment = {**os.environ, "MOTCUA_DATABASE__URL": f"sqlite:///{database}"}  # noqa: TID251
    done = subprocess.run(
        [sys.executable, "-c", f"{script}\n{TELL}"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def asking(*words: str) -> str:
    """Runs one `motcua ask` as its own process does: with no other command built."""
    called = ["ask", *words]
    start = f"from bot.cli.root import app_for\ncalled = {called!r}\n"
    return f"{start}app_for(called)(called, standalone_mode=False)"


def test_a_question_loads_neither_the_check_nor_what_writes(tmp_path: Path) -> None:
    database = tmp_path / "motcua.db"
    first = loaded(asking("khai sinh"), database)
    modules = loaded(asking("xin giấy độc thân cần gì"), database)

    assert "alembic" in first  # the very first makes the database
    assert "knowledge.matching.matcher" in modules
    assert modules & {*CHECK, *WRITING} == set()


def test_a_running_program_loads_the_check_when_an_officer_writes(tmp_path: Path) -> None:
    modules = loaded("import bot.app, bot.cli.serve, bot.web.app", tmp_path / "motcua.db")

    assert "handlers.cases.lateness" in modules
    assert modules & set(CHECK) == set()


def test_a_running_program_loads_the_console_and_the_other_database_when_needed(
    tmp_path: Path,
) -> None:
    loaded(MADE, tmp_path / "motcua.db")
    modules = loaded(SITE, tmp_path / "motcua.db")

    assert {"bot.web.chat.routes", "sqlalchemy.dialects.sqlite"} <= modules
    assert modules & {"bot.web.console.routes", "bot.web.console.vault", *NOT_YET} == set()
