"""The web of one commune: chat, public pages, health. Talks to the rest through `ports` alone."""
