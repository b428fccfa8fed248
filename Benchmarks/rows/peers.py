"""What Braid is measured beside, each in a virtual environment of its own.

pip takes packages from where its own settings say (PIP_INDEX_URL, PIP_FIND_LINKS); PyTorch's build for processors
alone is a tenth of the size of the other.
"""
import os
import subprocess
import sys
import venv

from .builds import STORE
from .machine import Failure, say

NUMPY = "numpy==2.2.6"
NEEDS = {
    "numpy": [NUMPY],
    "formats": ["orjson==3.13.0", "lxml==6.1.3"],
    "pytorch": ["torch==2.13.0", NUMPY, "safetensors==0.8.0"],
    "keras": ["tensorflow-cpu==2.21.0", "keras==3.15.1", NUMPY],
    "spacy": ["spacy==3.8.18", NUMPY],
    "scikit-learn": ["scikit-learn==1.9.1", NUMPY],
}


def python_of(name, given=None):
    """A Python that has the packages; made and filled on first use, and when what is needed has changed."""
    if given:
        return given
    folder = os.path.join(STORE, "peers", name)
    python, mark = os.path.join(folder, "bin", "python"), os.path.join(folder, "complete")
    if os.path.exists(mark) and open(mark, encoding="utf-8").read().split() == NEEDS[name]:
        return python
    say(f"installing {' '.join(NEEDS[name])} into {folder}")
    try:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", *NEEDS[name]], check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Failure(f"{name} cannot be installed: {error}") from None
    with open(mark, "w", encoding="utf-8") as file:
        file.write("\n".join(NEEDS[name]))
    return python
