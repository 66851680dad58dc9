"""The command line over a database with the shipped records."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import load_settings
from bot.setup import prepare_database
from tests.bot.cli.catalogue.commands import CONFIG, Motcua


@pytest.fixture
def motcua(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Motcua:
    """The command line over a database with the shipped records."""
    monkeypatch.setenv("MOTCUA_CONFIG", str(CONFIG))
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/ward.db")
    prepare_database(load_settings())
    runner = CliRunner()
    return lambda *words: runner.invoke(app, ["catalogue", *(str(word) for word in words)])
