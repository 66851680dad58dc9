"""Feedback of citizens, pure: its kinds, states, clocks, routing, and the checks of an answer.

Law: NĐ 20/2008/NĐ-CP as amended by NĐ 92/2017/NĐ-CP. Complaints (2011 law) and denunciations
(2018 law) are recognised here only so that they are never taken.
"""
