"""What to change besides the conversation, as values; the inbox applies them in its transaction."""

from dataclasses import dataclass

from handlers.duties.commands import ActAsOfficer


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """Keep that this person was shown the privacy text `version` and chose."""

    version: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Delete this contact's words, state and records at once (Law 91/2025 art. 14)."""


@dataclass(frozen=True, slots=True)
class CorrectLastMessage:
    """Put `words` in place of the text of this contact's message before the current one."""

    words: str


@dataclass(frozen=True, slots=True)
class StopMessages:
    """Never write to this contact first."""


@dataclass(frozen=True, slots=True)
class WipeInbound:
    """Null the text of the inbound being handled: a routed complaint is not kept (F-11)."""


@dataclass(frozen=True, slots=True)
class CountEvent:
    """Add one to a named counter: routed complaints, abandoned questions."""

    name: str


@dataclass(frozen=True, slots=True)
class LinkOfficer:
    """Spend a one-time code: its officer is known by this contact from now on."""

    code_hash: str


@dataclass(frozen=True, slots=True)
class CountLookUp:
    """Put one look-up on record under hashed names, each with the number that follows its last.

    Another process that took the number first has made the decision stale: it is made again.
    """

    entries: tuple[tuple[str, int], ...]
    failed: bool


DossierCommand = CountLookUp
"""What citizens do about dossiers; applied in `handlers.applying_dossiers`."""

Command = (
    RecordConsent
    | ErasePerson
    | CorrectLastMessage
    | StopMessages
    | WipeInbound
    | CountEvent
    | LinkOfficer
    | ActAsOfficer
    | DossierCommand
)
