"""Annotate text with models that Braid trained.

>>> import braid
>>> with braid.open("runs/quickstart/model/model") as model:
...     for document in model.annotate(["The crew repaired the old bridge.", "The soup was cold."]):
...         print(document["predictions"]["pos"]["tags"]["upos"])

A document is a dictionary as https://docs.python.org/3/library/json.html reads it from Braid's JSONL. All offsets count
characters, so that ``text[start:end]`` is the token.
"""

from ._convert import to_pandas, to_spacy
from ._documents import Document, Frame, Label, Layers, Prediction, Sentence, Span, Translation
from ._errors import BraidError, ProgramError, RecordError
from ._model import Model, open
from ._program import program
from ._version import __version__

__all__ = [
    "BraidError",
    "Document",
    "Frame",
    "Label",
    "Layers",
    "Model",
    "Prediction",
    "ProgramError",
    "RecordError",
    "Sentence",
    "Span",
    "Translation",
    "__version__",
    "open",
    "program",
    "to_pandas",
    "to_spacy",
]
