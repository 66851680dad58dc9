"""The rules as data: each with its basis, its figure and the day it holds from."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.dossiers.rulebook import shipped_rules
from knowledge.dossiers.ruling import RULES
from knowledge.dossiers.statuses import DossierStatus


def test_every_rule_is_data_with_its_basis_and_has_its_function() -> None:
    assert set(RULES) == set(shipped_rules().rules)
    pushes = {status.value for status in DossierStatus} | {"apology"}
    for rule in shipped_rules().rules.values():
        assert rule.concerns
        assert rule.since <= date(2026, 11, 22)
        assert set(rule.blocks) <= pushes
    assert shipped_rules()["intake"].oldest_copy.model_dump() == {  # type: ignore[union-attr]
        "minutes": 60,
        "working_days": None,
    }


CHANGED = """
supplement_expired:
  label: "Hết hạn bổ sung sau {value} ngày làm việc"
  value: 15
  unit: working_day
  basis: "NĐ 105/2025/NĐ-CP"
  since: 2025-07-01
  oldest_copy: {working_days: 1}
  concerns: [desk_lead]
  changes:
    - {since: 2027-01-01, value: 20, basis: "Nghị định mới"}
"""


def test_a_changed_figure_holds_for_dossiers_begun_since_its_day(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(CHANGED, encoding="utf-8")
    book = shipped_rules(file)
    days = [date(2026, 12, 31), date(2027, 1, 1), None]
    assert [book.value("supplement_expired", day) for day in days] == [15, 20, 20]
    found = book.on("supplement_expired", date(2027, 3, 1))
    assert found is not None
    assert (found.label, found.basis) == ("Hết hạn bổ sung sau 20 ngày làm việc", "Nghị định mới")
    assert book.on("supplement_expired", date(2025, 6, 30)) is None
    assert book["supplement_expired"] is found


def test_changes_out_of_order_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(CHANGED.replace("2027-01-01", "2025-07-01"), encoding="utf-8")
    with pytest.raises(ValueError, match="supplement_expired: changes"):
        shipped_rules(file)


def test_labels_say_the_figure_of_their_rule() -> None:
    book = shipped_rules()
    assert book["intake"].label == "Trả lời hồ sơ trực tuyến trong 8 giờ làm việc"
    assert not any("{" in rule.label for rule in book.rules.values())
