"""Approved templates: which notice they say, from what, for how much. Data of the settings.

A template's fields are filled from a notice's own facts (`handlers.messages.Form`); one that lacks
a fact it needs is not sent, since Zalo would refuse it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.messages import Form


@dataclass(frozen=True, slots=True)
class Template:
    """One template Zalo has approved."""

    id: str
    fields: Mapping[str, str] = field(default_factory=dict)
    """The template's field, and the fact that fills it."""
    price_uid: int | None = None
    """Đồng a message by user id; None: not sent so."""
    price_phone: int | None = None
    """Đồng a message by phone; None: not sent so."""

    def data(self, form: Form) -> dict[str, str] | None:
        """Its fields, filled; None while a fact is missing."""
        facts = dict(form.values)
        found = {name: facts.get(fact, "").strip() for name, fact in self.fields.items()}
        return found if all(found.values()) else None


@dataclass(frozen=True, slots=True)
class Pricing:
    """What pushes may cost."""

    budget: int = 0
    """Đồng a month; 0: nothing that costs is sent."""
    daily: int = 0
    """Đồng a day within that; 0: the day has no limit of its own."""
    consultation: int = 55
    """Đồng of a message after 48 hours, once the package's own are used up."""
    templates: Mapping[str, Template] = field(default_factory=dict)
    """By kind of notice."""

    @property
    def on(self) -> bool:
        """Whether anything that costs may be sent."""
        return self.budget > 0
