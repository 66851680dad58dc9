"""`motcua ask`: one question, or a file of them, through the same flow as every channel."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.channels.terminal.render import text_of
from bot.cli.opened import settings_and_store
from bot.dialogue import Dialogue, answer_object, router_of
from handlers.clock import SystemClock
from handlers.router import Router
from knowledge.unreadable import why_not


class BadLineError(Exception):
    """A line of the questions' file cannot be read."""


def ask(
    question: Annotated[str | None, typer.Argument(help="Câu hỏi, gõ như nói chuyện.")] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option(
            "--jsonl", help="Tệp mỗi dòng một {id, question} hoặc {id, turns}; '-' = stdin."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In một đối tượng JSON.")] = False,
) -> None:
    """Ask one question, or every question of a file."""
    if (question is None) == (jsonl is None):
        typer.echo(
            'Hãy gõ một câu hỏi, hoặc --jsonl TỆP. Ví dụ: motcua ask "lam khai sinh"', err=True
        )
        raise typer.Exit(2)
    with settings_and_store() as (settings, store):
        from bot.knowledge import knowledge_of

        now = SystemClock().now()
        router = router_of(knowledge_of(settings, store).at(now))
        if question is not None:
            _one(Dialogue(router, now), question, as_json=as_json)
        elif jsonl is not None:
            _many(router, jsonl)


def _one(dialogue: Dialogue, question: str, *, as_json: bool) -> None:
    turn = dialogue.says(question)
    if as_json:
        typer.echo(json.dumps(answer_object(turn), ensure_ascii=False))
    else:
        typer.echo(text_of(turn.replies))


def _many(router: Router, file: Path) -> None:
    now = SystemClock().now()
    try:
        for number, line in _lines(file):
            found = _answered(Dialogue(router, now), _parsed(file, number, line))
            typer.echo(json.dumps(found, ensure_ascii=False))
    except BadLineError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    stream = sys.stdin if str(file) == "-" else None
    try:
        text = stream.read() if stream else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadLineError(f"{file}: {why_not(error)}") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, line


def _parsed(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError:
        raise BadLineError(f"{file}:{number}: dòng này không phải JSON") from None
    if not isinstance(value, dict) or "id" not in value or not _has_words(value):
        raise BadLineError(
            f"{file}:{number}: cần {{id, question}} hoặc {{id, turns: [{{question}}]}}"
        )
    return value


def _has_words(value: dict[str, Any]) -> bool:
    if isinstance(value.get("question"), str):
        return True
    turns = value.get("turns")
    return isinstance(turns, list) and all(
        isinstance(turn, dict) and isinstance(turn.get("question"), str) for turn in turns
    )


def _answered(dialogue: Dialogue, line: dict[str, Any]) -> dict[str, Any]:
    if "turns" in line:
        turns = [answer_object(dialogue.says(turn["question"])) for turn in line["turns"]]
        return {"id": line["id"], "turns": turns}
    return {"id": line["id"], **answer_object(dialogue.says(line["question"]))}
