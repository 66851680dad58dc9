"""`motcua simulate`: a few days, judged and told; a database that holds something is left alone."""

import json

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.logs import configure


@pytest.fixture(autouse=True)
def _quiet() -> None:
    configure(level="error")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["simulate", *arguments])
    return result.exit_code, result.output


def test_a_few_days_are_lived_judged_and_told(database_url: str) -> None:
    code, out = run("--days", "2", "--dossiers", "3", "--database", database_url, "--json")
    assert code == 0, out
    told = json.loads(out)
    assert (told["dossiers"], told["breaches"]) == (3, [])


@pytest.mark.usefixtures("engine")
def test_a_database_that_holds_something_is_refused(database_url: str) -> None:
    code, out = run("--days", "1", "--dossiers", "1", "--database", database_url)
    assert code == 2
    assert "đã có dữ liệu" in out
