"""Documents as pandas and spaCy have them."""

from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, List, Literal, Optional, Tuple

from ._documents import Document, Layers

if TYPE_CHECKING:
    import pandas
    import spacy.tokens
    import spacy.vocab


def to_pandas(
    documents: Iterable[Document], rows: Literal["documents", "tokens", "spans"] = "tokens"
) -> "pandas.DataFrame":
    """Documents as a table.

    Args:
        documents: what ``Model.annotate`` gives.
        rows: what a row is: a document, with its labels, translations and fields; a token, with its tags; or a span or argument,
            with its label.

    Returns:
        A table whose columns ``document`` (the place among the documents, from 0) and ``id`` say where a row is from.
        ``start`` and ``end`` count characters. Columns of layers are called ``LAYER`` for what the source says and
        ``TASK.LAYER`` for predictions; several labels of a document are a list.
    """
    import pandas

    if rows == "documents":
        return pandas.DataFrame([_document_row(index, document) for index, document in enumerate(documents)])
    if rows not in ("tokens", "spans"):
        raise ValueError(f"rows: {rows!r}, expected 'documents', 'tokens' or 'spans'")
    table: List[Dict[str, Any]] = []
    for index, document in enumerate(documents):
        for row in _token_rows(document) if rows == "tokens" else _span_rows(document):
            table.append({"document": index, "id": document.get("id", ""), **row})
    if rows == "spans":
        names = ["document", "id", "task", "layer", "label", "start", "end", "text", "predicate", "score"]
        return pandas.DataFrame(table, columns=names)
    return pandas.DataFrame(table, columns=None if table else ["document", "id", "start", "end", "text"])


def _parts(document: Document) -> Iterator[Tuple[str, Layers]]:
    """The layers of the source, and those of each task behind its name."""
    yield "", document
    yield from document.get("predictions", {}).items()


def _name(task: str, layer: str) -> str:
    return f"{task}.{layer}" if task else layer


def _document_row(index: int, document: Document) -> Dict[str, Any]:
    row: Dict[str, Any] = {"document": index, "id": document.get("id", ""), "text": document["text"]}
    for task, layers in _parts(document):
        for layer, labels in layers.get("labels", {}).items():
            names = [label["name"] for label in labels]
            row[_name(task, layer)] = names[0] if len(names) == 1 else names
            if len(labels) == 1 and "score" in labels[0]:
                row[_name(task, layer) + ".score"] = labels[0]["score"]
        for layer, translation in layers.get("translations", {}).items():
            row[_name(task, layer)] = translation["text"]
    row.update(document.get("fields", {}))
    return row


def _token_rows(document: Document) -> Iterator[Dict[str, Any]]:
    text = document["text"]
    sentences: Dict[int, int] = {}
    for number, sentence in enumerate(document.get("sentences", [])):
        sentences.update((token, number) for token in range(*sentence["tokens"]))
    columns: Dict[str, List[Optional[str]]] = {}
    for task, layers in _parts(document):
        for layer, tags in layers.get("tags", {}).items():
            columns[_name(task, layer)] = tags
    for index, (start, end) in enumerate(document.get("tokens", [])):
        row = {"sentence": sentences.get(index), "token": index, "start": start, "end": end, "text": text[start:end]}
        row.update((name, tags[index]) for name, tags in columns.items())
        yield row


def _span_rows(document: Document) -> Iterator[Dict[str, Any]]:
    text = document["text"]
    for task, layers in _parts(document):
        for layer, spans in layers.get("spans", {}).items():
            for span in spans:
                yield _span_row(text, task, layer, span["label"], span)
        for frame in layers.get("frames", []):
            for argument in frame["arguments"]:
                yield {
                    **_span_row(text, task, "roles", argument["role"], argument),
                    "predicate": frame["predicate"],
                }


def _span_row(text: str, task: str, layer: str, label: str, span: Any) -> Dict[str, Any]:
    start, end = span.get("start"), span.get("end")
    covered = None if start is None else text[start:end]
    row = {"task": task or None, "layer": layer, "label": label, "start": start, "end": end, "text": covered}
    return {**row, "score": span.get("score")}


def to_spacy(document: Document, vocab: "Optional[spacy.vocab.Vocab]" = None) -> "spacy.tokens.Doc":
    """A document as spaCy's ``Doc``, with Braid's tokens and sentences.

    What a task predicts goes before what the source says. The tags ``upos`` become ``token.pos_``, ``xpos`` ``token.tag_``,
    ``lemma`` ``token.lemma_``, ``feats`` ``token.morph``; labels become ``doc.cats``, with probabilities where there are any;
    each layer of spans is a group in ``doc.spans``, and the first one without overlaps is ``doc.ents``. The whole document is
    ``doc.user_data["braid"]``.

    Args:
        document: what ``Model.annotate`` gives.
        vocab: of the pipeline that the ``Doc`` is for; one of its own when None.

    Raises:
        ValueError: when tokens overlap, or the text has something between tokens other than white space.
    """
    import spacy
    from spacy.tokens import Doc, Span

    text, tokens = document["text"], document.get("tokens", [])
    words: List[str] = []
    spaces: List[bool] = []
    places: List[int] = []
    position = 0
    for index, (start, end) in enumerate(tokens):
        gap = text[position:start]
        if start < position or gap.strip():
            raise ValueError(f"token {index}: {gap.strip()!r} stands before it and is in no token")
        # spaCy has one space behind a token; more white space is a token of its own.
        if words and gap.startswith(" "):
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
        places.append(len(words))
        words.append(text[start:end])
        spaces.append(False)
        position = end
    rest = text[position:]
    if words and rest.startswith(" "):
        spaces[-1] = True
        rest = rest[1:]
    if rest:
        words.append(rest)
        spaces.append(False)
    sentences = document.get("sentences", [])
    starts: Any = None
    if sentences and words:
        starts = [False] * len(words)
        # White space before the first sentence is part of it.
        for sentence in sentences[1:]:
            first = sentence["tokens"][0]
            if first < len(places):
                starts[places[first]] = True
        starts[0] = True
    # A vocabulary of spaCy's own knows which words are white space, an empty one does not.
    doc = Doc(vocab or spacy.blank("xx").vocab, words=words, spaces=spaces, sent_starts=starts)
    doc.user_data["braid"] = document
    for _, layers in _parts(document):
        _add_layers(doc, layers, places, Span)
    return doc


def _add_layers(doc: Any, layers: Layers, places: List[int], make_span: Any) -> None:
    setters = {"upos": "pos_", "xpos": "tag_", "lemma": "lemma_"}
    for layer, tags in layers.get("tags", {}).items():
        for place, tag in zip(places, tags):
            token = doc[place]
            if tag is None:
                continue
            if layer == "feats":
                token.set_morph(None if tag == "_" else tag)
            elif layer in setters:
                try:
                    setattr(token, setters[layer], tag)
                except (KeyError, ValueError):
                    # A tag that is none of Universal Dependencies stays in `user_data`.
                    pass
    for layer, labels in layers.get("labels", {}).items():
        doc.cats.update((label["name"], label.get("score", 1.0)) for label in labels)
    for probabilities in layers.get("probabilities", {}).values():
        doc.cats.update(probabilities)
    for layer, spans in layers.get("spans", {}).items():
        made = []
        for span in spans:
            first, end = span["tokens"]
            if first < end <= len(places):
                made.append(make_span(doc, places[first], places[end - 1] + 1, label=span["label"]))
        doc.spans[layer] = made
        try:
            doc.ents = made
        except ValueError:
            # Spans that overlap are no entities; they are in `doc.spans`.
            pass
