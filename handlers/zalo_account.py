"""What Zalo tells of an Official Account: its type and package decide what may be sent. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AboutOa:
    """An account, as Zalo tells."""

    name: str
    kind: str
    """`2` business, `4` government."""
    verified: bool
    package: str
    zbs: bool
    """Linked to a ZBS account, which pays for templates."""
