"""`motcua corrections`: figures that changed after they were told; an officer lets them be said."""

from datetime import date
from typing import Annotated

import typer

from bot.broadcast_preview import shown
from bot.cli.broadcast import acting_as
from bot.cli.opened import settings_and_store
from handlers.broadcast_texts import Refused
from handlers.clock import SystemClock
from handlers.correction import Correction, CorrectionState
from handlers.corrections import acts, sending
from handlers.messages import ChannelName
from handlers.store import check_codes, corrections
from handlers.store.states import OutboxKind
from handlers.ward import ward_of
from handlers.wording import corrections as wording

app = typer.Typer(no_args_is_help=True)

Number = Annotated[int, typer.Argument(help="Số của đính chính (motcua corrections list).")]
By = Annotated[str, typer.Option("--by", help="Họ tên cán bộ làm việc này (motcua staff list).")]
LISTED = 30


@app.command("list", help="Đính chính chờ gửi và đã gửi, mới nhất trước.")
def listed() -> None:
    """The last corrections, newest first, with how many an open one goes to."""
    now = SystemClock().now()
    with settings_and_store() as (settings, store), store.read() as work:
        ward = ward_of(settings.commune)
        found = corrections.newest(work, ward.commune.key, LISTED)
        start = sending.since(ward, now)
        for one in found:
            many = one.queued
            if one.state is CorrectionState.OPEN:
                many = sum(sending.groups(work, one, start).values())
            typer.echo(f"{wording.line(one)}: {many} người")
    if not found:
        typer.echo("Chưa có thông tin nào đổi sau khi đã báo người dân.")


@app.command("show", help="Đã báo gì, nay đúng là gì, bao nhiêu người, lời nhắn; chưa gửi.")
def show(number: Number) -> None:
    """The message for each old figure, and how many would get it."""
    now = SystemClock().now()
    with settings_and_store() as (settings, store), store.read() as work:
        ward = ward_of(settings.commune)
        one = corrections.find(work, ward.commune.key, number)
        if one is None:
            raise _fail(wording.NO_SUCH)
        people = sending.groups(work, one, one.since or sending.since(ward, now))
    typer.echo(wording.line(one))
    if one.state is not CorrectionState.OPEN:
        typer.echo(f"Đã xếp hàng gửi {one.queued} người.")
    for old, many in people.most_common():
        reply = wording.letter(ward.commune, one, old)
        if store.seal is not None:
            given = (reply, ward.commune.key, OutboxKind.NOTICE, now)
            reply, _ = check_codes.stamped(store.seal, *given)
        typer.echo(f"\n== {many} người được báo như sau:")
        typer.echo("\n--\n".join(shown(ChannelName.TELEGRAM, reply)))
    typer.echo(f"\nCòn {sum(people.values())} người cần nghe.")


@app.command(
    "send", help="Cho gửi đính chính; trên mức phải duyệt thì phụ trách, lãnh đạo cho gửi."
)
def send(
    number: Number,
    by: By,
    mistake: Annotated[
        bool, typer.Option("--mistake", help="Trước đây mình báo sai: kèm lời xin lỗi.")
    ] = False,
    since: Annotated[
        str, typer.Option("--since", help="Đúng như vậy từ ngày nào, dạng 2026-12-01.")
    ] = "",
) -> None:
    """Let it leave; `motcua serve` queues and sends it."""
    day = _day(since) if since else None
    with acting_as(by) as acting:
        _done(acts.send(acting, number, mistake=mistake, holds_from=day))
    typer.echo(f"Đính chính {number}: sẽ gửi (motcua serve).")


@app.command("drop", help="Bỏ, không gửi cho ai.")
def drop(number: Number, by: By) -> None:
    """Nobody is told."""
    with acting_as(by) as acting:
        _done(acts.drop(acting, number))
    typer.echo(f"Đính chính {number}: đã bỏ.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"--since “{text}”: viết dạng 2026-12-01") from None


def _done(outcome: Correction | Refused) -> None:
    if isinstance(outcome, Refused):
        raise _fail(wording.refusal(outcome))


def _fail(text: str) -> typer.Exit:
    typer.echo(text, err=True)
    return typer.Exit(1)
