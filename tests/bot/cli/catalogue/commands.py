"""`motcua catalogue` from outside, and what it printed or wrote."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from typer.testing import Result

from knowledge.importing.sheets import read_sheets
from knowledge.importing.workbooks import Heading, OutSheet, write_sheets

Motcua = Callable[..., Result]
CONFIG = Path(__file__).resolve().parents[3] / "communes" / "live.yaml"


def read_json(result: Result) -> Any:  # noqa: ANN401
    return json.loads(result.stdout)


def listed_by(motcua: Motcua) -> dict[str, dict[str, str | None]]:
    return {row["code"]: row for row in read_json(motcua("list", "--json"))}


def exported(path: Path, code: str) -> dict[str, Any]:
    records: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return next(record for record in records if record["code"] == code)


def fill(path: Path, cells: dict[str, str]) -> None:
    """Fill cells of the first row of a sheet."""
    rows = [list(row.cells) for row in read_sheets(path)[0].rows]
    for heading, text in cells.items():
        rows[1][rows[0].index(heading)] = text
    headings = tuple(Heading(text) for text in rows[0])
    write_sheets(path, (OutSheet("Riêng của xã", headings, tuple(map(tuple, rows[1:]))),))
