"""Made another kind, a case nobody holds goes where the rules send it; one that is held stays."""

import pytest

from handlers.cases import acts
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.commune import FeedbackSettings
from knowledge.feedback.kinds import FeedbackKind
from tests.fakes.casework import COMMUNE, CaseWard
from tests.fakes.clock import FakeClock

FEEDBACK = FeedbackSettings.model_validate(
    {
        "units": {
            "do_thi": {"name": "Tổ Đô thị", "officers": ["Bạch Mẫu"]},
            "mot_cua": {"name": "Một cửa", "officers": ["Cường Mẫu"]},
        },
        "rules": [
            {"unit": "do_thi", "kind": "local_matter"},
            {"unit": "mot_cua", "kind": "service"},
        ],
    }
)


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> CaseWard:
    return CaseWard(store, clock, ward_of(COMMUNE.model_copy(update={"feedback": FEEDBACK})))


@pytest.mark.parametrize("held", [False, True])
def test_another_kind_goes_to_another_unit(ward: CaseWard, *, held: bool) -> None:
    code = ward.open()
    assert ward.told("Cường Mẫu") == []
    with ward.store.work() as work:
        if held:
            assert acts.claim(ward.doing(work, "Bạch Mẫu"), code).done
        assert acts.reclassify(ward.doing(work, "Phụ Mẫu"), code, FeedbackKind.SERVICE).done
        work.commit()
    assert ward.row(code).unit == ("do_thi" if held else "mot_cua")
    assert len(ward.told("Cường Mẫu")) == (0 if held else 1)
