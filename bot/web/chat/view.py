"""A thread as messages of the page: who speaks and the HTML of what was said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from markupsafe import Markup

from bot.channels.web.render import Look, plain_text, reply_html
from bot.channels.web.thread import Entry, Said
from bot.web.visitors import new_nonce
from bot.web.words import FILE_SENT, LINK_OPENED, TAPPED, WORDS_ERASED
from handlers.messages import InboundKind, Reply

BUDGET: Final = 30_000
"""Characters of a thread's HTML on a page; with marks in UTF-8 about 40 kB on a cheap phone."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the page."""

    seq: int
    mine: bool
    """Said by the person."""
    at: datetime
    html: Markup


def messages(entries: tuple[Entry, ...], labels: dict[str, str]) -> Iterator[Message]:
    """The entries as messages; `labels` (action → label) grows with the choices met."""
    last = max((e.seq for e in entries if e.reply and e.reply.choices), default=-1)
    for entry in entries:
        if entry.reply is not None:
            labels.update(labels_of([entry.reply]))
            look = Look(nonce=new_nonce(), current=entry.seq == last, line=entry.seq)
            yield Message(entry.seq, mine=False, at=entry.at, html=reply_html(entry.reply, look))
        elif entry.erased:
            yield Message(entry.seq, mine=True, at=entry.at, html=plain_text(WORDS_ERASED))
        elif entry.said is not None and (words := _words(entry.said, labels)):
            yield Message(entry.seq, mine=True, at=entry.at, html=plain_text(words))


def recent(shown: tuple[Message, ...]) -> tuple[Message, ...]:
    """The newest messages within `BUDGET`; at least the last question with its answers."""
    asked = max((n for n, one in enumerate(shown) if one.mine), default=0)
    size = sum(len(one.html) for one in shown[asked:])
    while asked and size + len(shown[asked - 1].html) <= BUDGET:
        asked -= 1
        size += len(shown[asked].html)
    return shown[asked:]


def labels_of(replies: Iterable[Reply]) -> dict[str, str]:
    """The label of every choice, by action: a stored tap holds the action alone."""
    return {choice.action: choice.label for reply in replies for choice in reply.choices}


def _words(said: Said, labels: dict[str, str]) -> str:
    """What is shown of it; nothing for words that are empty."""
    match said.kind:
        case InboundKind.START:
            return LINK_OPENED
        case InboundKind.TAP:
            return labels.get(said.action, TAPPED)
        case InboundKind.FILES:
            return f"{FILE_SENT}: {said.text}" if said.text else FILE_SENT
        case _:
            return said.text
