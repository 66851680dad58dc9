"""Rules of the commune's settings decide who answers; the first that fits."""

import pytest
from pydantic import ValidationError

from knowledge.commune import FeedbackSettings
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.routing import unit_for

K = FeedbackKind
SETTINGS = FeedbackSettings.model_validate(
    {
        "units": {
            "do_thi": {"name": "Tổ Đô thị", "officers": ["Mẫu A"], "stand_ins": ["Mẫu B"]},
            "moi_truong": {"name": "Tổ Môi trường"},
            "mot_cua": {"name": "Trung tâm Phục vụ hành chính công"},
        },
        "rules": [
            {"unit": "moi_truong", "kind": "local_matter", "words": ["rác", "nước thải"]},
            {"unit": "do_thi", "kind": "local_matter"},
            {"unit": "do_thi", "kind": "dossier_delay", "field": "Xây dựng"},
            {"unit": "moi_truong", "places": ["chợ Mẫu"]},
        ],
        "default_unit": "mot_cua",
    }
)


@pytest.mark.parametrize(
    ("kind", "text", "place", "field", "unit"),
    [
        (K.LOCAL_MATTER, "rac dau hem", "", "", "moi_truong"),
        (K.LOCAL_MATTER, "đèn đường hỏng", "", "", "do_thi"),
        (K.DOSSIER_DELAY, "trễ hẹn", "", "Xây dựng", "do_thi"),
        (K.DOSSIER_DELAY, "trễ hẹn", "", "Hộ tịch", "mot_cua"),
        (K.SERVICE, "không có chỗ ngồi", "chợ Mẫu", "", "moi_truong"),
        (K.COMPLAINT, "khiếu nại", "", "", ""),
    ],
)
def test_the_first_rule_that_fits_names_the_unit(
    kind: FeedbackKind, text: str, place: str, field: str, unit: str
) -> None:
    assert unit_for(SETTINGS, kind, text, place, field) == unit


def test_without_rules_nobody_is_named() -> None:
    assert unit_for(FeedbackSettings(), K.SERVICE, "xếp hàng lâu") == ""


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        FeedbackSettings.model_validate({"rules": [{"unit": "x_y", "tu_khoa": ["rác"]}]})


def test_a_rule_for_a_unit_nobody_set_up_is_refused() -> None:
    with pytest.raises(ValidationError, match="chưa khai đơn vị"):
        FeedbackSettings.model_validate({"rules": [{"unit": "x_y"}]})
