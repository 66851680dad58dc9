"""Storage: tables, the unit of work, and statements built once.

Nothing but `Work.commit` commits; functions here take the open `Work` (or a read one).
"""
