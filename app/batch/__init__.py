"""A folder of recordings: finding them, remembering what is done, running them. Without Qt, models and cameras."""
