"""A ward's year on a virtual clock: the real store, jobs and delivery, an invented register.

Everything is drawn from one seed, so that the same seed gives the same year.
"""
