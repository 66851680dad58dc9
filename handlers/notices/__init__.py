"""What the ward writes unasked: which notice, to whom, when, until when, and why.

Planning is pure: from a dossier and the moment, the same notices every time. Each has a key, so
that queueing it twice, or after an outage, sends it once.
"""
