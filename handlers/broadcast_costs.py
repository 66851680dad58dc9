"""What a broadcast costs where messages cost, and who is held back for money or by a plan. Pure.

Known before sending are prices, the month's budget and the plan's counter; what a package of the
Official Account has left only Zalo knows, so that money is said as "at most".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.quotas import STOP, Usage

PAID = "paid"
"""Class of recipients whose message costs where the first two days after a word are free."""
BUDGET = "budget"
QUOTA = "quota"


@dataclass(frozen=True, slots=True)
class Tariff:
    """What writing first costs on one endpoint, as the settings say."""

    price: int = 0
    """Đồng for one recipient."""
    budget: int = 0
    """Đồng a month; 0: nothing that costs is sent."""
    free_first: bool = False
    """Whether people who wrote within 48 hours are free of charge."""
    package: bool = False
    """Whether a package may pay first; how much it has left is not known here."""


Tariffs = Callable[[str, str, Sequence[str]], Tariff]
"""The tariff of a channel's account for these messages."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Money on one endpoint."""

    price: int
    paid: int
    """Recipients whose message costs, unless a package pays."""
    most: int
    """Đồng at most: what the budget holds back costs nothing."""
    left: int
    """Đồng of the month's budget before it."""
    package: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """One endpoint: money, messages left of the plan, and who is held back."""

    held: Mapping[str, int] = field(default_factory=dict)
    cost: Cost | None = None
    plan_left: int | None = None
    """Messages that may still be pushed this month; None: no plan."""


def estimate(
    people: Mapping[str, int], parts: int, tariff: Tariff, spent: int, used: Usage | None
) -> Estimate:
    """What is known now of one endpoint; `people` by class, `parts` messages for each."""
    free, paid = people.get("", 0), people.get(PAID, 0)
    paid, free = (paid, free) if tariff.free_first else (paid + free, 0)
    held: dict[str, int] = {}
    cost = None
    if tariff.price and paid:
        left = max(0, tariff.budget - spent)
        affordable = min(paid, left // tariff.price)
        cost = Cost(tariff.price, paid, affordable * tariff.price, left, tariff.package)
        if affordable < paid:
            held[BUDGET] = paid - affordable
    if used is None:
        return Estimate(held, cost)
    plan_left = max(0, int(used.plan.messages * STOP) - used.messages)
    over = free + paid - held.get(BUDGET, 0) - plan_left // max(1, parts)
    if over > 0:
        held[QUOTA] = over
    return Estimate(held, cost, plan_left)
