"""Turns of one sentence, and a word before a turn."""

from dataclasses import replace

from handlers.commands import Command
from handlers.messages import Block, Paragraph, Reply
from handlers.turns import Turn


def say(text: str, *commands: Command) -> Turn:
    """One plain sentence."""
    return Turn((Reply((Paragraph(text),)),), commands=commands)


def prefixed(turn: Turn, block: Block) -> Turn:
    """A turn with a word before its first reply."""
    first, *rest = turn.replies
    return replace(turn, replies=(replace(first, blocks=(block, *first.blocks)), *rest))
