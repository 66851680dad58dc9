"""`motcua catalogue import`: read, judge, stage, publish, and say what came of every row."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opened import settings_and_store

if TYPE_CHECKING:
    from handlers.store.unit_of_work import Store
    from knowledge.catalogue import Catalogue
    from knowledge.catalogue_store import Imported, Transaction
    from knowledge.importing.reading import Gathered
    from knowledge.importing.records import Judged
    from knowledge.procedures import Procedure, Rank

SHOWN_REFUSALS = 20


def import_files(
    files: Annotated[list[Path], typer.Argument(help="Tệp .jsonl, .xlsx, .csv hoặc .docx.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="In kết quả từng dòng bằng JSON.")
    ] = False,
    exclude_field: Annotated[
        list[str] | None,
        typer.Option("--exclude-field", help="Bỏ qua lĩnh vực này (ghi nhiều lần được)."),
    ] = None,
    all_levels: Annotated[
        bool, typer.Option("--all-levels", help="Lấy cả thủ tục không phải cấp xã.")
    ] = False,
    by: Annotated[
        str,
        typer.Option("--by", help="Cán bộ chịu trách nhiệm: bản mẫu của cán bộ được dùng ngay."),
    ] = "",
    report: Annotated[
        Path | None, typer.Option("--report", help="Ghi kết quả từng dòng ra .csv hoặc .xlsx.")
    ] = None,
) -> None:
    """Import files; exit 0 when it ran, 1 when nothing could be taken."""
    from handlers.clock import SystemClock
    from knowledge.catalogue_store import (
        Source,
        catalogue_version,
        load_catalogue,
        record_names,
        run_import,
    )
    from knowledge.importing.reading import Wanted, gather, name_changes, worth_writing
    from knowledge.importing.sheets import UnreadableFileError
    from knowledge.procedures import Rank

    with settings_and_store() as (settings, store):
        wanted = Wanted(tuple(exclude_field or ()), all_levels=all_levels)
        try:
            gathered = gather(files, wanted)
        except UnreadableFileError as error:
            typer.echo(f"Chưa nhập gì. {error}", err=True)
            raise typer.Exit(1) from None
        with store.read() as work:
            names = record_names(work.session)
            catalogue = load_catalogue(
                work.session, SystemClock().now().date(), settings.commune.key
            )
        changed = name_changes(gathered.judged, names)
        rank = Rank.OFFICER if by and gathered.from_officers else Rank.IMPORT
        source = Source(tuple(file.name for file in files), by, rank)
        imported = None
        if gathered.judged:
            imported = run_import(
                transactions(store),
                _records(worth_writing(gathered.judged, names), catalogue, rank),
                source,
                SystemClock().now(),
                {"flags": dict(gathered.flags()), "refused": len(gathered.refused)},
            )
        with store.read() as work:
            version = catalogue_version(work.session)
    summary = _summary(gathered, imported, changed, version)
    if report is not None:
        _write_report(report, summary["rows"])
    _say(summary, as_json=as_json)
    if imported is None:
        raise typer.Exit(1)


def _records(judged: "Sequence[Judged]", catalogue: "Catalogue", rank: "Rank") -> "list[Procedure]":
    """Records to write; an officer's own keep what the sheet has no column for."""
    from knowledge.comparing import carried_over
    from knowledge.importing.records import vouched
    from knowledge.procedures import Rank

    if rank is not Rank.OFFICER:
        return [one.procedure for one in judged]
    own = [vouched(one.procedure) for one in judged]
    return [carried_over(one, catalogue.get(one.code)) for one in own]


def transactions(store: "Store") -> "Transaction":
    """Opens write transactions that commit when their block ends well."""

    @contextmanager
    def transaction() -> Iterator[Any]:
        with store.work() as work:
            yield work.session
            work.commit()

    return transaction


def _summary(
    gathered: "Gathered", imported: "Imported | None", changed: dict[str, str], version: int
) -> dict[str, Any]:
    outcomes = {one.code: one.outcome.value for one in imported.written} if imported else {}
    rows = [
        {
            "file": one.row.file,
            "line": one.row.line,
            "code": one.procedure.code,
            "name": one.procedure.name,
            "outcome": outcomes.get(one.procedure.code, "unchanged"),
            "flags": [finding.flag.value for finding in one.findings],
            "why": [finding.label for finding in one.findings],
            **(
                {"name_in_use": changed[one.procedure.code]}
                if one.procedure.code in changed
                else {}
            ),
        }
        for one in gathered.judged
    ]
    rows += [
        {
            "file": one.file,
            "line": one.line,
            "code": one.code,
            "name": "",
            "outcome": "refused",
            "flags": [finding.flag.value for finding in one.findings],
            "why": [finding.label for finding in one.findings],
        }
        for one in gathered.refused
    ]
    counted = [row["outcome"] for row in rows]
    return {
        "read": gathered.read,
        "published": counted.count("published"),
        "drafts": counted.count("draft"),
        "unchanged": counted.count("unchanged"),
        "excluded": len(gathered.excluded),
        "refused": len(gathered.refused),
        "flagged": sum(1 for one in gathered.judged if one.findings),
        "names_changed": len(changed),
        "flags": dict(sorted(gathered.flags().items())),
        "source_flags": dict(sorted(gathered.stated.items())),
        "catalogue_version": version,
        "rows": rows,
    }


def _write_report(path: Path, rows: list[dict[str, Any]]) -> None:
    from knowledge.importing.workbooks import Heading, OutSheet, write_sheets

    headings = (
        Heading("Tệp", 24),
        Heading("Dòng", 8),
        Heading("Mã", 12),
        Heading("Tên", 50),
        Heading("Kết quả", 16),
        Heading("Vì sao", 70),
    )
    lines = tuple(
        (
            row["file"],
            str(row["line"]),
            row["code"],
            row["name"],
            _OUTCOMES[row["outcome"]],
            "\n".join(row["why"]),
        )
        for row in rows
    )
    write_sheets(path, (OutSheet("Kết quả nhập", headings, lines),))


_OUTCOMES = {
    "published": "đã dùng",
    "draft": "bản nháp",
    "unchanged": "không đổi",
    "refused": "từ chối",
}


def _say(summary: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False, indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    from knowledge.importing.flags import LABELS, Flag

    flags = Table("Cờ", "Số dòng", "Ý nghĩa")
    for name, count in summary["flags"].items():
        flags.add_row(name, str(count), LABELS[Flag(name)])
    console = Console()
    if summary["flags"]:
        console.print(flags)
    refused = [row for row in summary["rows"] if row["outcome"] == "refused"]
    for row in refused[:SHOWN_REFUSALS]:
        typer.echo(f"{row['file']}:{row['line']}: {'; '.join(row['why'])}")
    if len(refused) > SHOWN_REFUSALS:
        typer.echo(f"… và {len(refused) - SHOWN_REFUSALS} dòng bị từ chối nữa (xem --json).")
    renamed = [row for row in summary["rows"] if "name_in_use" in row]
    for row in renamed[:SHOWN_REFUSALS]:
        typer.echo(f"{row['code']} tên khác: “{row['name']}”, đang dùng “{row['name_in_use']}”")
    if len(renamed) > SHOWN_REFUSALS:
        typer.echo(f"… và {len(renamed) - SHOWN_REFUSALS} tên khác nữa (xem --json).")
    typer.echo(
        f"Đọc {summary['read']} dòng: {summary['published']} dùng ngay, "
        f"{summary['drafts']} bản nháp để so sánh, {summary['unchanged']} không đổi, "
        f"{summary['excluded']} ngoài lĩnh vực, {summary['refused']} từ chối. "
        f"Điều có cờ được để là chưa rõ. Danh mục phiên bản {summary['catalogue_version']}."
    )
