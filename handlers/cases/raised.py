"""What an answer has to speak to: all that was said and not answered yet."""

from dataclasses import dataclass, field

from handlers.store import cases
from handlers.store.unit_of_work import Work
from knowledge.feedback.states import CaseAct

_CITIZENS = frozenset({CaseAct.ADD, CaseAct.REOPEN})


@dataclass
class _Said:
    """Words, and where among them those of an event are."""

    words: list[str]
    places: dict[int, int] = field(default_factory=dict)

    def add(self, event: cases.Row) -> None:
        self.words.append(event.words)
        self.places[event.id] = len(self.words) - 1

    def correct(self, event: cases.Row) -> None:
        """What it corrects, where that is here; the last words, where nobody knows."""
        if event.corrects is None:
            self.places[event.id] = len(self.words) - 1
            self.words[-1] = event.words
        elif event.corrects in self.places:
            self.words[self.places[event.corrects]] = event.words


def raised(work: Work, row: cases.Row) -> str:
    """The matter with what was corrected and added, or said at the reopening, and joined reports.

    Words that answer the ward's own question tell more of the same matter and raise no point.
    What of the matter itself was said anew stands in it already.
    """
    said = _Said([row.matter or ""])
    asked = False
    for event in cases.events(work, row.id):
        if event.act == CaseAct.ASK:
            asked = True
        if event.act not in _CITIZENS or not event.words:
            continue
        if event.act == CaseAct.REOPEN:
            said = _Said([event.words], {event.id: 0})
        elif event.note == "corrects":
            said.correct(event)
        elif not asked:
            said.add(event)
        asked = False
    others = [other.matter for other in cases.joined_to(work, row.id) if other.matter]
    return "\n".join(dict.fromkeys((*said.words, *others)))
