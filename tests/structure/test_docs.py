"""Every setting and command stands in the docs."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.cli.commands import COMMANDS
from bot.config import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_variables() -> list[str]:
    found = []
    for group, field in Settings.model_fields.items():
        model = field.annotation
        if group in ("commune", "live"):
            continue
        if isinstance(model, type) and issubclass(model, BaseModel):
            found += [f"MOTCUA_{group}__{name}".upper() for name in model.model_fields]
    return found


@pytest.mark.parametrize("variable", [*settings_variables(), "MOTCUA_CONFIG", "MOTCUA_SHARED"])
def test_every_variable_is_in_the_readme(variable: str) -> None:
    assert variable in README


def test_every_command_is_in_both_readmes() -> None:
    vietnamese = (ROOT / "README.vi.md").read_text(encoding="utf-8")

    for name in COMMANDS:
        assert f"motcua {name}" in README or f"`{name}" in README or f", `{name}" in README, name
        assert name in vietnamese, name


def test_the_readmes_start_with_the_two_commands() -> None:
    for name in ("README.md", "README.vi.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        first = text.split("```")[1]
        assert [line.split()[:2] for line in first.strip().splitlines()] == [
            ["make", "run"],
            ["make", "test"],
        ]


def test_pictures_and_links_of_the_docs_exist() -> None:
    for name in ("README.md", "README.vi.md", "ARCHITECTURE.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if not target.startswith("http"):
                assert (ROOT / target).exists(), f"{name}: {target}"
