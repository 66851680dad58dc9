"""`motcua catalogue eval`: score the guide on labelled questions, as anyone may from outside."""

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opened import settings_and_store
from handlers.clock import LOCAL, SystemClock


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
    from knowledge.evaluation import BadLineError, Setting, evaluate_files

    from bot.knowledge import KnowledgeSource

    moment = _moment(on)
    with settings_and_store() as (settings, store):
        base = KnowledgeSource(store, settings.commune).at(moment)
        asking = Setting(frozenset(base.procedures), _successors(base), strip)
        try:
            report = evaluate_files(files, _asker(base, moment), asking)
        except BadLineError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from None
    if errors is not None:
        lines = [json.dumps(one, ensure_ascii=False) for one in report.errors]
        errors.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(report.figures, ensure_ascii=False, indent=1))
    else:
        _table(report.figures)


def _moment(on: str) -> datetime:
    if not on:
        return SystemClock().now()
    try:
        return datetime.combine(date.fromisoformat(on), time(9), LOCAL)
    except ValueError:
        typer.echo(f"--on: {on!r} không phải ngày dạng 2026-11-22", err=True)
        raise typer.Exit(2) from None
