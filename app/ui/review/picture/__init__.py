"""The picture of a review: playing, drawing over it, and what is drawn where there is none."""
