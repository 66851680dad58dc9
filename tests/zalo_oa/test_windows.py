"""What may be pushed when, and what it costs. Pure."""

from datetime import timedelta

import pytest

from bot.channels.zalo_oa.templates import Pricing, Template
from bot.channels.zalo_oa.windows import How, Known, Plan, Reason, decide
from handlers.messages import Form
from tests.fakes.clock import MONDAY_MORNING

NOW = MONDAY_MORNING
READY = Form("ready", (("ma", "0001"), ("noi_nhan", "Trung tâm"), ("ngay_hen", "")))
TEMPLATE = Template("t1", {"ma_ho_so": "ma"}, price_uid=100, price_phone=200)
OFF = Pricing(templates={"ready": TEMPLATE})
ON = Pricing(budget=1_000, templates={"ready": TEMPLATE})


def known(hours: float | None, **more: object) -> Known:
    last = None if hours is None else NOW - timedelta(hours=hours)
    given: dict[str, object] = {"left": 1_000, **more}
    return Known(NOW, last, **given)  # type: ignore[arg-type]


def how(found: Plan | Reason) -> str:
    return str(found.how) if isinstance(found, Plan) else str(found)


@pytest.mark.parametrize(
    ("hours", "more", "pricing", "expected"),
    [
        (1, {}, OFF, How.FREE),
        (47.9, {}, OFF, How.FREE),
        (47.95, {}, OFF, Reason.BUDGET),
        (49, {}, OFF, Reason.BUDGET),
        (49, {"package": 1}, OFF, How.PACKAGE),
        (49, {}, ON, How.PAID),
        (49, {"left": 54}, ON, Reason.BUDGET),
        (166, {}, ON, How.PAID),
        (168, {"form": READY}, ON, How.TEMPLATE_UID),
        (168, {"form": READY}, OFF, Reason.BUDGET),
        (168, {}, ON, Reason.WINDOW),
        (None, {"form": READY}, ON, How.TEMPLATE_UID),
        (None, {"form": Form("accepted")}, ON, Reason.WINDOW),
        (None, {"form": Form("ready")}, ON, Reason.FIELDS),
        (None, {"form": READY, "left": 99}, ON, Reason.BUDGET),
        (None, {"form": READY, "today": 99}, ON, Reason.DAY),
        (None, {"form": READY, "today": 100}, ON, How.TEMPLATE_UID),
        (49, {"today": 54}, ON, Reason.DAY),
        (49, {"today": 54, "left": 54}, ON, Reason.BUDGET),
        (49, {"today": 0, "package": 1}, ON, How.PACKAGE),
    ],
)
def test_the_window_and_the_purse_decide(
    hours: float | None, more: dict[str, object], pricing: Pricing, expected: str
) -> None:
    assert how(decide(known(hours, **more), pricing)) == expected


def test_a_margin_is_kept_from_the_end_of_the_window() -> None:
    assert how(decide(known(167.1), ON)) == Reason.WINDOW


def test_a_template_by_phone_only_goes_to_a_number_that_was_given() -> None:
    only = Template("t1", {"ma_ho_so": "ma"}, price_phone=200)
    pricing = Pricing(budget=1_000, templates={"ready": only})

    without = decide(known(None, form=READY), pricing)
    with_one = decide(known(None, form=READY, phone=True), pricing)

    assert without is Reason.WINDOW
    assert isinstance(with_one, Plan)
    assert (with_one.how, with_one.cost) == (How.TEMPLATE_PHONE, 200)


def test_a_template_is_filled_from_the_facts_or_not_sent() -> None:
    assert TEMPLATE.data(READY) == {"ma_ho_so": "0001"}
    assert Template("t", {"ngay": "ngay_hen"}).data(READY) is None
