"""Who sets a dossier's status."""

from enum import StrEnum


class RegisterMode(StrEnum):
    """In `mirror` a broken rule is told and its notice withheld; in `desk` the act is refused."""

    MIRROR = "mirror"
    """The one-stop software sets every status; we follow (S-1)."""
    DESK = "desk"
    """There is no software: our own desk sets statuses, and limits block."""
