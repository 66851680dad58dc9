"""`motcua broadcast repeat`, `publish`, `withdraw`: a text that comes again; the public page."""

from typing import Annotated

import typer

from bot.cli.broadcast import By, Number, acting_as, done
from handlers.broadcasts import publishing, repeating
from handlers.repeats import Every, Repeat
from handlers.wording import broadcasts as wording


def repeat(
    number: Number,
    by: By,
    every: Annotated[str, typer.Option("--every", help=" | ".join(Every))],
    on: Annotated[str, typer.Option("--on", help="Ngày/tháng, ví dụ 15/3; hằng tháng chỉ 15.")],
    hour: Annotated[str, typer.Option("--at", help="Giờ gửi, từ 07:00 đến 20:59.")] = "09:00",
    after: Annotated[
        bool,
        typer.Option("--after", help="Rơi ngày nghỉ: gửi ngày làm việc sau (mặc định: trước)."),
    ] = False,
) -> None:
    """Let a draft come again; two weeks before each time it stands in the list."""
    try:
        rule = Repeat.parse(every, on, hour, after=after)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    with acting_as(by) as acting:
        made = done(repeating.repeat(acting, number, rule))
    typer.echo(f"Tin {number}: {wording.again(made)}.")


def publish(number: Number, by: By) -> None:
    """Show it on the public page, from when it begins to leave."""
    with acting_as(by) as acting:
        one = done(publishing.publish(acting, number))
    when = "đã lên" if one.started_at is not None else "sẽ lên khi bắt đầu gửi"
    typer.echo(f"Tin {number}: {when} trang công khai /thong-bao.")


def withdraw(number: Number, by: By) -> None:
    """Take it from the public page."""
    with acting_as(by) as acting:
        done(publishing.withdraw(acting, number))
    typer.echo(f"Tin {number}: đã gỡ khỏi trang công khai.")
