"""Text as people type it: folding, abbreviations, input styles."""
