"""The members of documents; what is absent is missing, what is empty says that there is nothing."""

import sys
from typing import Dict, List, Optional, TypedDict

if sys.version_info >= (3, 11):
    from typing import NotRequired, Required
else:
    from typing_extensions import NotRequired, Required


class Label(TypedDict):
    """A label of a document, with its probability."""

    name: str
    score: NotRequired[float]


class Sentence(TypedDict):
    """A sentence: its tokens, ``[first, end]``."""

    tokens: List[int]


class Span(TypedDict):
    """A labelled span: its tokens ``[first, end]``, and the characters ``text[start:end]``."""

    label: str
    tokens: List[int]
    start: NotRequired[int]
    end: NotRequired[int]
    score: NotRequired[float]


class Argument(TypedDict):
    """An argument of a predicate."""

    role: str
    tokens: List[int]
    start: NotRequired[int]
    end: NotRequired[int]
    score: NotRequired[float]


class Frame(TypedDict):
    """A predicate, by the index of its token, with its arguments."""

    predicate: int
    arguments: List[Argument]
    sense: NotRequired[str]
    score: NotRequired[float]
    senseScore: NotRequired[float]


class Translation(TypedDict):
    """A text in another language or form."""

    text: str
    tokens: NotRequired[List[List[int]]]
    score: NotRequired[float]


class Layers(TypedDict, total=False):
    """Annotations by the names of their layers."""

    labels: Dict[str, List[Label]]
    probabilities: Dict[str, Dict[str, float]]
    tags: Dict[str, List[Optional[str]]]
    tagScores: Dict[str, List[Optional[float]]]
    spans: Dict[str, List[Span]]
    frames: List[Frame]
    translations: Dict[str, Translation]


class Prediction(Layers, total=False):
    """What a task predicts; ``missing`` names what it writes but has nothing to say of."""

    missing: List[str]


class Document(Layers, total=False):
    """A text with its tokens, what the source says of it, and what each task predicts, by the task's name.

    A token is ``[start, end]``, in characters.
    """

    id: str
    language: str
    text: Required[str]
    offsets: str
    tokens: List[List[int]]
    kinds: str
    sentences: List[Sentence]
    predictions: Dict[str, Prediction]
    fields: Dict[str, str]
