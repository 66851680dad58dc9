"""Pages anyone may read without a conversation: procedures, hours, privacy."""
