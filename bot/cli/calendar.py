"""`motcua calendar`: a computed draft of a coming year, and the recorded act that confirms one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opened import settings_and_store
from bot.cli.who import named

if TYPE_CHECKING:
    from handlers.store.unit_of_work import Work

app = typer.Typer(no_args_is_help=True)


@app.command("draft", help="Bản nháp lịch nghỉ của một năm, máy tính, để đối chiếu và sửa.")
def draft(
    year: Annotated[int, typer.Argument(min=2025, max=2099, help="Năm, ví dụ 2027.")],
    output: Annotated[Path | None, typer.Argument(help="Tệp .yaml; trống: in ra màn hình.")] = None,
) -> None:
    """Print or write the draft; it is used by nothing until it is confirmed."""
    from knowledge.holiday_draft import as_yaml
    from knowledge.holiday_draft import draft as computed

    text = as_yaml(computed(year))
    if output is None:
        typer.echo(text, nl=False)
        return
    output.write_text(text, encoding="utf-8")
    typer.echo(f"Đã ghi bản nháp vào {output}. Đối chiếu, sửa, đổi final thành true, rồi confirm.")


@app.command("confirm", help="Xác nhận lịch nghỉ của một năm (có ghi lại), in phần cần khai.")
def confirm(
    file: Annotated[Path, typer.Argument(help="Tệp .yaml đã đối chiếu, final: true.")],
    by: Annotated[
        str, typer.Option("--by", help="Họ tên người quản trị xác nhận.", callback=named)
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Đã đọc, không hỏi lại.")] = False,
) -> None:
    """Show where it differs from what was computed, record who confirmed, print what to set."""
    from bot.config import paths
    from handlers.clock import SystemClock
    from handlers.store.records import record_act
    from knowledge.holiday_draft import as_settings, as_yaml, differences
    from knowledge.holiday_draft import draft as computed
    from knowledge.holidays import HolidayDataError, parse_year

    try:
        year = parse_year(file.read_text(encoding="utf-8"), file.name)
    except (OSError, UnicodeDecodeError, HolidayDataError) as error:
        typer.echo(f"Không đọc được lịch: {error}", err=True)
        raise typer.Exit(1) from None
    if not year.final:
        typer.echo("Lịch còn là bản nháp: đối chiếu xong hãy đổi final thành true.", err=True)
        raise typer.Exit(1)
    typer.echo(f"Lịch nghỉ năm {year.year}: nghỉ {len(year.off())} ngày, bù {len(year.worked())}.")
    for line in differences(year, computed(year.year)):
        typer.echo(f"  {line}")
    if not yes and not typer.confirm(f"{by} xác nhận lịch này đúng quyết định?"):
        raise typer.Exit(1)
    with settings_and_store() as (settings, store), store.work() as work:
        if not _may(work, settings.commune.key, by):
            raise typer.Exit(1)
        shown = {"year": year.year, "calendar": as_yaml(year)}
        record_act(work, settings.commune.key, "calendar.confirm", by, shown, SystemClock().now())
        work.commit()
    typer.echo(f"Đã ghi lại. Trong tệp {paths().config.name}, dưới commune: calendar:, đặt:")
    for line in as_settings(year):
        typer.echo(line)


def _may(work: "Work", commune: str, by: str) -> bool:
    """Whether this is an administrator in office; says so when it is not."""
    from handlers.roles import Act, may
    from handlers.staffing import find

    member = find(work, commune, by)
    able = member is not None and member.left_at is None
    if member is not None and able and may(member.officer, Act.CONFIRM_CALENDAR):
        return True
    typer.echo(
        f"{by} không phải người quản trị đang làm việc nên chưa ghi gì. "
        f'Thêm bằng: motcua staff add "{by}" "quản trị".',
        err=True,
    )
    return False
