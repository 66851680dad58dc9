"""`motcua db`: bring the database to this version of the program."""

import typer

from bot.cli.opened import settings_and_store
from bot.config import load_settings

app = typer.Typer(no_args_is_help=True)


@app.command("upgrade", help="Tạo hoặc nâng cấp cơ sở dữ liệu, nạp danh mục kèm theo bản này.")
def upgrade() -> None:
    """Create or upgrade the database and load newer shipped records."""
    from bot.setup import prepare_database

    settings = load_settings()
    report = prepare_database(settings)
    typer.echo(f"Cơ sở dữ liệu sẵn sàng: {report.database}")
    typer.echo(f"Danh mục: {report.written} bản ghi mới hoặc thay đổi, phiên bản {report.version}.")


@app.command("version", help="Xem phiên bản của cơ sở dữ liệu.")
def version() -> None:
    """Check that the database fits this program; says so."""
    with settings_and_store():
        typer.echo("Cơ sở dữ liệu khớp với chương trình.")
