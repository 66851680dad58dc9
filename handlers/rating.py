"""Flow: the satisfaction question answered by a tap, and what was wrong after a low score."""

from dataclasses import dataclass, replace

from handlers import actions
from handlers.commands import Command, CountEvent
from handlers.dossier_commands import Rate
from handlers.dossiers import LookUp
from handlers.messages import Button, Reply
from handlers.private import in_private
from handlers.ratings import CHANGEABLE, LONGEST, LOW, WORDS_STEP, Criterion
from handlers.turns import IDLE, Turn
from handlers.wording import following as following_wording
from handlers.wording import rating as wording
from knowledge.dossiers.statuses import DossierStatus


@dataclass(frozen=True, slots=True)
class Rating:
    """One message of a person who rates a dossier of theirs (R-1 to R-4)."""

    look_up: LookUp

    def act(self, dossier: int, what: str) -> Turn:
        """A tap: a score, one of the six groups, or nothing more."""
        if self.look_up.inbound.group:
            return in_private("theodoi")
        if (refused := self._refused(dossier)) is not None:
            return refused
        if what in {"1", "2", "3", "4", "5"}:
            return self._scored(dossier, int(what))
        if what in set(Criterion):
            return self._ask_words(dossier, what)
        return _say(wording.THANKS)

    def read(self, words: str) -> Turn | None:
        """The words about a low score, when they were asked for."""
        state = self.look_up.state
        dossier = (state.draft or {}).get("dossier")
        if state.step != WORDS_STEP or state.expired or not isinstance(dossier, int):
            return None
        if (refused := self._refused(dossier)) is not None:
            return refused
        feedback = Button(wording.FEEDBACK, actions.build("c", "phan_anh"))
        return _say(wording.TOLD, Rate(dossier, words=words[:LONGEST]), buttons=(feedback,))

    def _scored(self, dossier: int, score: int) -> Turn:
        commands = (Rate(dossier, score=score), CountEvent(f"rating.{score}"))
        if score > LOW:
            return _say(wording.THANKS, *commands)
        buttons = [
            Button(label, actions.build("rate", str(dossier), key))
            for key, label in wording.CRITERIA.items()
        ]
        return _say(wording.WHICH, *commands, buttons=(*buttons, _skip(dossier)))

    def _ask_words(self, dossier: int, criterion: str) -> Turn:
        turn = _say(wording.TELL, Rate(dossier, criterion=criterion), buttons=(_skip(dossier),))
        return replace(turn, step=WORDS_STEP, draft={"dossier": dossier})

    def _refused(self, dossier: int) -> Turn | None:
        """Only the owner, only once the result was handed over, only for a week (R-1, R-4)."""
        up = self.look_up
        held = up.ports.follows.followed(up.inbound.address.contact, up.now)
        if not any(one.dossier == dossier and one.own for one in held):
            return _say(following_wording.NOT_FOLLOWED)
        found = up.ports.dossiers.by_id(dossier)
        if found is None or found.status is not DossierStatus.RETURNED:
            return _say(wording.NOT_YET)
        rated = up.ports.ratings.rated_at(dossier)
        if rated is not None and up.now - rated > CHANGEABLE:
            return _say(wording.CLOSED)
        return None


def _skip(dossier: int) -> Button:
    return Button(wording.SKIP, actions.build("rate", str(dossier), "skip"))


def _say(text: str, *commands: Command, buttons: tuple[Button, ...] = ()) -> Turn:
    return Turn((Reply(tuple(wording.said(text)), buttons),), step=IDLE, commands=commands)
