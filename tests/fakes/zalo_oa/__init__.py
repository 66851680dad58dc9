"""A strict Zalo Official Account: it refuses what the documentation says is refused."""
