"""Where the program is."""

import os
import shutil
from pathlib import Path

from ._errors import ProgramError


def program() -> str:
    """The path of the program ``braid``.

    It is the one that ``BRAID_PROGRAM`` names, else the one in this package, else the first on the ``PATH``.

    Raises:
        ProgramError: when there is none.
    """
    named = os.environ.get("BRAID_PROGRAM")
    own = Path(__file__).parent / "program" / "braid"
    if named:
        path = shutil.which(named)
    elif own.is_file():
        path = str(own)
    else:
        path = shutil.which("braid")
    if path is None:
        raise ProgramError(
            f"{named or 'braid'}: no such program. "
            "Install a wheel that carries it, put it on the PATH, or name it by BRAID_PROGRAM."
        )
    return path
