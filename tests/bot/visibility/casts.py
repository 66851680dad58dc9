"""Who works at a ward and what its cases are about: each cast with a table of eyes of its own.

The tables are written by hand from the rule of the domain (F-5) and ask no function of the product.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from handlers.officers import Role
from knowledge.commune import Commune
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.fakes.casework import ABOVE, COMMUNE, ROLES

HEAD, LEAD, ONE, UNDER, THIRD, REVIEWER, ADMIN = (
    "Đầu Mẫu", "Phụ Mẫu", "Bạch Mẫu", "Cường Mẫu", "Dung Mẫu", "Soát Mẫu", "Quản Mẫu",
)  # fmt: skip
"""Phụ answers to Đầu, Bạch to Phụ, Cường to Bạch; Bạch, Cường and Dung are the unit."""
PEOPLE: Final = (HEAD, LEAD, ONE, UNDER, THIRD, REVIEWER, ADMIN)
LOCAL, SERVICE, CONDUCT, QUESTION = (
    FeedbackKind.LOCAL_MATTER, FeedbackKind.SERVICE, FeedbackKind.CONDUCT, FeedbackKind.QUESTION,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of case, and who may know of it."""

    kind: FeedbackKind
    eyes: frozenset[str]
    about: About = About.NOBODY
    person: str | None = None
    named: tuple[str, ...] = ()
    """Who else is named in it."""
    unit: str | None = None
    """Where it went; None: where the rules send its kind."""
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """Officers with their places, and every sort of case there is a rule for."""

    sorts: Mapping[str, Kind]
    in_groups: frozenset[str]
    """About nobody: these may stand before a group whose readers nobody knows."""
    states: tuple[CaseState, ...] = (CaseState.RECEIVED, CaseState.ANSWERED, CaseState.CLOSED)
    commune: Commune = COMMUNE
    roles: Mapping[str, set[Role]] = field(default_factory=lambda: ROLES)
    above: Mapping[str, str] = field(default_factory=lambda: ABOVE)
    away: Mapping[str, str] = field(default_factory=dict)
    """Who is away, and who has their work meanwhile."""

    def below(self, who: str) -> set[str]:
        """Everybody who answers to somebody, however far down."""
        found = {one for one, over in self.above.items() if over == who}
        return found | {far for one in found for far in self.below(one)}


def _kind(
    kind: FeedbackKind,
    eyes: Iterable[str],
    person: str | None = None,
    about: About | None = None,
    **more: object,
) -> Kind:
    found = about or (About.NOBODY if person is None else About.OFFICER)
    return Kind(kind, frozenset(eyes), found, person, **more)  # type: ignore[arg-type]


PLAIN: Final = Cast(
    sorts={
        "of the unit": _kind(LOCAL, {HEAD, LEAD, ONE, UNDER, THIRD, REVIEWER}),
        "of the desk": _kind(SERVICE, {HEAD, LEAD, REVIEWER}),
        "a question": _kind(QUESTION, {HEAD, LEAD, REVIEWER}),
        "of conduct": _kind(CONDUCT, {HEAD, REVIEWER}),
        "unclear": _kind(LOCAL, {HEAD, REVIEWER}, about=About.UNCLEAR),
        "about the head": _kind(LOCAL, {REVIEWER}, HEAD, About.HEAD),
        "about the lead": _kind(LOCAL, {HEAD, THIRD, REVIEWER}, LEAD),
        "about one": _kind(LOCAL, {HEAD, LEAD, THIRD, REVIEWER}, ONE),
        "about who is under": _kind(LOCAL, {HEAD, LEAD, ONE, THIRD, REVIEWER}, UNDER),
        "about the third": _kind(LOCAL, {HEAD, LEAD, ONE, UNDER, REVIEWER}, THIRD),
        "about the reviewer": _kind(LOCAL, {HEAD, LEAD, ONE, UNDER, THIRD}, REVIEWER),
        "about the administrator": _kind(LOCAL, {HEAD, LEAD, ONE, UNDER, THIRD, REVIEWER}, ADMIN),
        "conduct of one": _kind(CONDUCT, {HEAD, REVIEWER}, ONE),
        "a question about one": _kind(QUESTION, {HEAD, LEAD, REVIEWER}, ONE),
    },
    in_groups=frozenset({"of the unit", "of the desk", "a question"}),
)
"""Everybody has one role and one desk, and is there."""

_WATCHERS: Final = {HEAD, LEAD, UNDER, REVIEWER}
_LEADERS: Final = {*_WATCHERS, ONE}
GREEN: Final = "moi_truong"

MANY_HATS: Final = Cast(
    sorts={
        "of the unit": _kind(LOCAL, {*_LEADERS, THIRD}),
        "of the other unit": _kind(LOCAL, {*_LEADERS, ADMIN}, unit=GREEN),
        "of the desk": _kind(SERVICE, _LEADERS),
        "held by who is away": _kind(SERVICE, {*_LEADERS, THIRD}, holder=UNDER),
        "of conduct": _kind(CONDUCT, _WATCHERS),
        "conduct given to one": _kind(CONDUCT, _LEADERS, holder=ONE),
        "conduct held by who is away": _kind(CONDUCT, _WATCHERS, holder=UNDER),
        "unclear": _kind(LOCAL, _WATCHERS, about=About.UNCLEAR),
        "about the head": _kind(LOCAL, {UNDER, REVIEWER}, HEAD, About.HEAD),
        "about the deputy": _kind(LOCAL, {UNDER, REVIEWER}, LEAD, About.HEAD),
        "about the head naming one": _kind(LOCAL, {REVIEWER}, HEAD, About.HEAD, named=(ONE,)),
        "about the head naming the reviewer": _kind(
            LOCAL, {UNDER}, HEAD, About.HEAD, named=(REVIEWER,)
        ),
        "about one": _kind(LOCAL, {HEAD, LEAD, THIRD, REVIEWER}, ONE),
        "about one at the other desk": _kind(LOCAL, {HEAD, LEAD, REVIEWER, ADMIN}, ONE, unit=GREEN),
        "about one, their junior standing in": _kind(
            LOCAL, {HEAD, LEAD, THIRD, REVIEWER}, ONE, holder=LEAD
        ),
        "about who is under": _kind(LOCAL, {HEAD, LEAD, ONE, THIRD, REVIEWER}, UNDER),
        "about who stands in": _kind(SERVICE, _LEADERS, THIRD, holder=UNDER),
        "about the third": _kind(LOCAL, _LEADERS, THIRD),
        "about the reviewer": _kind(LOCAL, {HEAD, LEAD, ONE, UNDER, THIRD}, REVIEWER),
        "about the administrator": _kind(LOCAL, _LEADERS, ADMIN, unit=GREEN),
        "conduct of who is under": _kind(CONDUCT, {HEAD, LEAD, REVIEWER}, UNDER),
        "conduct of the reviewer": _kind(CONDUCT, {HEAD, LEAD, UNDER}, REVIEWER),
        "a question about one": _kind(QUESTION, {HEAD, LEAD, REVIEWER}, ONE),
    },
    in_groups=frozenset({"of the unit", "of the other unit", "of the desk", "held by who is away"}),
    states=(CaseState.RECEIVED, CaseState.ANSWERED),
    commune=COMMUNE.model_copy(
        update={
            "feedback": COMMUNE.feedback.model_validate(
                {
                    **COMMUNE.feedback.model_dump(exclude_unset=True),
                    "units": {
                        **COMMUNE.feedback.model_dump(exclude_unset=True)["units"],
                        GREEN: {"name": "Tổ Môi trường", "officers": [ONE, ADMIN]},
                    },
                }
            )
        }
    ),
    roles={
        HEAD: {Role.HEAD},
        LEAD: {Role.HEAD, Role.DESK_LEAD},
        ONE: {Role.DESK_LEAD, Role.OFFICER},
        UNDER: {Role.OFFICER, Role.REVIEWER},
        THIRD: {Role.OFFICER},
        REVIEWER: {Role.REVIEWER, Role.ADMIN},
        ADMIN: {Role.ADMIN, Role.OFFICER},
    },
    above={LEAD: HEAD, ONE: LEAD, UNDER: ONE, REVIEWER: HEAD, ADMIN: REVIEWER},
    away={LEAD: UNDER, UNDER: THIRD},
)
"""Two roles and two desks each: a deputy head who leads the desk, an officer who leads it too, a
reviewer of the unit who stands in for them all, another who runs the program. Phụ is away with
Cường in their place, who answers to them, and Cường's own work is Dung's meanwhile."""
CASTS: Final = {"plain": PLAIN, "many hats": MANY_HATS}
