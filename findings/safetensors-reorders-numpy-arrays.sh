#!/usr/bin/env bash
# safetensors 0.8.0 writes NumPy arrays in the order they have in memory: word vectors come back with others' numbers.
#
# Tools:    safetensors 0.8.0 and 0.7.0, safetensors.numpy (its open issue 825); numpy 2.4.6; scikit-learn 1.9.1.
# Valid:    save_file asks for arrays that are "contiguous and dense"; an array in Fortran order is both. What a file gives
#           back as array[i, j] has to be what was saved as array[i, j].
# Seen:     documents reduced with PCA, and words as latent semantic analysis gives them (components_.T): the shape is
#           right, the numbers are elsewhere, no error; "bread" is nearest to other words. 0.7.0 gives back both as saved.
# Hurts:    whoever keeps reduced embeddings in safetensors: PCA and a transpose are the usual ways to make them, and
#           only worse results show it. numpy.ascontiguousarray before saving helps.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
pip=("$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check)
{ "${pip[@]}" 'safetensors==0.8.0' 'numpy==2.4.6' 'scikit-learn==1.9.1' &&
  "${pip[@]}" --no-deps --target "$work/before" 'safetensors==0.7.0'; } ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
cat > probe.py <<'PYTHON'
import sys

import numpy
import safetensors
from safetensors.numpy import load_file, save_file
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


version = sys.argv[1]
check("version", safetensors.__version__, version)
kept = version == "0.7.0"

texts = [
    "the cat sat on the mat",
    "the dog sat on the log",
    "a cat saw a dog",
    "bread and butter",
    "butter on bread with jam",
]
vectorizer = TfidfVectorizer()
weights = vectorizer.fit_transform(texts)
words = list(vectorizer.get_feature_names_out())
rows = numpy.arange(6.0).reshape(2, 3)
saved = {
    "rows": rows,
    "columns": numpy.asfortranarray(rows),
    "documents": PCA(2, svd_solver="full").fit_transform(weights.toarray()),
    "words": TruncatedSVD(3, algorithm="arpack", random_state=0).fit(weights).components_.T,
}
save_file(saved, "vectors.safetensors")
loaded = load_file("vectors.safetensors")

for name, array in saved.items():
    check(f"{name} are contiguous", array.flags.c_contiguous or array.flags.f_contiguous, True)
    check(f"shape of {name}", loaded[name].shape, array.shape)
    check(f"{name} as saved", numpy.array_equal(loaded[name], array), kept or name == "rows")
check("columns", loaded["columns"].tolist(), rows.tolist() if kept else [[0.0, 3.0, 1.0], [4.0, 2.0, 5.0]])


def nearest(vectors, word):
    """The word whose vector has the highest cosine with that of `word`."""
    index = words.index(word)
    units = vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)
    return next(words[other] for other in numpy.argsort(-(units @ units[index])) if other != index)


check("the word nearest to bread", nearest(saved["words"], "bread"), "butter")
check("bread is nearest to butter after loading", nearest(loaded["words"], "bread") == "butter", kept)
PYTHON
"$work/venv/bin/python" probe.py 0.8.0
PYTHONPATH="$work/before" "$work/venv/bin/python" probe.py 0.7.0
echo 'as stated: 0.8.0 reorders what PCA and a transpose give, 0.7.0 does not'
