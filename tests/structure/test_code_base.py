"""Checks on the code base itself."""

import ast
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from knowledge.rows import Row

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("bot", "scheduler", "handlers", "knowledge")
LONGEST_FILE = 300
NEVER_REWRITTEN = {"bot/migrations/versions/0001_conversations.py"}
"""Over the limit and left so: databases have run this migration, and what has run is never
rewritten. No other file may join it."""


def product_files() -> list[Path]:
    return sorted(
        path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if "migrations/versions" not in path.as_posix()
    )


def longer_than_the_limit(files: Iterable[Path]) -> dict[str, int]:
    return {
        path.relative_to(ROOT).as_posix(): count
        for path in files
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }


def test_no_product_file_is_longer_than_the_limit() -> None:
    files = [one for folder in FOLDERS for one in (ROOT / folder).rglob("*.py")]

    assert longer_than_the_limit(files).keys() == NEVER_REWRITTEN


def test_no_file_of_tests_is_longer_than_the_limit() -> None:
    assert longer_than_the_limit((ROOT / "tests").rglob("*.py")) == {}


def test_nothing_in_the_tests_imports_mocks() -> None:
    importers = [
        path.name
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and "unittest.mock"
        in ast.unparse(node).replace("from unittest import mock", "unittest.mock")
    ]

    assert importers == []


def test_every_dependency_says_in_one_line_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [")
    entries = lines[start + 1 : lines.index("]", start)]

    assert [line for line in entries if not re.search(r'",\s+# \S', line)] == []


def test_only_the_home_of_a_library_imports_it() -> None:
    """import-linter holds the rest; this one names what it cannot: the clock."""
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in product_files()
        if re.search(
            r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(", path.read_text("utf-8")
        )
    ]

    assert readers == ["handlers/clock.py"]


def test_what_is_run_is_what_was_tested() -> None:
    run, tested = (
        set(
            re.findall(
                r"^[A-Za-z0-9._-]+==[^\\\n]+", (ROOT / name).read_text("utf-8"), re.MULTILINE
            )
        )
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert run - tested == set()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_index_and_hashes_everything(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", text, re.MULTILINE)

    assert "index-url" not in text
    assert "find-links" not in text
    assert not re.search(r"https?://", text)
    assert len(pinned) > 40
    assert all(f"{one}==" in text for one in pinned)
    assert text.count("--hash=sha256:") >= len(pinned)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = [re.sub(r"\[.*?\]", "", one) for one in project["project"]["dependencies"]]

    assert [one for one in wanted if f"\n{one} " not in lock and not lock.startswith(one)] == []


def test_no_table_builds_its_validators_at_the_start() -> None:
    import handlers.store.tables  # noqa: F401 - registers them
    import knowledge.dossier_store.tables  # noqa: F401

    rows = [mapper.class_ for mapper in SQLModel._sa_registry.mappers]

    assert len(rows) > 50
    assert [row.__name__ for row in rows if not issubclass(row, Row)] == []
