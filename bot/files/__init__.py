"""Files people send: told apart by their content, checked, read for QR codes, made safe to keep.

Everything here is synchronous, knows no channel, and treats every byte as hostile. Nothing of a
file's name or content is ever logged.
"""
