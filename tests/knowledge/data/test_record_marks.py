"""What the facts file calls unverified, conflicting or unknown no record states as a fact."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from knowledge.loading import DATA, load_procedures
from knowledge.procedures import Mark, Part
from tests.knowledge.data.readings import facts

STUDY = os.environ.get("MOTCUA_SHARED")  # noqa: TID251 - where the study data lies, tests only
SHARED = Path(STUDY) if STUDY else DATA.parents[1].parent / "shared"
PARTS = {
    "time": Part.TIME,
    "fee": Part.FEE,
    "papers": Part.DOCUMENTS,
    "decides": Part.AGENCY,
    "result": Part.RESULT,
}
UNSURE = re.compile(r"\(G[;)]|: G\)")
"""How the facts file marks one figure or paper of a part it confirms otherwise."""
SETTLED = {
    ("2.000942", "fee"): "the portal and the process sheet state the same amounts and the cap",
    ("1.010041", "decides"): "the words marked so, wherever one lives, are left out of the record",
}
"""Code and key of what was unsure in the facts file and why it is no longer."""
NOTED = {
    "2.000884": Part.CONDITIONS,
    "1.004873": Part.VALIDITY,
    "1.000894": Part.TIME,
} | dict.fromkeys(("2.002409", "2.002396", "1.002759"), Part.TIME)
"""Codes whose note calls something unverified, and the part of the record that tells it."""

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the study data is not beside the repository"
)


@pytest.fixture(scope="module")
def read() -> dict[str, dict[str, Any]]:
    return facts(SHARED / "docs" / "procedures-facts.md")


def test_what_is_marked_unsure_is_confirmed_in_no_record(read: dict[str, dict[str, Any]]) -> None:
    stated = {
        (record.code, key)
        for record in load_procedures()
        for key, part in PARTS.items()
        if record.mark(part) is Mark.CONFIRMED
        if read[record.code]["mark"].get(key) in ("G", "X", "-")
        or UNSURE.search(str(read[record.code].get(key, "")))
    }
    assert stated == set(SETTLED)


def test_what_a_note_calls_unverified_is_confirmed_in_no_record(
    read: dict[str, dict[str, Any]],
) -> None:
    noted = {code for code, one in read.items() if re.search(r"\bG\b", str(one.get("note", "")))}
    assert noted == set(NOTED)
    for record in load_procedures():
        if record.code in NOTED:
            assert record.mark(NOTED[record.code]) is not Mark.CONFIRMED, record.code
