"""The gate against the counts of the study data's own README."""

from pathlib import Path

import pytest

from knowledge.importing.reading import Gathered, Wanted, gather
from knowledge.procedures import FeeKind

pytestmark = pytest.mark.shared

COUNTED = {
    "time_unit_missing": 164,
    "free_label_but_note": 105,
    "fee_amount_suspicious": 36,
    "time_fee_glued": 29,
    "no_legal_basis": 14,
    "detail_missing_wrong_page": 6,
    "fee_unparsed": 2,
    "time_unparsed": 2,
    "steps_short": 1,
}


@pytest.fixture(scope="module")
def communes(shared: Path) -> Gathered:
    """The 670 commune records, judged."""
    return gather([shared / "data" / "procedures" / "procedures_commune.jsonl"])


def _flagged(gathered: Gathered, flag: str, *, stated: bool = False) -> set[str]:
    return {
        one.procedure.code
        for one in gathered.judged
        if flag in (one.row.stated_flags if stated else {f.flag.value for f in one.findings})
    }


def test_all_records_are_read_and_none_refused(communes: Gathered) -> None:
    assert (communes.read, len(communes.refused)) == (670, 0)


@pytest.mark.parametrize("flag", COUNTED)
def test_the_gate_flags_exactly_what_the_readme_counts(communes: Gathered, flag: str) -> None:
    found = _flagged(communes, flag)

    assert len(found) == COUNTED[flag]
    assert found == _flagged(communes, flag, stated=True)


def test_every_record_counted_for_the_abolished_district_is_flagged(communes: Gathered) -> None:
    counted = _flagged(communes, "mentions_abolished_district", stated=True)
    found = _flagged(communes, "mentions_abolished_district")

    assert len(counted) == 36
    assert found >= counted
    for one in communes.judged:
        if one.procedure.code in found - counted:
            said = " ".join((one.row.steps, one.row.executing, one.row.deciding, one.row.receiving))
            assert "huyện" in said.lower()


def test_no_imported_record_says_free_or_a_lost_thousand(communes: Gathered) -> None:
    fees = [fee for one in communes.judged for fee in one.procedure.fees]

    assert all(fee.amount is None or fee.amount >= 1000 for fee in fees)
    assert all(fee.kind is not FeeKind.EXEMPT for fee in fees)


def test_the_core_is_what_is_left_without_customs_tax_and_border(shared: Path) -> None:
    wanted = Wanted(exclude_fields=("Hải quan", "Thuế", "Quản lý biên giới"))

    gathered = gather([shared / "data" / "procedures" / "procedures_commune.jsonl"], wanted)

    assert (len(gathered.judged), len(gathered.excluded)) == (394, 276)


def test_the_whole_set_is_read(shared: Path) -> None:
    gathered = gather(
        [shared / "data" / "procedures" / "procedures_all.jsonl.gz"], Wanted(all_levels=True)
    )

    assert (len(gathered.judged), len(gathered.refused)) == (2855, 0)
    assert gathered.flags()["time_unit_missing"] == 357
    assert gathered.flags()["fee_amount_suspicious"] == 96
    assert gathered.flags()["detail_missing_wrong_page"] == 17
