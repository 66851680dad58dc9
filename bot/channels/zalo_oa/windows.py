"""What may be pushed to a person now, and how. Pure: the windows after their last word, the prices.

| age of the last word | what goes |
|---|---|
| up to 48 h, less `AHEAD` | a message, free |
| up to 7 days, less `MARGIN` | a message, of the package, else for money |
| beyond, or never | approved templates only, for money |
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.channels.zalo_oa.templates import Pricing, Template
from handlers.messages import Form
from handlers.zalo_account import FREE_FOR, WRITES_FOR


class How(StrEnum):
    """How a push goes."""

    FREE = "cs_free"
    PACKAGE = "cs_package"
    PAID = "cs_paid"
    TEMPLATE_UID = "template_uid"
    TEMPLATE_PHONE = "template_phone"


class Reason(StrEnum):
    """Why it does not go now: a word for officers' lists."""

    WINDOW = "window"
    """The person has not written for too long, and no template says this."""
    BUDGET = "budget"
    """It would cost, and there is no money for it."""
    FIELDS = "fields"
    """The template needs a fact we do not have."""
    DAY = "day"
    """It would cost more than the day may: tomorrow. Never a word of a list."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the decision is made from."""

    now: datetime
    last: datetime | None
    """The person's last word, by the event's own moment; None: none of the last weeks."""
    form: Form | None = None
    """The notice as facts, for templates."""
    left: int = 0
    """Đồng left of the month's budget."""
    today: int | None = None
    """Đồng left of the day's; None: the day has no limit of its own."""
    package: int = 0
    """Messages the package has left."""
    parts: int = 1
    """Messages the words still take, each of which costs."""
    phone: bool = False
    """Whether the person gave a number for this."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a push goes, and what it costs."""

    how: How
    cost: int = 0
    template: Template | None = None


def decide(known: Known, pricing: Pricing) -> Plan | Reason:
    """How a push goes now, or why it does not."""
    age = known.now - known.last if known.last is not None else None
    if age is not None and age <= FREE_FOR:
        return Plan(How.FREE)
    if age is not None and age <= WRITES_FOR:
        return _in_the_week(known, pricing)
    return _template(known, pricing)


def _in_the_week(known: Known, pricing: Pricing) -> Plan | Reason:
    """By the package, then for money: what not all its parts can be paid for is not begun."""
    bought = max(0, known.parts - known.package)
    how = How.PACKAGE if known.package else How.PAID
    if not bought:
        return Plan(how)
    if not pricing.on:
        return Reason.BUDGET
    cost = bought * pricing.consultation
    return _affordable(Plan(how, cost), known, pricing, least=pricing.consultation)


def _template(known: Known, pricing: Pricing) -> Plan | Reason:
    """The cheapest way that reaches them: by user id, else by the number they gave."""
    form = known.form
    template = pricing.templates.get(form.kind) if form is not None else None
    if form is None or template is None:
        return Reason.WINDOW
    if not pricing.on:
        return Reason.BUDGET
    if template.data(form) is None:
        return Reason.FIELDS
    if template.price_uid is not None:
        plan = Plan(How.TEMPLATE_UID, template.price_uid, template)
    elif known.phone and template.price_phone is not None:
        plan = by_phone(template)
    else:
        return Reason.WINDOW
    return _affordable(plan, known, pricing, least=plan.cost)


def _affordable(plan: Plan, known: Known, pricing: Pricing, *, least: int) -> Plan | Reason:
    """What no day would hold whole goes part by part; `least` is what its next one costs."""
    if plan.cost > known.left:
        return Reason.BUDGET
    of_day = plan.cost if plan.cost <= pricing.daily else least
    return Reason.DAY if known.today is not None and of_day > known.today else plan


def by_phone(template: Template) -> Plan:
    """The same by the number a person gave: where their account is not reached."""
    return Plan(How.TEMPLATE_PHONE, template.price_phone or 0, template)
