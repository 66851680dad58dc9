"""A bare echo bot of python-telegram-bot, to be measured beside ours.

    python -m tests.benchmarks._echo API_URL TOKEN AT_ONCE

AT_ONCE 0 is what the library calls `concurrent_updates(True)`, with all else left as it comes;
16 is tuned by hand as its makers advise: as many connections, and patience for one.
"""

import sys

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it back."""
    del context
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def main() -> None:
    """Poll until killed."""
    url, token, at_once = sys.argv[1], sys.argv[2], int(sys.argv[3])
    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot")
    if at_once:
        builder = builder.connection_pool_size(at_once).pool_timeout(30)
        builder = builder.concurrent_updates(at_once)
    else:
        builder = builder.concurrent_updates(True)
    application: Application = builder.build()  # type: ignore[type-arg]
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
