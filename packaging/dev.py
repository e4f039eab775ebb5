"""Set up, run and check Attune from a source checkout. Needs nothing but Python; see packaging/README.md.

python3 packaging/dev.py run     makes .venv, installs libraries and models, then starts the programme
python3 packaging/dev.py test    the same set-up where needed, then the whole check
"""

import os
import sys

if sys.version_info < (3, 9):  # noqa: UP036 - an old Python must be told so in words it can still print
    sys.stderr.write(
        "attune: this is Python %d.%d; the set-up needs Python 3.11 to 3.13. "  # noqa: UP031
        "Install one (python.org, or 'pyenv install 3.12') and run the command with it.\n" % sys.version_info[:2]
    )
    sys.exit(2)

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - before pathlib is worth its time

from devtools.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
