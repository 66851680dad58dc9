"""`motcua catalogue overlay`: the commune's sheet, written to be filled in and loaded again."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opened import settings_and_store
from bot.cli.who import named

SHOWN = 50
"""Mistakes printed at once; nobody mends more before trying again."""


def overlay(
    file: Annotated[Path | None, typer.Argument(help="Bảng đã điền (.xlsx hoặc .csv).")] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="Ghi bảng để điền vào tệp này.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Cán bộ điền bảng (phải có khi nạp).")] = "",
) -> None:
    """Write the sheet, or load a filled one; with one wrong row nothing is loaded."""
    if (file is None) == (template is None):
        typer.echo("Hãy cho một tệp đã điền, hoặc --template TỆP để lấy bảng trống.", err=True)
        raise typer.Exit(2)
    if template is not None:
        _write(template)
    elif file is not None:
        if not by.strip():
            typer.echo('Chưa nạp gì. Hãy ghi ai chịu trách nhiệm: --by "Họ tên".', err=True)
            raise typer.Exit(2)
        _load(file, named(by))


def _write(path: Path) -> None:
    from handlers.clock import SystemClock
    from knowledge.catalogue_store import load_catalogue
    from knowledge.gaps import in_demand, most_asked
    from knowledge.importing.overlay_sheet import overlay_sheets
    from knowledge.importing.workbooks import write_sheets
    from knowledge.text.folding import fold

    if path.suffix.lower() not in (".xlsx", ".csv"):
        typer.echo("Bảng phải là tệp .xlsx hoặc .csv.", err=True)
        raise typer.Exit(2)
    with settings_and_store() as (settings, store), store.read() as work:
        today = SystemClock().now().date()
        catalogue = load_catalogue(work.session, today, settings.commune.key)
    hidden = {fold(name) for name in settings.catalogue.hidden_fields}
    active = [
        entry.procedure
        for entry in catalogue.entries.values()
        if entry.active and fold(entry.procedure.field) not in hidden
    ]
    write_sheets(path, overlay_sheets(catalogue, in_demand(active, most_asked())))
    typer.echo(f"Đã ghi bảng {len(active)} thủ tục vào {path}, việc hay hỏi xếp trước.")


def _load(path: Path, by: str) -> None:
    from handlers.clock import SystemClock
    from knowledge.catalogue_store import load_catalogue, save_overlays
    from knowledge.importing.overlay_sheet import read_overlay_sheet
    from knowledge.importing.sheets import UnreadableFileError, read_sheets

    now = SystemClock().now()
    try:
        sheet = read_sheets(path)[0]
    except (UnreadableFileError, IndexError) as error:
        typer.echo(f"Chưa nạp gì. {error}", err=True)
        raise typer.Exit(1) from None
    with settings_and_store() as (settings, store), store.work() as work:
        catalogue = load_catalogue(work.session, now.date(), settings.commune.key)
        reading = read_overlay_sheet(sheet, catalogue, by, now.date())
        for mistake in reading.mistakes[:SHOWN]:
            typer.echo(str(mistake), err=True)
        if reading.mistakes:
            typer.echo(f"Chưa nạp gì: {len(reading.mistakes)} chỗ sai.", err=True)
            raise typer.Exit(1)
        count = save_overlays(work.session, settings.commune.key, reading.overlays, by, now)
        work.commit()
    typer.echo(f"Đã nạp: {count} thủ tục có thay đổi.")
