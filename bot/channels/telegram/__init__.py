"""The Telegram channel: own receivers over python-telegram-bot's client, types and errors.

A raw update is stored through dispatch before it is confirmed to Telegram; PTB's updater, job
queue, conversation handler and persistence are not used.
"""
