"""`motcua staff group …`: groups of officers in a messenger, and which unit's cases they get."""

from typing import Annotated

import typer

from bot.cli.opened import settings_and_store
from handlers import staff_groups
from handlers.clock import SystemClock
from handlers.store import groups
from handlers.ward import ward_of
from handlers.wording import group_cards as wording
from handlers.wording.case_cards import moment_text

app = typer.Typer(no_args_is_help=True)
BY = "cli"
"""Who did it, for the record: whoever holds the ward's machine."""

Unit = Annotated[
    str,
    typer.Option("--unit", help="Mã đơn vị ở feedback.units; bỏ trống: việc của một cửa."),
]


@app.command("code", help="Mã một lần (15 phút) để cán bộ gõ trong nhóm: nhóm nhận phản ánh.")
def code(unit: Unit = "") -> None:
    """Print a one-time code; only its hash is kept."""
    with settings_and_store() as (settings, store), store.work() as work:
        ward, now = ward_of(settings.commune), SystemClock().now()
        made = staff_groups.make_code(work, ward, unit, BY, now)
        if made is None:
            known = ", ".join(settings.commune.feedback.units) or "chưa khai đơn vị nào"
            typer.echo(f"Không có đơn vị {unit}. Đang có: {known}.", err=True)
            raise typer.Exit(1)
        work.commit()
        name = wording.unit_name(settings.commune, unit)
    typer.echo(f"Mã nhóm của {name}: {made}")
    typer.echo("Thêm bot vào nhóm, cho bot làm quản trị nhóm; trong 15 phút một cán bộ đã liên kết")
    typer.echo(f"gõ trong nhóm: /nhom {made}")


@app.command("list", help="Xem các nhóm: đơn vị, còn hay mất.")
def show() -> None:
    """Print every group that has joined."""
    with settings_and_store() as (settings, store), store.read() as work:
        listed = [one for one in groups.of_commune(work, settings.commune.key) if one.joined_at]
    for one in listed:
        name = wording.unit_name(settings.commune, one.unit)
        typer.echo(f"{one.id} · {name} · {_standing(one)}")
    if not listed:
        typer.echo("Chưa có nhóm nào. Ví dụ: motcua staff group code")


@app.command("end", help="Thôi dùng một nhóm (số ở `group list`); việc về lại chat riêng.")
def end(number: Annotated[int, typer.Argument(help="Số của nhóm.")]) -> None:
    """End a group."""
    with settings_and_store() as (settings, store), store.work() as work:
        now = SystemClock().now()
        if not staff_groups.end(work, ward_of(settings.commune), number, BY, now):
            typer.echo("Không có nhóm này, hoặc nhóm đã thôi.", err=True)
            raise typer.Exit(1)
        work.commit()
    typer.echo("Nhóm đã thôi; phản ánh đang mở được gửi lại vào chat riêng.")


def _standing(one: groups.Row) -> str:
    if one.ended_at is None:
        return "mất liên lạc" if one.reach == "blocked" else "đang dùng"
    why = {"removed": "bot bị đưa ra khỏi nhóm", "replaced": "đã thay bằng nhóm khác"}
    return f"{why.get(one.ended_why, 'đã thôi')} lúc {moment_text(one.ended_at)}"
