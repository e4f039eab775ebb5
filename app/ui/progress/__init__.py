"""The window: how calls went over time, and two of them side by side."""
