"""A reply as plain words, for channels without markup and buttons: Zalo, bridges, SMS.

Everything a reply holds is said in words: choices as a numbered list, links as addresses. What
may be shown bold is told beside the words, as runs; the words themselves never hold markup.
"""
