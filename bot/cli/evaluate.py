"""`motcua catalogue eval`: score the guide on labelled questions, as anyone may from outside."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.opened import settings_and_store
from bot.dialogue import Dialogue, answer_object, router_of
from handlers.clock import LOCAL, SystemClock
from knowledge.base import KnowledgeBase

if TYPE_CHECKING:
    from knowledge.evaluation import Answer


def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Tệp câu hỏi có nhãn (JSONL).")],
    on: Annotated[str, typer.Option("--on", help="Ngày tính, dạng 2026-11-22.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
    strip: Annotated[bool, typer.Option("--strip", help="Bỏ hết dấu trước khi hỏi.")] = False,
    errors: Annotated[
        Path | None, typer.Option("--errors", help="Ghi các câu trượt vào tệp.")
    ] = None,
) -> None:
    """Ask every line in a new conversation and print the figures; exit 2 on a bad line."""
    from bot.knowledge import knowledge_of
    from knowledge.evaluation import Scorer
    from knowledge.evaluation import evaluate as score
    from knowledge.questions import BadLineError, read_lines
    from knowledge.unreadable import why_not

    moment = _moment(on)
    with settings_and_store() as (settings, store):
        base = knowledge_of(settings, store).at(moment)
    successors = {code: one.replaced_by for code, one in base.retired.items() if one.replaced_by}
    scorer = Scorer(frozenset(base.procedures), successors)
    try:
        lines = [line for file in files for line in read_lines(file)]
    except (BadLineError, OSError, UnicodeDecodeError) as error:
        wrong = str(error) if isinstance(error, BadLineError) else why_not(error)
        typer.echo(wrong, err=True)
        raise typer.Exit(2) from None
    figures = score(lines, scorer, _asker(base, moment), strip=strip)
    misses = figures.pop("errors")
    if errors is not None:
        text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in misses)
        errors.write_text(text, encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        _table(figures)


def _asker(base: KnowledgeBase, moment: datetime) -> "Callable[[Sequence[str]], list[Answer]]":
    """Asks the questions of one conversation through the real router."""
    from knowledge.evaluation import Answer

    router = router_of(base)

    def ask(questions: Sequence[str]) -> list[Answer]:
        dialogue = Dialogue(router, moment)
        found = [answer_object(dialogue.says(question)) for question in questions]
        return [
            Answer(one["outcome"], tuple(each["code"] for each in one["procedures"]))
            for one in found
        ]

    return ask


def _table(figures: dict[str, Any]) -> None:
    names = [name for name in figures if name not in ("by_set", "conversations", "groups")]
    table = Table("tập", *names)
    rows = {"tất cả": figures, **figures["by_set"], "hội thoại": figures["conversations"]}
    for label, row in rows.items():
        values = ["–" if row[name] is None else str(row[name]) for name in names]
        table.add_row(label, *values)
    Console(width=180).print(table)


def _moment(on: str) -> datetime:
    if not on:
        return SystemClock().now()
    try:
        return datetime.combine(date.fromisoformat(on), time(9), LOCAL)
    except ValueError:
        typer.echo(f"--on: {on!r} không phải ngày dạng 2026-11-22", err=True)
        raise typer.Exit(2) from None
