"""What is not taken here: complaints, denunciations, matters about the head. Nothing is kept."""

from dataclasses import dataclass
from datetime import datetime

from handlers.commands import Command, CountEvent, WipeInbound, WipeSince
from handlers.info import InfoCards
from handlers.messages import Reply
from handlers.turns import Answer, Told, Turn
from handlers.wording import feedback as wording
from knowledge.base import KnowledgeBase
from knowledge.feedback.kinds import FeedbackKind
from knowledge.matching.outcomes import Intent

CARDS = {FeedbackKind.COMPLAINT: "khieu_nai", FeedbackKind.DENUNCIATION: "to_cao"}
"""The card that tells the law's own road."""
NAMES = {FeedbackKind.COMPLAINT: "khiếu nại", FeedbackKind.DENUNCIATION: "tố cáo"}


@dataclass(frozen=True, slots=True)
class Roads:
    """Points elsewhere and forgets what was said (F-10 to F-12)."""

    base: KnowledgeBase
    now: datetime

    def by_law(self, kind: FeedbackKind, since: datetime) -> Turn:
        """A complaint or a denunciation: where, with what; words, files and draft wiped."""
        told = InfoCards(self.base).card(CARDS[kind], self.now)
        wiped: tuple[Command, ...] = (WipeSince(since), WipeInbound())
        counted = tuple(one for one in told.commands if isinstance(one, CountEvent))
        return Turn(
            told.replies,
            commands=(*wiped, *counted),
            told=told.told,
            answer=told.answer,
            keep_subject=False,
        )

    def to_the_province(self, since: datetime) -> Turn:
        """About the head, and nobody in the ward may see it."""
        reply = Reply(tuple(wording.about_the_head(self.base.commune)))
        commands: tuple[Command, ...] = (
            WipeSince(since),
            WipeInbound(),
            CountEvent("routed.about_head"),
        )
        return Turn(
            (reply,),
            commands=commands,
            told=(Told("card", value="about_head"),),
            answer=Answer("card", intent=Intent.FEEDBACK),
            keep_subject=False,
        )
