"""`motcua dossiers satisfaction`: satisfaction after a result, by whole months."""

from typing import Annotated

import typer

from bot.cli.feedback_satisfaction import bounds, lines, past_month
from bot.cli.opened import settings_and_store


def satisfaction(
    month: Annotated[
        str, typer.Option("--month", help="Tháng đã qua, ví dụ 2026-10; trống: tháng trước.")
    ] = "",
) -> None:
    """Only months that are over: a figure that grows day by day would tell who answered (R-2)."""
    from handlers.store import ratings

    first = past_month(month)
    since, until = bounds(first)
    with settings_and_store() as (settings, store), store.read() as work:
        found = ratings.satisfaction(work, settings.commune.key, since, until)
    for line in lines(first, found):
        typer.echo(line)
