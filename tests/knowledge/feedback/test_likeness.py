"""Which reports seem to tell the same: measured on own reports of three made-up wards."""

from pathlib import Path
from typing import Any

import pytest

from knowledge.feedback.likeness import likest, told
from knowledge.feedback.spots import Same, spot_of
from knowledge.yaml_lines import read_yaml

SETS: dict[str, list[dict[str, Any]]] = read_yaml(Path(__file__).with_name("duplicates.yaml")).value
SHOWN = 3


def figures(reports: list[dict[str, Any]]) -> tuple[float, float]:
    """Of what is suggested, the share that is right; of the pairs there are, the share found."""
    made = right = pairs = 0
    all_told = [told(one["text"], one.get("place", "")) for one in reports]
    for number, one in enumerate(reports):
        kind = one.get("kind")
        beside = [
            at for at, other in enumerate(reports) if at != number and other.get("kind") == kind
        ]
        about = one.get("about")
        same = {at for at in beside if about and reports[at].get("about") == about}
        compared = [all_told[at] for at in beside]
        found = likest(all_told[number], compared, at_desk=kind == "service")
        shown = {beside[at] for _, at in found[:SHOWN]}
        made, right, pairs = made + len(shown), right + len(shown & same), pairs + len(same)
    return right / made, right / pairs


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [("tune", 0.69, 0.87), ("tune2", 0.76, 0.81), ("report", 0.81, 0.89)],
)
def test_what_is_suggested_is_mostly_right_and_most_is_found(
    name: str, precision: float, recall: float
) -> None:
    right, found = figures(SETS[name])
    assert right >= precision
    assert found >= recall


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("đèn hẻm 12 Hoa Sữa hỏng", "hem 12 hoa sua toi thui", Same.SPOT),
        ("đèn hẻm 12 Hoa Sữa hỏng", "đèn hẻm 14 Hoa Sữa hỏng", Same.NO),
        ("đèn hẻm 12 đường Hoa Sữa hỏng", "đèn hẻm 12 đường Phù Sa hỏng", Same.NO),
        ("đèn hẻm 12 hỏng", "hẻm 12 tối thui", Same.SPOT),
        ("đèn hẻm 12 hỏng", "hẻm 12 Hoa Sữa tối thui", Same.WIDE),
        ("tổ 7 mất nước", "TDP 7 cúp nước", Same.WIDE),
        ("tổ 7 mất nước", "tổ 8 cúp nước", Same.NO),
        ("đèn hỏng", "đèn đường tối thui", Same.UNSAID),
        ("rác trước chợ Mẫu", "cột điện đường Trần Mẫu nghiêng", Same.NO),
    ],
)
def test_where_two_reports_are(one: str, other: str, same: Same) -> None:
    assert spot_of(one).same(spot_of(other)) is same
    assert spot_of(other).same(spot_of(one)) is same


@pytest.mark.parametrize(
    ("other", "same"), [("12.23940,109.19675", Same.SPOT), ("12.24079,109.19675", Same.NO)]
)
def test_points_are_one_spot_within_some_steps(other: str, same: Same) -> None:
    assert spot_of("đèn hỏng", "12.23879,109.19675").same(spot_of("đèn hỏng", other)) is same


def test_the_lamp_of_the_next_alley_is_another_lamp_however_alike_the_words() -> None:
    words = "Đèn đường trước hẻm {} đường Hoa Sữa hỏng hai tuần nay, tối đi lại nguy hiểm"
    assert likest(told(words.format(12)), [told(words.format(14))]) == []
    assert likest(told(words.format(12)), [told(words.format(12))]) != []


def test_without_a_spot_only_nearly_the_same_words_count() -> None:
    lamp = told("Đèn đường hỏng mấy đêm nay, phường cho người sửa giúp bà con")
    again = told("đèn đường hỏng mấy đêm nay, nhờ phường cho người sửa giúp bà con")
    others = [told("Đèn đường hỏng rồi"), again, told("Đèn đường chỗ tôi tối thui")]
    assert [at for _, at in likest(lamp, others)] == [1]
