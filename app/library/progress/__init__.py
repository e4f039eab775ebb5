"""How one learner's calls went over time. Pure: what it needs is handed in. Nothing here compares people."""
