"""Every step a conversation may wait in, with what its draft must hold.

A row outlives releases: a draft that no longer holds what its step reads, or a step nobody knows
any more, is let go with the word that an expired one gets. What it holds beyond that stays.
"""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from handlers.turns import IDLE


class Held(BaseModel):
    """What a step reads of its draft."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class Nothing(Held):
    """The step waits for words and remembers nothing."""


class Coded(Held):
    """About a case or a procedure, by its code."""

    code: str


class Report(Held):
    """A report being taken (`feedback.draft`)."""

    since: str
    parts: list[str]
    ids: list[str] | None = None
    kind: str | None = None
    confirmed: bool | None = None
    plain: bool | None = None
    skipped: bool | None = None
    urgent: bool | None = None
    files: int | None = None
    place: str | None = None
    area: str | None = None
    area_asked: bool | None = None
    looked: bool | None = None
    dossier: int | None = None
    field: str | None = None
    broadcast: int | None = None


class Offered(Held):
    """Words that may become a report."""

    parts: list[str]
    since: str | None = None
    ids: list[str] | None = None


class Kept(Held):
    """Words for an officer, and when to call back."""

    parts: list[str]
    slots: list[list[str]] | None = None
    slot: list[str] | None = None


class Agreeing(Held):
    """What goes on once somebody has agreed."""

    resume: str
    otherwise: str | None = None
    parts: list[str] | None = None
    since: str | None = None


class Road(Held):
    """Until when a complaint may still be told."""

    until: str


class Choosing(Held):
    """Options of a question back."""

    options: list[list[Any]]
    family: str | None = None
    part: str | None = None
    day: str | None = None


class LookedUp(Held):
    """A dossier somebody asks for."""

    ref: str
    own: bool | None = None


class OneDossier(Held):
    """One dossier, by its number."""

    dossier: int
    new: str | None = None
    rule: str | None = None


class Dossiers(Held):
    """Several dossiers, by their numbers."""

    dossiers: list[int]
    new: str | None = None


class Slip(Held):
    """An apology that waits for its signature."""

    slip: int


class Counted(Held):
    """How many were confirmed so far."""

    count: int


class Answering(Held):
    """What an officer writes about a case."""

    code: str
    act: str | None = None
    words: str | None = None
    override: str | None = None
    late: str | None = None
    of: str | None = None
    ready: str | None = None


class Teaching(Held):
    """A card or phrase being taught."""

    code: str
    procedure: str | None = None
    title: str | None = None
    phrases: list[str] | None = None
    body: str | None = None
    kept: list[str] | None = None


class News(Held):
    """A broadcast being written."""

    text: str | None = None
    areas: list[str] | None = None
    audience: str | None = None
    urgent: bool | None = None
    topic: str | None = None
    due: str | None = None
    form: list[int] | None = None
    values: dict[str, Any] | None = None
    asked: str | None = None


STEPS: Final[Mapping[str, type[Held]]] = {
    IDLE: Nothing,
    "guide.choose": Choosing,
    "limit.day": Coded,
    "news.area": Nothing,
    "privacy.consent": Agreeing,
    "privacy.correct": Nothing,
    "rating.words": OneDossier,
    "dossier.code": Nothing,
    "dossier.digits": LookedUp,
    "dossier.shown": LookedUp,
    "feedback.describe": Report,
    "feedback.suspect": Report,
    "feedback.kind": Report,
    "feedback.missing": Report,
    "feedback.who": Report,
    "feedback.name": Report,
    "feedback.area": Report,
    "feedback.digits": Report,
    "feedback.road": Road,
    "feedback.offer": Offered,
    "feedback.open": Coded,
    "feedback.add": Coded,
    "feedback.find": Nothing,
    "feedback.unsolved": Coded,
    "human.offer": Kept,
    "human.words": Kept,
    "human.phone": Kept,
    "human.slot": Kept,
    "case.write": Answering,
    "case.preview": Answering,
    "teach.pick": Teaching,
    "teach.phrase": Teaching,
    "teach.card": Teaching,
    "teach.body": Teaching,
    "teach.check": Teaching,
    "work.news": News,
    "work.news-field": News,
    "work.date": OneDossier,
    "work.reason": OneDossier,
    "work.cause": OneDossier,
    "work.pass": OneDossier,
    "work.causes": Dossiers,
    "work.sorry-date": Dossiers,
    "work.sorry-why": Dossiers,
    "work.sign": Slip,
    "work.refuse": Slip,
    "work.ready": Nothing,
    "work.sweep": Counted,
}
"""By the name that is stored."""


def fits(step: str, draft: Mapping[str, Any] | None) -> bool:
    """Whether a stored draft holds what its step reads; False for a step that is unknown."""
    if step not in STEPS:
        return False
    try:
        STEPS[step].model_validate(dict(draft or {}))
    except ValidationError:
        return False
    return True
