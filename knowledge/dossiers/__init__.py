"""What a citizen has handed in: its life, its dates and the rules over them. Pure.

Events come from the one-stop software, late, twice or out of order; everything that is said of a
dossier is derived from all of them. Storage stands in `knowledge.dossier_store`.
"""
