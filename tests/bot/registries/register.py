"""A register as an export and as a feed, and what the ward holds of it."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from handlers.store.unit_of_work import Store
from knowledge import dossier_store
from knowledge.dossiers.dossier import Dossier
from knowledge.importing.workbooks import Heading, OutSheet, write_sheets
from tests.fakes.clock import FakeClock

COMMUNE = "phuong-mau"
HEADINGS = ("STT", "Mã hồ sơ", "Họ tên", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái")
ROWS = (
    ("1", "H32.12.05-261119-0001", "Bí Đao", "19/11/2026 09:00", "25/11/2026", "Đang xử lý"),
    ("2", "sai mã", "Bí Ngô", "19/11/2026 09:00", "25/11/2026", "Đang xử lý"),
    ("3", "H32.12.05-261119-0003", "Bầu", "19/11/2026 10:00", "25/11/2026", "Đã tiếp nhận"),
)
FEED: list[dict[str, Any]] = [
    {
        "code": f"H32.12.05-261119-000{number}",
        "procedure": "1.004873",
        "accepted_at": "2026-11-19T09:00:00+07:00",
        "due_at": "2026-11-25T17:00:00+07:00",
        "last_four": ["4567", "1234"],
        "applicant_name": "Bí Đao",
        "events": [
            {"status": 2, "at": "2026-11-19T09:00:00+07:00"},
            {"status": "5", "at": "2026-11-20T08:00:00+07:00", "items": ["Đơn", "Bản sao"]},
        ],
    }
    for number in range(1, 6)
]


def export(path: Path, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    headings = tuple(Heading(text) for text in HEADINGS)
    write_sheets(path, (OutSheet("Sổ", headings, rows),))
    return path


def found(store: Store, code: str) -> Dossier:
    with store.read() as work:
        dossier = dossier_store.find(work.session, COMMUNE, code)
    assert dossier is not None
    return dossier


def settled(path: Path, clock: FakeClock, seconds: float = 60) -> Path:
    when = (clock.now() - timedelta(seconds=seconds)).timestamp()
    os.utime(path, (when, when))
    return path
