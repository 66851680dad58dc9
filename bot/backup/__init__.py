"""A backup is one zip file: a consistent copy of the database, the files people sent, a manifest.

The manifest is written last and names every member with its size and checksum, so that a file cut
short or changed is refused. Keys, settings and `sent.mark` are never in it: only fingerprints of
the keys and settings, which tell a restore whether those beside it fit.
"""
