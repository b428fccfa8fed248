"""Prints the cases of BLEUTests.swift with sacreBLEU's scores: python3 bleu.py (needs `pip install sacrebleu`)."""
import json
import sacrebleu

CASES = [
    (["The cat sat on the mat."], ["The cat sat on the mat."]),
    (["the the the the the the the"], ["The cat is on the mat."]),
    (["A man rides a horse, slowly."], ["A man is riding a horse slowly."]),
    (["It costs 1,000.50 dollars (about 900 euros)."], ["It costs 1,000.50 dollars, about 900 euros."]),
    (["Two well-known 12-year-old boys play."], ["Two well known 12-year-old boys are playing."]),
    (["&quot;Yes&quot; &amp; no, he said."], ["\"Yes\" & no, he said."]),
    (["Ein Hund läuft über die grüne Wiese."], ["Ein brauner Hund rennt über eine grüne Wiese."]),
    ([""], ["An empty answer."]),
    (["One.", "A dog runs in the snow .", "Three men stand on a roof"], ["One!", "A dog is running in the snow.", "Three men are standing on a roof."]),
    (["a b"], ["a b"]),
    (["x y z"], ["a b c"]),
    (["Prices rose 3.5% in the U.S. in 2019-20."], ["Prices rose by 3.5 % in the U.S. in 2019/20."]),
]
for hypotheses, references in CASES:
    score = sacrebleu.corpus_bleu(hypotheses, [references], lowercase=True, tokenize="13a", smooth_method="exp").score
    print(json.dumps([hypotheses, references, round(score, 6)], ensure_ascii=False))
