"""`motcua catalogue drafts`: what an import brought for records we have, to compare and accept."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opened import settings_and_store

if TYPE_CHECKING:
    from knowledge.comparing import Difference

SHOWN = 30
"""Drafts printed at once."""
LONGEST = 300
"""Characters of a part shown in the terminal; --json has all of it."""


def drafts(
    code: Annotated[str, typer.Argument(help="Mã thủ tục; bỏ trống: xem danh sách.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Dùng bản nháp này từ hôm nay (cần --by).")
    ] = False,
    by: Annotated[str, typer.Option("--by", help="Cán bộ quyết định.")] = "",
) -> None:
    """List drafts with the parts that differ, or put one in force."""
    from knowledge.catalogue import clean_code

    wanted = clean_code(code) or code
    if accept:
        _accept(wanted, by.strip())
        return
    rows = _rows(wanted)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif wanted:
        _show(rows, wanted)
    else:
        for row in rows[:SHOWN]:
            parts = ", ".join(one["label"].lower() for one in row["differences"])
            typer.echo(f"{row['code']}  {row['name']} — khác: {parts or 'không khác'}")
        typer.echo(f"{len(rows)} bản nháp. Xem từng bản: motcua catalogue drafts MÃ")


def _rows(code: str) -> list[dict[str, Any]]:
    from handlers.clock import SystemClock
    from knowledge.catalogue_store import load_catalogue, load_drafts
    from knowledge.comparing import differences

    with settings_and_store() as (settings, store), store.read() as work:
        today = SystemClock().now().date()
        catalogue = load_catalogue(work.session, today, settings.commune.key)
        waiting = load_drafts(work.session)
    rows = []
    for span, draft in waiting:
        if code not in ("", span.code):
            continue
        current = catalogue.get(span.code)
        found = differences(current, draft) if current else ()
        rows.append(
            {
                "code": span.code,
                "name": current.title if current else draft.title,
                "version": span.version,
                "rank": span.rank.value,
                "differences": [_row(one) for one in found],
            }
        )
    return rows


def _row(one: "Difference") -> dict[str, str]:
    return {"part": one.part, "label": one.label, "ours": one.ours, "theirs": one.theirs}


def _show(rows: list[dict[str, Any]], code: str) -> None:
    if not rows:
        typer.echo(f"Không có bản nháp của mã {code}.", err=True)
        raise typer.Exit(1)
    for one in rows[0]["differences"]:
        typer.echo(f"{one['label']}")
        typer.echo(f"  đang dùng: {one['ours'][:LONGEST] or '(chưa có)'}")
        typer.echo(f"  bản nháp:  {one['theirs'][:LONGEST] or '(chưa có)'}")
    typer.echo(f'Dùng bản nháp: motcua catalogue drafts {code} --accept --by "Họ tên"')


def _accept(code: str, by: str) -> None:
    from handlers.clock import SystemClock
    from knowledge.catalogue_store import accept_draft

    if not code or not by:
        typer.echo("Cần mã thủ tục và --by TÊN cán bộ quyết định.", err=True)
        raise typer.Exit(2)
    with settings_and_store() as (_, store), store.work() as work:
        version = accept_draft(work.session, code, by, SystemClock().now())
        if version is None:
            typer.echo(f"Không có bản nháp của mã {code}.", err=True)
            raise typer.Exit(1)
        work.commit()
    typer.echo(f"Đã dùng bản nháp của {code} làm phiên bản {version}, do {by} quyết định.")
