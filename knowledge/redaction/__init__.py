"""What to take out of words before they are published: suggestions a person confirms.

Rules find numbers, addresses and named people; underthesea's recogniser finds names the rules
miss. Nothing is taken out by itself, and a suggestion may be switched off, but for what may never
stand on a public page (`knowledge.redaction.never`).
"""
