"""The command ``braid``: the program in this package, with the same arguments."""

import os
import sys
from typing import NoReturn

from ._program import program


def main() -> NoReturn:
    """Runs the program in the place of this process."""
    path = program()
    os.execv(path, [path, *sys.argv[1:]])


if __name__ == "__main__":
    main()
