"""Short drills of 60 to 120 seconds, one letter each: written items, a session, what is found. No Qt."""
