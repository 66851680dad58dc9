"""End in order when a signal says so."""

import asyncio
import signal
from contextlib import suppress


def stop_on_signals(server: object) -> None:
    """Let SIGTERM and SIGINT end the server in order.

    Uvicorn's own handlers raise the signal again after it ends; ours let us stop in order.
    """
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            loop.add_signal_handler(sign, setattr, server, "should_exit", True)
