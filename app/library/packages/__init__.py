"""Sessions in one encrypted file, to give to a coach, and the coach's notes on their way back."""
