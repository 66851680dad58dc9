"""Cases of feedback as the ward works on them: who may see one, acts, clocks, who is told.

Every act is a function `(work, ward, officer, code, …, now)`, the same for chat, console and
command line. What an officer may not see does not exist for them: the answer is the same.
"""
