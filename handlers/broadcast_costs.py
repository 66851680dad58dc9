"""What a broadcast costs where messages cost, and who is held back for money or by a plan. Pure.

Known before sending are prices, the month's budget and the plan's counter; what a package of the
Official Account has left only Zalo knows, so that money is said as "at most".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from handlers.quotas import STOP, Usage

PAID = "paid"
"""Class of recipients whose message costs where the first two days after a word are free."""
BUDGET = "budget"
QUOTA = "quota"
WINDOW = "window"
"""Class of recipients who were silent too long for words."""
FIELDS = "fields"
NO_PUSH = "no_push"
STOPPED, MUTED = "stopped", "muted"
"""What people said who are meant and get nothing."""


@dataclass(frozen=True, slots=True)
class TemplatePrice:
    """An approved template that reaches people who were silent too long."""

    id: str
    price: int
    """Đồng a message."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """The template's field: the fact that fills it."""
    by_phone: bool = False
    """It goes by phone only: to who gave a number."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """What writing first costs and allows on one endpoint, as the settings say."""

    price: int = 0
    """Đồng for one recipient."""
    budget: int = 0
    """Đồng a month; 0: nothing that costs is sent."""
    daily: int = 0
    """Đồng a day of it; what is beyond waits for the next day. 0: the day has no limit."""
    free_first: bool = False
    """Whether people who wrote within 48 hours are free of charge."""
    package: bool = False
    """Whether a package may pay first; how much it has left is not known here."""
    templates: Mapping[str, TemplatePrice] = field(default_factory=dict)
    """By kind (`handlers.template_facts.kind_of`)."""
    window: timedelta | None = None
    """How long after their last word people may be written to, where a gateway has such a rule."""
    pushes: bool = True
    """False: the gateway only answers."""


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
    by_template: int = 0
    """Recipients who were silent too long for words and get the approved template."""
    template_price: int = 0
    daily: int = 0
    """Đồng a day may cost; what is beyond leaves on the next days. 0: as much as there is."""

    @property
    def days(self) -> int:
        """How many days it takes at least, by what a day may cost."""
        return max(1, -(-self.most // self.daily)) if self.daily else 1


@dataclass(frozen=True, slots=True)
class Estimate:
    """One endpoint: money, messages left of the plan, and who is held back."""

    held: Mapping[str, int] = field(default_factory=dict)
    cost: Cost | None = None
    plan_left: int | None = None
    """Messages that may still be pushed this month; None: no plan."""


def estimate(
    people: Mapping[str, int],
    parts: int,
    tariff: Tariff,
    spent: int,
    used: Usage | None,
    template: TemplatePrice | None = None,
) -> Estimate:
    """What is known now of one endpoint; `people` by class, `parts` messages for each.

    `template` is the one that can be filled for who was silent too long, if there is one.
    """
    free, paid = people.get("", 0), people.get(PAID, 0)
    paid, free = (paid, free) if tariff.free_first else (paid + free, 0)
    held: dict[str, int] = {}
    cost = None
    if tariff.price and paid:
        left = max(0, tariff.budget - spent)
        affordable = min(paid, left // tariff.price)
        most = affordable * tariff.price
        cost = Cost(tariff.price, paid, most, left, tariff.package, daily=tariff.daily)
        if affordable < paid:
            held[BUDGET] = paid - affordable
    if template is not None and people.get(WINDOW):
        cost = _with_template(held, cost, tariff, spent, (template, people[WINDOW]))
    if used is None:
        return Estimate(held, cost)
    plan_left = max(0, int(used.plan.messages * STOP) - used.messages)
    over = free + paid - held.get(BUDGET, 0) - plan_left // max(1, parts)
    if over > 0:
        held[QUOTA] = over
    return Estimate(held, cost, plan_left)


def _with_template(
    held: dict[str, int],
    cost: Cost | None,
    tariff: Tariff,
    spent: int,
    template: tuple[TemplatePrice, int],
) -> Cost:
    """The same with the approved template for so many people; who is held back is added."""
    one, many = template
    left = max(0, tariff.budget - spent)
    before = cost or Cost(tariff.price, 0, 0, left, tariff.package, daily=tariff.daily)
    affordable = many if tariff.budget > 0 else 0  # no budget at all: nothing that costs is sent
    if one.price:
        affordable = min(affordable, max(0, left - before.most) // one.price)
    if affordable < many:
        held[BUDGET] = held.get(BUDGET, 0) + many - affordable
    return replace(
        before,
        most=before.most + affordable * one.price,
        by_template=many,
        template_price=one.price,
    )
