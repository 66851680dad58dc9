"""The guide on the study's development questions with the imported core of the catalogue.

The bars are the product's own (accuracy, honesty about what it does not know); they are held where
the study data lies beside the repository.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.root import app

NEVER_AT_A_DESK = {"Hải quan", "Thuế", "Quản lý biên giới"}
Score = Callable[..., dict[str, Any]]
APART = ("legalrag", "dvcqg_faq_2021_unlabelled")
AT_LEAST = {
    "top1": 0.95,
    "top3": 0.98,
    "answered_right": 0.80,
    "refused_right": 0.97,
    "clarified_right": 0.85,
}
AT_MOST = {"asked_back": 0.15, "wrong_and_sure": 0.02, "absent_sure": 0.10}


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def database(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the shipped records and the core of the study's procedures."""
    folder = tmp_path_factory.mktemp("study")
    core = folder / "core.jsonl"
    rows = (shared / "data/procedures/procedures_commune.jsonl").read_text("utf-8").splitlines()
    wanted = [row for row in rows if json.loads(row)["field"] not in NEVER_AT_A_DESK]
    core.write_text("\n".join(wanted), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{folder}/motcua.db")
        run("catalogue", "import", str(core))
    return f"sqlite:///{folder}/motcua.db"


@pytest.fixture(scope="module")
def score(database: str) -> Score:
    """Figures of `catalogue eval`, asked once for each way of asking."""
    kept: dict[tuple[str, ...], dict[str, Any]] = {}

    def scored(*arguments: str) -> dict[str, Any]:
        if arguments not in kept:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("MOTCUA_DATABASE__URL", database)
                kept[arguments] = json.loads(run("catalogue", "eval", *arguments, "--json"))
        return kept[arguments]

    return scored


@pytest.fixture(scope="module")
def files(shared: Path) -> list[str]:
    found = sorted((shared / "data/questions/dev").glob("*.jsonl"))
    return [str(file) for file in found if file.stem not in APART]


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(AT_LEAST))
def test_the_guide_is_right_often_enough(score: Score, files: list[str], name: str) -> None:
    assert score(*files)[name] >= AT_LEAST[name]


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(AT_MOST))
def test_the_guide_is_rarely_wrong_or_in_the_way(score: Score, files: list[str], name: str) -> None:
    assert score(*files)[name] <= AT_MOST[name]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["top1", "top3"])
def test_words_without_marks_find_nearly_as_much(score: Score, files: list[str], name: str) -> None:
    assert score(*files)[name] - score(*files, "--strip")[name] <= 0.02


@pytest.mark.shared
@pytest.mark.parametrize(("arguments", "least"), [((), 0.95), (("--strip",), 0.9)])
def test_conversations_are_answered_on_what_they_are_about(
    score: Score, shared: Path, arguments: tuple[str, ...], least: float
) -> None:
    file = str(shared / "data/questions/dev/conversations.jsonl")

    assert score(file, *arguments)["conversations"]["answered_right"] >= least


@pytest.mark.shared
def test_machine_made_variants_are_found(score: Score, shared: Path) -> None:
    figures = score(str(shared / "data/questions/dev/legalrag.jsonl"))

    assert figures["top1"] >= 0.78
    assert figures["top3"] >= 0.92
