"""`motcua outbox`: messages that did not arrive: seen, sent again, let go."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opened import settings_and_store

if TYPE_CHECKING:
    from handlers.officers import Officer
    from handlers.store.unit_of_work import Work
    from handlers.undelivered_lines import Line, Outcome
    from handlers.ward import Ward

app = typer.Typer(no_args_is_help=True)

Number = Annotated[int, typer.Argument(help="Số của tin, như trong motcua outbox dead.")]
By = Annotated[str, typer.Option("--by", help="Họ tên cán bộ, như trong motcua staff.")]


@dataclass(frozen=True)
class _Desk:
    """Who asks, in one transaction."""

    work: "Work"
    ward: "Ward"
    officer: "Officer"
    now: datetime


@app.command("dead", help="Tin gửi đi không đến được, hoặc không rõ đã đến chưa.")
def dead(by: By, as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False) -> None:
    """List what nobody has dealt with, the newest first; never a word of a message."""
    from handlers.undelivered import listed
    from handlers.wording import undelivered as wording

    with _desk(by) as desk:
        found = listed(desk.work, desk.ward, desk.officer, desk.now)
    if as_json:
        typer.echo(json.dumps([_row(one) for one in found], ensure_ascii=False, indent=2))
        return
    for line in found:
        typer.echo(wording.head(line))
        typer.echo(f"    {wording.why(line)}. {wording.todo(line)}")
    if not found:
        typer.echo(wording.NONE)
        return
    typer.echo(
        f'{len(found)} tin. Gửi lại: motcua outbox retry SỐ --by "…". '
        'Đã gọi hoặc bỏ qua: motcua outbox drop SỐ --by "…".'
    )


@app.command("show", help="Một tin: lúc nào, kênh nào, vì sao, làm gì được; không có nội dung.")
def show(number: Number, by: By) -> None:
    """One message, all that is known of it but its words."""
    from handlers.undelivered import shown
    from handlers.wording import undelivered as wording

    with _desk(by) as desk:
        line = shown(desk.work, desk.ward, desk.officer, number, desk.now)
    if line is None:
        typer.echo(wording.NO_REPEAT[_denied()], err=True)
        raise typer.Exit(1)
    for name, said in _row(line).items():
        typer.echo(f"{name}: {said}")


@app.command("retry", help="Gửi lại một tin; tin có thể đã đến thì phải thêm --may-repeat.")
def retry(
    number: Number,
    by: By,
    may_repeat: Annotated[
        bool, typer.Option("--may-repeat", help="Đã hỏi: người nhận chưa nhận được tin.")
    ] = False,
) -> None:
    """Queue it anew, from the part that did not go."""
    from handlers.undelivered import send_again
    from handlers.wording import undelivered as wording

    with _desk(by) as desk:
        given = desk.work, desk.ward, desk.officer, number, desk.now
        _ended(send_again(*given, may_repeat=may_repeat), wording.QUEUED)
        desk.work.commit()


@app.command("drop", help="Bỏ một tin khỏi danh sách: đã gọi điện, hoặc không cần nữa.")
def drop(number: Number, by: By) -> None:
    """List it no more; nothing is sent."""
    from handlers.undelivered import let_go
    from handlers.wording import undelivered as wording

    with _desk(by) as desk:
        _ended(let_go(desk.work, desk.ward, desk.officer, number, desk.now), wording.LET_GO)
        desk.work.commit()


def _ended(outcome: "Outcome", good: str) -> None:
    """Say how it ended; exit 1 unless it was done."""
    from handlers.undelivered_lines import Outcome
    from handlers.wording import undelivered as wording

    if outcome is Outcome.DONE:
        typer.echo(good)
        return
    more = " Thêm --may-repeat nếu đã hỏi." if outcome is Outcome.MAY_REPEAT else ""
    typer.echo(wording.NO_REPEAT[outcome] + more, err=True)
    raise typer.Exit(1)


def _denied() -> "Outcome":
    from handlers.undelivered_lines import Outcome

    return Outcome.DENIED


@contextmanager
def _desk(by: str) -> "Iterator[_Desk]":
    """A transaction of an officer who may; ends the command for others."""
    from handlers.clock import SystemClock
    from handlers.roles import Act, may
    from handlers.staffing import find
    from handlers.ward import ward_of

    with settings_and_store() as (settings, store), store.work() as work:
        ward = ward_of(settings.commune)
        member = find(work, ward.commune.key, by)
        if member is None or member.left_at is not None or not may(member.officer, Act.UNDELIVERED):
            typer.echo(f"Không có cán bộ {by}, hoặc không được xem việc này.", err=True)
            raise typer.Exit(1)
        yield _Desk(work, ward, member.officer, SystemClock().now())


def _row(line: "Line") -> dict[str, object]:
    from handlers.wording import undelivered as wording

    letter = line.letter
    return {
        "number": letter.id,
        "written_at": letter.written_at.isoformat(timespec="seconds"),
        "ended_at": letter.ended_at.isoformat(timespec="seconds"),
        "channel": str(letter.channel),
        "kind": wording.kind(line),
        "status": str(letter.status),
        "why": wording.why(line),
        "do": wording.todo(line),
        "attempts": letter.attempts,
    }
