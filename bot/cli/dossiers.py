"""`motcua dossiers`: the register read from files; one dossier shown or its clock explained."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opened import settings_and_store

if TYPE_CHECKING:
    from bot.config import Settings
    from handlers.messages import Block
    from handlers.register import CopyReport
    from handlers.store.dossiers import StoredDossiers
    from knowledge.dossiers.dossier import Dossier

SHOWN = 20
"""Refused or flagged rows printed of each file; `--json` gives all."""

app = typer.Typer(no_args_is_help=True)


@app.command("import", help="Nhập sổ hồ sơ của phần mềm một cửa: tệp .csv, .xlsx hoặc .json.")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="Tệp xuất từ phần mềm một cửa.")],
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả bằng JSON.")] = False,
    copied_at: Annotated[
        str,
        typer.Option("--copied-at", help="Dữ liệu lúc nào, dạng 2026-11-20T07:00; trống: giờ tệp."),
    ] = "",
    complete: Annotated[
        bool, typer.Option("--complete", help="Tệp có đủ mọi hồ sơ đang mở: báo hồ sơ bị thiếu.")
    ] = False,
) -> None:
    """Import files; exit 0 when all were read, 1 when one could not be."""
    from bot.registries.files import read_file
    from bot.registries.wiring import registering_of
    from handlers.clock import SystemClock
    from handlers.register import as_json as json_of
    from knowledge.dossiers.sources import SourceError

    when = _moment(copied_at) if copied_at else None
    reports, failed = [], []
    with settings_and_store() as (settings, store):
        registering = registering_of(settings, store, SystemClock())
        whole = complete or settings.registry.complete
        for path in files:
            try:
                copy = read_file(path, registering.mapping, complete=whole, copied_at=when)
                reports.append(registering.read_copy(copy, "file"))
            except SourceError as error:
                failed.append(str(error))
    if as_json:
        body = {"files": [json_of(one) for one in reports], "failed": failed}
        typer.echo(json.dumps(body, ensure_ascii=False, indent=1))
    else:
        for report in reports:
            _say(report)
    for message in failed:
        typer.echo(f"Chưa nhập được: {message}", err=True)
    if failed:
        raise typer.Exit(1)


@app.command("show", help="Xem một hồ sơ: trạng thái, ngày hẹn, lịch sử, điều cần chú ý.")
def show(code: Annotated[str, typer.Argument(help="Mã hồ sơ, gõ thế nào cũng được.")]) -> None:
    """Everything an officer may see of a dossier; nothing of a person is stored."""
    from handlers.clock import SystemClock
    from handlers.ward import ward_of
    from handlers.wording.register import shown
    from knowledge.dossiers.rules import findings

    now = SystemClock().now()
    with _opened(code) as (settings, dossiers, dossier):
        calendar = ward_of(settings.commune).calendar
        copied = dossiers.copied_at(dossier.commune)
        found = findings(dossier, calendar, now, copied, settings.registry.mode)
    _print(shown(dossier, found, copied))


@app.command("explain", help="Vì sao hẹn ngày này: từng bước, giờ làm việc, ngày nghỉ, tạm dừng.")
def explain(code: Annotated[str, typer.Argument(help="Mã hồ sơ, gõ thế nào cũng được.")]) -> None:
    """The clock line by line, in the words a citizen gets."""
    from handlers.ward import ward_of
    from handlers.wording.dossiers_clock import explained

    with _opened(code) as (settings, dossiers, dossier):
        found = dossiers.explain(dossier, ward_of(settings.commune).calendar)
    _print(explained(found))


@app.command(
    "breaches", help="Hồ sơ trái quy định: quá hạn, trả lời muộn, bước sai; kể cả đã xong."
)
def breaches(
    since: Annotated[
        str, typer.Option("--since", help="Từ ngày, NĂM-THÁNG-NGÀY; trống: 30 ngày qua.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """Every rule broken by a dossier that moved since a day, or is still open."""
    from handlers.breaches import breaches as found_in
    from handlers.clock import SystemClock
    from handlers.ward import ward_of
    from handlers.wording.register import breach

    now = SystemClock().now()
    start = _moment(since) if since else now - timedelta(days=30)
    with settings_and_store() as (settings, store):
        ward = ward_of(settings.commune, mode=settings.registry.mode)
        found = list(found_in(store, ward, start, now))
    if as_json:
        rows = [{"code": one.code, "rule": one.rule, "due": _iso(one.due)} for one in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for one in found:
        typer.echo(breach(one.code, one.rule, one.due))
    typer.echo(f"{len(found)} việc trái quy định.")


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None


@contextmanager
def _opened(text: str) -> "Iterator[tuple[Settings, StoredDossiers, Dossier]]":
    """The dossier of a code as it was typed; says so and exits when there is none."""
    from bot.registries.wiring import dossiers_of
    from knowledge.text.codes import dossier_codes

    codes = dossier_codes(text)
    if len(codes) != 1:
        typer.echo("Mã hồ sơ có dạng H32.12.05-260923-0007; hãy xem lại trên giấy hẹn.", err=True)
        raise typer.Exit(2)
    with settings_and_store() as (settings, store):
        dossiers = dossiers_of(settings, store)
        dossier = dossiers.find(settings.commune.key, codes[0])
        if dossier is None:
            typer.echo(f"Sổ hồ sơ không có mã {codes[0]}.", err=True)
            raise typer.Exit(1)
        yield settings, dossiers, dossier


def _print(blocks: "list[Block]") -> None:
    from bot.channels.terminal.render import blocks_text

    typer.echo("\n".join(blocks_text(blocks)))


def _say(report: "CopyReport") -> None:
    from handlers.wording.register import FLAGS

    for one in report.refused[:SHOWN]:
        typer.echo(f"{report.name}:{one.line}: {one.why}")
    if len(report.refused) > SHOWN:
        typer.echo(f"… và {len(report.refused) - SHOWN} dòng không nhận nữa (xem --json).")
    for row in report.flagged[:SHOWN]:
        said = "; ".join(FLAGS[flag] for flag in sorted(row.flags))
        typer.echo(f"{report.name}:{row.line}: {row.code}: {said}")
    if len(report.flagged) > SHOWN:
        typer.echo(f"… và {len(report.flagged) - SHOWN} hồ sơ cần xem nữa (xem --json).")
    if report.missing:
        typer.echo(f"{report.missing} hồ sơ đang mở không còn trong tệp này: kiểm tra ở phần mềm.")
    counts = {outcome.value: count for outcome, count in report.outcomes.items()}
    typer.echo(
        f"{report.name} (dữ liệu lúc {report.copied_at:%H:%M %d/%m/%Y}): đọc {report.read} dòng, "
        f"{counts.get('added', 0)} mới, {counts.get('changed', 0)} thay đổi, "
        f"{counts.get('unchanged', 0)} như cũ, {len(report.refused)} không nhận "
        f"({report.seconds:.1f} giây)."
    )


def _moment(text: str) -> datetime:
    from knowledge.dossiers.moments import read_moment

    try:
        return read_moment(text)[0]
    except ValueError:
        typer.echo(f"Thời điểm “{text}” không đọc được; hãy viết dạng 2026-11-20T07:00.", err=True)
        raise typer.Exit(2) from None
