"""Any number of files of any kind, read and judged together; nothing is written here."""

import zlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.catalogue import clean_code, name_differs
from knowledge.importing.flags import Finding, Flag, Refusal, finding
from knowledge.importing.gate import inspect
from knowledge.importing.jsonl import LARGEST_FILE, read_jsonl
from knowledge.importing.officer_template import is_officer_template, read_officer_template
from knowledge.importing.overlay_sheet import is_overlay_sheet
from knowledge.importing.portal_list import is_portal_list, read_portal_list
from knowledge.importing.portal_word import read_portal_word
from knowledge.importing.records import Judged, to_procedure
from knowledge.importing.rows import SourceRow
from knowledge.importing.sheets import SHEET_SUFFIXES, UnreadableFileError, read_sheets
from knowledge.text.folding import fold


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows to take."""

    exclude_fields: tuple[str, ...] = ()
    all_levels: bool = False


@dataclass(slots=True)
class Gathered:
    """What the files held."""

    judged: list[Judged] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    excluded: list[tuple[Finding, ...]] = field(default_factory=list)
    """What the gate says of rows of fields nobody asked for: judged, not imported."""
    stated: Counter[str] = field(default_factory=Counter)
    """How many rows carry each flag by their source's own word."""
    from_officers: bool = False
    """Every row came from an officer's own template."""

    @property
    def read(self) -> int:
        """Rows looked at."""
        return len(self.judged) + len(self.refused) + len(self.excluded)

    def flags(self) -> Counter[str]:
        """How many rows carry each flag, refusals included."""
        rows = [one.findings for one in self.judged] + [one.findings for one in self.refused]
        rows += self.excluded
        return Counter(flag for row in rows for flag in {one.flag.value for one in row})


def gather(paths: Sequence[Path], wanted: Wanted = Wanted()) -> Gathered:
    """Read and judge all files; raises `UnreadableFileError` when one is none of the kinds."""
    gathered = Gathered(from_officers=bool(paths))
    excluded = {fold(name) for name in wanted.exclude_fields}
    first_at: dict[str, SourceRow] = {}
    for path in paths:
        for row in _rows(path, gathered):
            if isinstance(row, Refusal):
                gathered.refused.append(row)
            else:
                findings = inspect(row, all_levels=wanted.all_levels)
                if fold(row.field) in excluded:
                    gathered.excluded.append(findings)
                    gathered.stated.update(set(row.stated_flags))
                else:
                    _judge(row, findings, gathered, first_at)
    return gathered


def _rows(path: Path, gathered: Gathered) -> Iterator[SourceRow | Refusal]:
    _check(path)
    name = path.name.lower()
    if name.endswith((".jsonl", ".jsonl.gz", ".ndjson")):
        gathered.from_officers = False
        try:
            yield from read_jsonl(path)
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableFileError(path.name, "không đọc được tệp") from error
    elif name.endswith((".docx", ".doc")):
        gathered.from_officers = False
        yield read_portal_word(path)
    elif name.endswith(SHEET_SUFFIXES):
        yield from _sheet_rows(path, gathered)
    else:
        why = "chưa nhận loại tệp này; hãy dùng .jsonl, .xlsx, .csv hoặc .docx"
        raise UnreadableFileError(path.name, why)


def _check(path: Path) -> None:
    if not path.is_file():
        raise UnreadableFileError(path.name, "không có tệp này")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFileError(path.name, "tệp rỗng")
    if size > LARGEST_FILE:
        raise UnreadableFileError(path.name, "tệp quá lớn (hơn 200 MB)")


def _sheet_rows(path: Path, gathered: Gathered) -> Iterator[SourceRow | Refusal]:
    known = False
    for sheet in read_sheets(path):
        if is_overlay_sheet(sheet):
            why = "đây là bảng riêng của xã: nạp bằng motcua catalogue overlay"
            raise UnreadableFileError(path.name, why)
        if is_officer_template(sheet):
            known = True
            yield from read_officer_template(path.name, sheet)
        elif is_portal_list(sheet):
            known = True
            gathered.from_officers = False
            yield from read_portal_list(path.name, sheet)
    if not known:
        raise UnreadableFileError(path.name, "không thấy cột “Mã thủ tục” và “Tên thủ tục”")


def _judge(
    row: SourceRow,
    findings: tuple[Finding, ...],
    gathered: Gathered,
    first_at: dict[str, SourceRow],
) -> None:
    gathered.stated.update(set(row.stated_flags))
    code = clean_code(row.code) or ""
    if not any(one.refuses for one in findings):
        first = first_at.setdefault(code, row)
        if first is not row:
            findings = (finding(Flag.DUPLICATE, f"{first.file} dòng {first.line}"),)
    if any(one.refuses for one in findings):
        gathered.refused.append(Refusal(row.file, row.line, code, tuple(findings)))
        return
    try:
        procedure = to_procedure(row, findings)
    except ValueError:
        why = (finding(Flag.UNREADABLE, "không dựng được bản ghi"),)
        gathered.refused.append(Refusal(row.file, row.line, code, why))
        return
    gathered.judged.append(Judged(row, procedure, findings))


def worth_writing(judged: Iterable[Judged], known: Container[str]) -> tuple[Judged, ...]:
    """Less the rows that hold a bare name of a code we already have a record of."""
    return tuple(one for one in judged if not (one.row.empty and one.procedure.code in known))


def name_changes(judged: Iterable[Judged], names: dict[str, str]) -> dict[str, str]:
    """Codes whose name differs from the one in use: shown to officers, never refused (P-7)."""
    return {
        one.procedure.code: names[one.procedure.code]
        for one in judged
        if one.procedure.code in names
        and name_differs(one.procedure.name, names[one.procedure.code])
    }
