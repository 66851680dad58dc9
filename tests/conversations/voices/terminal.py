"""The terminal: what `motcua chat` sends and prints, the boxes around it taken off."""

import io

from rich.console import Console

from bot.channels.terminal.send import TerminalChannel
from bot.cli import chat as program
from bot.config import DEFAULT_FILE, load_settings
from handlers.messages import Address, ChannelName, Inbound, InboundKind
from tests.conversations.voices.ward import WardVoice

WIDE = 3_000
"""Columns: no line is broken, so that words are found as they were said."""


class TerminalVoice(WardVoice):
    """No buttons: choices by number."""

    channel = ChannelName.TERMINAL

    async def plug(self) -> None:
        """The screen."""
        self.screen = io.StringIO()
        console = Console(file=self.screen, width=WIDE)
        settings = load_settings(DEFAULT_FILE)
        self.channels[self.at] = TerminalChannel(
            lambda text: program._show(console, settings, text)
        )

    def contact(self, chat: str) -> str:
        """A name of the session."""
        return chat

    async def mark(self, chat: str) -> None:
        """The screen is empty."""
        del chat
        self.screen.seek(0)
        self.screen.truncate()

    async def act(self, chat: str, inbound: Inbound) -> bool:
        """A typed line."""
        typing = inbound.kind in {InboundKind.TEXT, InboundKind.START}
        if inbound.group or not typing:
            return await self.hand_over(chat, inbound)
        person = Address(self.at, self.contact(chat))
        await program._send(self, person, inbound.text, inbound.kind)  # type: ignore[arg-type]
        return True

    async def read(self, chat: str) -> str:
        """What stands on the screen."""
        del chat
        inside = [line for line in self.screen.getvalue().splitlines() if line.startswith("│")]
        return "\n".join(line.strip("│").strip() for line in inside)
