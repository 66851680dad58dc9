"""Vietnamese as people type it: cleaning, folding, keystrokes, short forms, codes, word lists."""
