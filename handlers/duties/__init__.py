"""What officers owe over dossiers: who has what, what may be done, what becomes of it. Pure.

The acts themselves, which write, stand in `handlers.acts`; the flow in `handlers.desk`.
"""
