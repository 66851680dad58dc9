"""When something happens unprompted: the timetable and its jobs, which only queue."""
