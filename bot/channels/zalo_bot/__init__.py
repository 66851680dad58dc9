"""The Zalo Bot Platform channel: own receivers and calls over aiohttp, no SDK.

An update is stored through dispatch before the webhook is answered or the next one is asked for.
The platform has no key that makes a send harmless to repeat: what may have arrived is told to the
officers as `unknown` and never sent again.
"""
