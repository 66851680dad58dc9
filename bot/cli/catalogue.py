"""`motcua catalogue`: check, import, export, list, gaps, the commune's sheet, re-checks."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import catalogue_drafts, catalogue_import, catalogue_overlay, catalogue_recheck
from bot.cli.opened import settings_and_store

if TYPE_CHECKING:
    from knowledge.catalogue import Catalogue
    from knowledge.procedures import Procedure

SHOWN_GAPS = 60
"""Gaps printed at once, the most asked first."""

SHOWN_SAMPLES = 10
"""Procedures without a filled sample named at once."""

app = typer.Typer(no_args_is_help=True)
app.command("import", help="Nhập thủ tục từ JSONL, Excel, Word của cổng hoặc bản mẫu.")(
    catalogue_import.import_files
)
app.command("overlay", help="Bảng riêng của xã: lệ phí, thời hạn, mức trực tuyến.")(
    catalogue_overlay.overlay
)
app.command("recheck", help="Thủ tục đến kỳ kiểm tra lại; ghi nhận “vẫn đúng”.")(
    catalogue_recheck.recheck
)

app.command("drafts", help="Bản nháp nhập về cho thủ tục đã có: so sánh, chọn dùng.")(
    catalogue_drafts.drafts
)


@app.command("check", help="Tìm chỗ sai trong dữ liệu kèm theo, hoặc trong các tệp YAML đã cho.")
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Tệp YAML; bỏ trống: tất cả.")] = None,
) -> None:
    """Name every mistake with file and line; exit 1 when there is one."""
    from knowledge.checking import check_files, check_shipped

    count, mistakes = check_files(files) if files else check_shipped()
    for mistake in mistakes:
        typer.echo(str(mistake))
    if mistakes:
        typer.echo(f"{len(mistakes)} chỗ sai; {count} bản ghi đọc được.", err=True)
        raise typer.Exit(1)
    typer.echo(f"Không có chỗ sai: {count} bản ghi.")


@app.command("list", help="Mọi thủ tục: mã, tên, trạng thái, mã thay thế.")
def list_records(
    as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
    on: Annotated[str, typer.Option("--on", help="Ngày tính, dạng 2026-11-22.")] = "",
) -> None:
    """Print {code, name, state, replaced_by} of every record."""
    catalogue = open_catalogue(on)
    rows: list[dict[str, Any]] = [
        {
            "code": code,
            "name": entry.procedure.name,
            "state": entry.state.value,
            "replaced_by": catalogue.successors.get(code),
        }
        for code, entry in catalogue.entries.items()
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table(
        ("Mã", "Tên", "Trạng thái", "Thay bằng"),
        [(r["code"], r["name"], _STATES[r["state"]], r["replaced_by"] or "") for r in rows],
    )


@app.command("export", help="Xuất thủ tục đang hiệu lực (YAML, JSONL), hoặc bản mẫu để điền.")
def export(
    output: Annotated[
        Path | None, typer.Argument(help="Tệp .yaml hoặc .jsonl; trống: màn hình.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="Ghi bản mẫu trống (.xlsx hoặc .csv).")
    ] = None,
    on: Annotated[str, typer.Option("--on", help="Ngày tính, dạng 2026-11-22.")] = "",
) -> None:
    """Write the active records, or the empty template an officer fills in."""
    if template is not None:
        _write_template(template)
        return
    records = list(open_catalogue(on).procedures.values())
    as_lines = output is not None and output.suffix == ".jsonl"
    text = _as_lines(records) if as_lines else _as_yaml(records)
    if output is None:
        typer.echo(text, nl=False)
        return
    output.write_text(text, encoding="utf-8")
    typer.echo(f"Đã ghi {len(records)} thủ tục vào {output}.")


@app.command("gaps", help="Điều máy chưa trả lời chắc được, việc hay hỏi xếp trước.")
def show_gaps(
    as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
    on: Annotated[str, typer.Option("--on", help="Ngày tính, dạng 2026-11-22.")] = "",
) -> None:
    """List what cannot be said as a fact, per code and part."""
    from bot.checkup import unsaid_facts
    from bot.config import load_settings
    from knowledge.gaps import gaps, most_asked
    from knowledge.text.folding import fold

    settings, catalogue = load_settings(), open_catalogue(on)
    hidden = {fold(name) for name in settings.catalogue.hidden_fields}
    unseen = {one.code for one in catalogue.active if fold(one.field) in hidden}
    found = [gap for gap in gaps(catalogue, most_asked()) if gap.code not in unseen]
    if as_json:
        rows = [
            {"code": g.code, "name": g.name, "part": g.part.value, "kind": g.kind.value}
            for g in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table(
        ("Mã", "Tên", "Điều chưa chắc", "Vì"),
        [
            (g.code, g.name, _PARTS.get(g.part.value, g.part.value), _WHY[g.kind.value])
            for g in found[:SHOWN_GAPS]
        ],
    )
    if len(found) > SHOWN_GAPS:
        typer.echo(f"… và {len(found) - SHOWN_GAPS} chỗ nữa (xem --json).")
    typer.echo(f"{len(found)} chỗ trống. Điền bằng: motcua catalogue overlay --template bang.xlsx")
    _samples_missing(catalogue, unseen)
    for fact in unsaid_facts(settings.commune):
        typer.echo(f"Tệp cấu hình chưa có {fact}.")


def _samples_missing(catalogue: "Catalogue", unseen: set[str]) -> None:
    from knowledge.gaps import without_sample
    from knowledge.loading import load_guidance

    left = without_sample(catalogue, [one.code for one in load_guidance().samples])
    left = tuple(one for one in left if one.code not in unseen)
    total = sum(one.code not in unseen for one in catalogue.active)
    names = "; ".join(f"{one.code} {one.title}" for one in left[:SHOWN_SAMPLES])
    more = " …" if len(left) > SHOWN_SAMPLES else ""
    said = f". Chưa có, hỏi nhiều nhất trước: {names}{more}" if left else ""
    typer.echo(f"Hồ sơ mẫu đã điền: {total - len(left)}/{total}{said}")


_STATES = {
    "draft": "bản nháp",
    "future": "chưa hiệu lực",
    "active": "đang dùng",
    "replaced": "đã thay",
    "repealed": "đã bãi bỏ",
}
_PARTS = {
    "documents": "giấy tờ",
    "fee": "lệ phí",
    "time": "thời hạn",
    "place": "nơi nộp",
    "online": "nộp qua mạng",
    "agency": "cơ quan giải quyết",
    "result": "kết quả",
}
_WHY = {
    "missing": "chưa có",
    "local": "địa phương quy định",
    "unverified": "chưa đối chiếu hoặc các nguồn khác nhau",
}


def open_catalogue(on: str = "") -> "Catalogue":
    """The catalogue of a day, today if none is given."""
    from handlers.clock import SystemClock
    from knowledge.catalogue_store import load_catalogue

    try:
        day = date.fromisoformat(on) if on else SystemClock().now().date()
    except ValueError:
        typer.echo(f"Ngày “{on}” không đọc được; hãy viết dạng 2026-11-22.", err=True)
        raise typer.Exit(2) from None
    with settings_and_store() as (settings, store), store.read() as work:
        return load_catalogue(work.session, day, settings.commune.key)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as a table."""
    from rich.console import Console
    from rich.table import Table

    shown = Table(*headings)
    for row in rows:
        shown.add_row(*row)
    Console().print(shown)


def _as_lines(records: "Sequence[Procedure]") -> str:
    return "".join(f"{record.model_dump_json(exclude_defaults=True)}\n" for record in records)


def _as_yaml(records: "Sequence[Procedure]") -> str:
    import yaml

    values: list[dict[str, Any]] = [
        record.model_dump(mode="json", exclude_defaults=True) for record in records
    ]
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=100)


def _write_template(path: Path) -> None:
    from knowledge.importing.officer_template import template_sheets
    from knowledge.importing.workbooks import write_sheets

    if path.suffix.lower() not in (".xlsx", ".csv"):
        typer.echo("Bản mẫu phải là tệp .xlsx hoặc .csv.", err=True)
        raise typer.Exit(2)
    write_sheets(path, template_sheets())
    typer.echo(f"Đã ghi bản mẫu vào {path}. Điền xong, nhập bằng: motcua catalogue import {path}")
