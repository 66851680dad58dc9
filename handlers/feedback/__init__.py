"""Flow: take phản ánh, kiến nghị; what came of it; withdraw, add, say whether it is solved.

Deciding only: what it may read comes through `ports`, what changes leaves as commands.
"""
