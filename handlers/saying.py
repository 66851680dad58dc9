"""Turns of one sentence, and a word before a turn."""

from dataclasses import replace

from handlers.commands import Command
from handlers.messages import Block, Paragraph, Reply
from handlers.turns import Turn


def lined(turn: Turn, at: int, block: Block) -> Turn:
    """The turn with a block among those of its first reply; it answers what was asked on."""
    first = turn.replies[0]
    blocks = (*first.blocks[:at], block, *first.blocks[at:])
    answer = replace(turn.answer, follow_up=True) if turn.answer else None
    return replace(turn, replies=(replace(first, blocks=blocks), *turn.replies[1:]), answer=answer)


def say(text: str, *commands: Command) -> Turn:
    """One plain sentence."""
    return Turn((Reply((Paragraph(text),)),), commands=commands)


def prefixed(turn: Turn, block: Block) -> Turn:
    """A turn with a word before its first reply."""
    first, *rest = turn.replies
    return replace(turn, replies=(replace(first, blocks=(block, *first.blocks)), *rest))
