"""The chat page: read it (`pages`), post to it (`posting`), hear from it (`stream`)."""
