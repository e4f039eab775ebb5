"""One better wording for a sentence that judges, dismisses or goes to the fix at once, in the customer's own words.

`better.py` builds it, `told.py` finds what the customer told, `persons.py` turns it to "you", `fluent.py` looks whether
it reads well, `wording.py` holds the templates of assets/lexicons/rewrites.toml.
"""
