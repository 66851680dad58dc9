"""What the ward knows: procedures, matching, the working calendar. Imports nothing of ours above."""
