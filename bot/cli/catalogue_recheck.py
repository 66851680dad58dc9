"""`motcua catalogue recheck`: what is due for a look, and an officer's "vẫn đúng"."""

import json
from datetime import date
from typing import Annotated

import typer

from bot.cli.opened import settings_and_store

SHOWN = 30
"""Records printed at once, the most asked first: a morning's work."""


def recheck(
    code: Annotated[str, typer.Argument(help="Mã thủ tục; bỏ trống: xem danh sách.")] = "",
    by: Annotated[str, typer.Option("--by", help="Cán bộ đã kiểm tra.")] = "",
    source: Annotated[str, typer.Option("--source", help="Đã đối chiếu với văn bản nào.")] = "",
    review_by: Annotated[
        str, typer.Option("--review-by", help="Ngày phải xem lại, dạng 2027-02-15.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """List the records due for a look, or record that one is still right."""
    if not code:
        _list(as_json=as_json)
        return
    if not by.strip() or not source.strip():
        typer.echo("Ghi nhận “vẫn đúng” cần --by TÊN và --source VĂN BẢN.", err=True)
        raise typer.Exit(2)
    _confirm(code, by.strip(), source.strip(), _day(review_by))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        typer.echo(f"Ngày “{text}” không đọc được; hãy viết dạng 2027-02-15.", err=True)
        raise typer.Exit(2) from None


def _list(*, as_json: bool) -> None:
    from handlers.clock import SystemClock
    from knowledge.catalogue_store import due_for_recheck, load_catalogue
    from knowledge.gaps import in_demand, most_asked
    from knowledge.text.folding import fold

    with settings_and_store() as (settings, store), store.read() as work:
        today = SystemClock().now().date()
        catalogue = load_catalogue(work.session, today, settings.commune.key)
    hidden = {fold(name) for name in settings.catalogue.hidden_fields}
    shown = [one for one in catalogue.active if fold(one.field) not in hidden]
    due = due_for_recheck(catalogue, in_demand(shown, most_asked()))
    rows = [
        {
            "code": one.procedure.code,
            "name": one.procedure.title,
            "version": one.version,
            "checked_on": one.procedure.checked_on and one.procedure.checked_on.isoformat(),
            "review_by": one.procedure.review_by and one.procedure.review_by.isoformat(),
            "stale": one.stale,
        }
        for one in due
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows[:SHOWN]:
        late = "quá kỳ" if row["stale"] else "sắp đến kỳ"
        checked = row["checked_on"] or "chưa rõ ngày"
        typer.echo(f"{row['code']}  {row['name']} — kiểm tra {checked}, {late}. Vẫn đúng?")
    if len(rows) > SHOWN:
        typer.echo(f"… và {len(rows) - SHOWN} thủ tục nữa (xem --json).")
    typer.echo(
        f"{len(rows)} thủ tục. Vẫn đúng thì ghi: "
        'motcua catalogue recheck MÃ --by "Tên" --source "Văn bản"'
    )


def _confirm(code: str, by: str, source: str, review_by: date | None) -> None:
    from handlers.clock import SystemClock
    from knowledge.catalogue import clean_code
    from knowledge.catalogue_store import Confirmation, confirm

    with settings_and_store() as (settings, store), store.work() as work:
        confirmation = Confirmation(
            settings.commune.key, clean_code(code) or code, by, source, review_by
        )
        version = confirm(work.session, confirmation, SystemClock().now())
        if version is None:
            typer.echo(f"Không có thủ tục mã {code}.", err=True)
            raise typer.Exit(1)
        work.commit()
    typer.echo(f"Đã ghi nhận: {code} vẫn đúng, phiên bản {version}, {by}, {source}.")
