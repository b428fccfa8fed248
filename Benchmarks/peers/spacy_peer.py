"""Tags documents with one tagger of spaCy on one thread: spacy_peer.py DOCUMENTS.jsonl --tags N

The pipeline is that of spaCy's efficiency configuration, a tokenizer, `HashEmbedCNN` of width 96 and a tagger, with
weights as they are at the start: its predictions mean nothing, its speed is that of a trained one. Reading the file is
not timed. Prints tokens a second of processor time as one line of JSON.
"""
import argparse
import json
import os
import time

for name in ("OMP_NUM_THREADS", "BLIS_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import spacy
from spacy.training import Example


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents")
    parser.add_argument("--tags", type=int, default=17)
    arguments = parser.parse_args()
    with open(arguments.documents, encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    nlp = spacy.blank("en")
    tagger = nlp.add_pipe("tagger")
    for number in range(arguments.tags):
        tagger.add_label(f"T{number}")
    sample = nlp.make_doc(texts[0])
    nlp.initialize(lambda: [Example.from_dict(sample, {"tags": ["T0"] * len(sample)})])
    for _ in nlp.pipe(texts[:256]):
        pass
    start = time.process_time()
    tokens = sum(len(document) for document in nlp.pipe(texts))
    print(json.dumps({"tokens": tokens, "rate": tokens / (time.process_time() - start), "version": spacy.__version__}))


if __name__ == "__main__":
    main()
