"""Grammars that write the generated corpora of this folder; `../make.py` runs them."""
