"""`motcua chat`: the same conversation, inbox and outbox, in the terminal."""

import asyncio
import contextlib
import uuid
from typing import TYPE_CHECKING

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.cli.opened import make_first
from bot.config import Settings, load_settings
from handlers.messages import Address, ChannelName, Inbound, InboundKind

if TYPE_CHECKING:
    from bot.app import Core

LEAVE = frozenset({"/thoat", "/thoát", "exit", "quit"})


def chat() -> None:
    """Talk until `/thoat` or the end of the input."""
    from bot.logs import configure

    settings = load_settings()
    make_first(settings)
    configure(level="error", form=settings.log.form)
    asyncio.run(_talk(settings, Console()))


async def _talk(settings: Settings, console: Console) -> None:
    from bot.app import Core
    from bot.channels.terminal.send import TerminalChannel

    core = Core(settings)
    endpoint = core.endpoint(ChannelName.TERMINAL, "local")
    person = Address(endpoint, uuid.uuid4().hex)
    core.channels[endpoint] = TerminalChannel(lambda text: _show(console, settings, text))
    await core.start()
    try:
        await _send(core, person, "", InboundKind.START)
        while (words := await asyncio.to_thread(_read, console)) is not None:
            await _send(core, person, words, InboundKind.TEXT)
    finally:
        await core.stop()


async def _send(core: "Core", person: Address, words: str, kind: InboundKind) -> None:
    inbound = Inbound(person, uuid.uuid4().hex, core.clock.now(), kind, text=words)
    stored = await core.dispatch.submit(inbound)
    if stored is not None:
        await core.dispatch.settle(stored)


def _read(console: Console) -> str | None:
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        words = console.input("[bold]Anh/chị: [/bold]")
        return None if words.strip().lower() in LEAVE else words
    return None


def _show(console: Console, settings: Settings, text: str) -> None:
    mark = "DỮ LIỆU THỬ" if settings.commune.stage == "sample" else None
    panel = Panel(Text(text), title=settings.commune.name, subtitle=mark, title_align="left")
    console.print(panel)
