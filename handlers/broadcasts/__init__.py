"""What the ward writes to many: composed, approved by a second person, queued in short bites."""
