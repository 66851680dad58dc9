"""A point on the map names no place: where rules decide by place, its sender says which one it is.

No map of the ward lies in the settings, so a point is never taken for a hamlet or a street by
guess: one tap names it, and who does not know is taken at their word, which the card then says.
"""

from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

from handlers import actions
from handlers.feedback.draft import Draft
from handlers.messages import Button, Paragraph, Reply
from handlers.wording import feedback as wording
from handlers.wording import guide as guide_wording
from knowledge.commune import FeedbackSettings
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.routing import places_that_decide
from knowledge.text.folding import fold

AREA: Final = "feedback.area"
SHOWN: Final = 6
"""Places offered at once, with the way to the next ones."""


@dataclass(frozen=True, slots=True)
class Areas:
    """The places that decide about one report, its field known."""

    settings: FeedbackSettings
    draft: Draft

    @property
    def open(self) -> tuple[str, ...]:
        """Places of which one may be the right one; empty: where it is changes nothing."""
        draft = self.draft
        # Of conduct head and reviewer hear first, wherever it was.
        if not draft.place or draft.area or draft.kind in {None, FeedbackKind.CONDUCT}:
            return ()
        kind = draft.kind or FeedbackKind.SERVICE
        return places_that_decide(self.settings, kind, draft.text, field=draft.field)

    @property
    def due(self) -> bool:
        """Whether it is to be asked."""
        return bool(self.open) and not self.draft.area_asked

    def question(self, first: int = 0) -> Reply:
        """Some of the places, the next ones, or that one does not know."""
        names = self.open
        first = first if 0 <= first < len(names) else 0
        shown, further = names[first : first + SHOWN], first + SHOWN
        buttons = [Button(name, actions.build("fb", "area", _key(name))) for name in shown]
        if len(names) > SHOWN:
            onward = further if further < len(names) else 0
            buttons.append(Button(wording.OTHER_AREAS, actions.build("fb", "areas", str(onward))))
        buttons += [
            Button(wording.NO_AREA, actions.build("fb", "no-area")),
            Button(guide_wording.CANCEL, actions.build("cancel")),
        ]
        return Reply((Paragraph(wording.WHICH_AREA),), tuple(buttons))

    def chosen(self, key: str) -> Draft | None:
        """With the place that was tapped; None: it is none of these any more."""
        name = next((one for one in self.open if _key(one) == key), None)
        return None if name is None else replace(self.draft, area=name, area_asked=True)

    @property
    def where(self) -> str:
        """The point as the case keeps it: with its place, or with that nobody knows it."""
        return wording.spot(self.draft.place, self.draft.area, unsure=bool(self.open))


def _key(name: str) -> str:
    """Stands for a name in a button: letters with marks cannot, a number might be another's."""
    return f"{crc32(fold(name).encode()):08x}"
