"""`motcua broadcast watch`: a line that says how far a broadcast is, until it moves no more."""

import sys
import time
from typing import Annotated

import typer

from bot.cli.broadcast import Number, found, looking
from handlers.broadcasts.progress import Progress, progress_of
from handlers.store import broadcasts
from handlers.wording import broadcast_pages as wording

BAR = 30
"""Signs of the bar: the line fits a window of 100 letters."""


def watch(
    number: Number,
    every: Annotated[float, typer.Option("--every", help="Mấy giây xem lại một lần.")] = 2.0,
) -> None:
    """Show the bar and the rate; ends when it is paused, over, or by Ctrl-C."""
    try:
        while not _shown(number).over:
            time.sleep(max(0.2, every))
    except KeyboardInterrupt:
        pass
    typer.echo()


def _shown(number: int) -> Progress:
    with looking() as (store, ward, now), store.read() as work:
        one = found(broadcasts.find(work, ward.commune.key, number))
        progress = progress_of(work, one, now)
    counted = (progress.sent, progress.settled, progress.whole)
    said = wording.progress(progress.state, counted, progress.rate, progress.left)
    line = f"[{bar(progress)}] {said}"
    # In a file or a pipe each look is a line of its own.
    typer.echo(f"\r\033[K{line}" if sys.stdout.isatty() else line, nl=not sys.stdout.isatty())
    return progress


def bar(progress: Progress) -> str:
    """The bar as signs."""
    done = BAR * progress.settled // progress.whole if progress.whole else 0
    return "#" * done + "." * (BAR - done)
