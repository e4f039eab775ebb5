"""One module a letter; they share the machinery of perception.scoring and never each other."""
