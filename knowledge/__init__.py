"""What the ward knows: procedures, matching, the calendar. Imports nothing of ours above."""
