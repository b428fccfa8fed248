#!/usr/bin/env bash
# A BPE of Hugging Face tokenizers leaves out characters that it has not seen; all its other models raise an error.
#
# Tool:     tokenizers 0.23.3, models.BPE without unk_token, which is how BPE() is made (issue 517, called a bug in 2020).
# Valid:    any text; training needs no unknown token, and none of the special tokens is required.
# Seen:     trained on "the cat sat on the mat", "the zat !! mat" is the at mat: the z is gone from its word, the
#           "!!" as a whole, and "!!" alone has no tokens. The offsets of "at" are 4 to 6, which is "za" in the text.
#           WordLevel, WordPiece and Unigram made in the same way refuse the text.
# Hurts:    tagging and translation with a vocabulary of their own: digits, names and signs of a new domain vanish before
#           the model sees them, words have no token to carry their label, and losses look good.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'tokenizers==0.23.3' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

from tokenizers import Tokenizer, models, pre_tokenizers, trainers


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def trained(model, trainer):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.train_from_iterator(["the cat sat on the mat"] * 5, trainer)
    return tokenizer


bpe = trained(models.BPE(), trainers.BpeTrainer(vocab_size=60, show_progress=False))
encoding = bpe.encode("the zat !! mat")
check("tokens", encoding.tokens, ["the", "at", "mat"])
check("offsets, one too low after the z", encoding.offsets, [(0, 3), (4, 6), (11, 14)])
check("words that tokens are of", encoding.word_ids, [0, 1, 3])
check("tokens of !!", bpe.encode("!!").tokens, [])

for model, trainer in (
    (models.WordLevel(), trainers.WordLevelTrainer(show_progress=False)),
    (models.WordPiece(), trainers.WordPieceTrainer(show_progress=False)),
    (models.Unigram(), trainers.UnigramTrainer(vocab_size=30, show_progress=False)),
):
    tokenizer = trained(model, trainer)
    try:
        seen = tokenizer.encode("the zat !! mat").tokens
    except Exception as error:
        seen = "an error" if "unk" in str(error).lower() else str(error)
    check(type(model).__name__, seen, "an error")
print("as stated: z and !! are gone")
PYTHON
