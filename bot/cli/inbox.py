"""`motcua inbox`: what channels brought and nobody could read: counted, read again."""

from typing import Annotated

import typer

from bot.cli.opened import settings_and_store

app = typer.Typer(no_args_is_help=True)

NONE = "Không có tin nào chưa đọc được."


@app.callback()
def _several() -> None:
    """Keeps the command's name on the line."""


@app.command("set-aside", help="Tin đến chưa đọc được: kênh nào, vì sao, bao nhiêu; đọc lại.")
def set_aside(
    retry: Annotated[
        bool, typer.Option("--retry", help="Sau khi nâng cấp: đọc lại, trả lời người gửi.")
    ] = False,
) -> None:
    """Count what is kept unread, without a word of it; with --retry read it again."""
    from handlers.store.set_aside import heaps

    with settings_and_store() as (_, store):
        if retry:
            from bot.reading_again import read_again

            done = read_again(store)
            typer.echo(
                f"Đọc lại được {done.taken} tin; {done.passed} tin không cần trả lời; "
                f"{done.left} tin vẫn chưa đọc được."
            )
        with store.read() as work:
            kept = heaps(work)
    for heap in kept:
        typer.echo(f"{heap.endpoint}: {heap.number} tin, {heap.reason}, từ {heap.oldest:%d/%m/%Y}")
    if not kept:
        typer.echo(NONE)
