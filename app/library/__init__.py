"""What is kept on this machine: sessions, learners, notes. No Qt."""
