#!/usr/bin/env bash
# Spark's Tokenizer makes an empty word at each second space, and RegexTokenizer with "\\W" ends words at letters like ö.
#
# Tool:     pyspark 4.3.0, pyspark.ml.feature, on Java 17 or 21.
# Valid:    Tokenizer is said to split at white space. "\\W" is the pattern of the example for RegexTokenizer in the guide of
#           Spark's MLlib; that patterns are of Java's dialect stands in its reference, that \W there means ASCII does not.
# Seen:     "One.  Two.  Three." has the words "one.", "", "two.", "", "three.": the empty word is the most frequent one of
#           CountVectorizer, and stands between the words of NGram. With "\\W" the German "Größe und Maß" is "gr", "e",
#           "und", "ma", and the Russian "Привет, мир" has no word at all; functions of SQL do the same with "\\w".
# Hurts:    bags of words, language models and keyness from corpora on Spark: texts with two spaces after a full stop or an
#           indent get a feature for it, and languages other than English lose letters or all words, without an error.
set -euo pipefail
case $(java -version 2>&1) in *'version "17'* | *'version "21'*) ;; *) echo 'Java 17 or 21 is missing' >&2; exit 2 ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'pyspark==4.3.0' 'numpy==2.4.6' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
export PYSPARK_PYTHON="$work/venv/bin/python" SPARK_LOCAL_DIRS="$work" SPARK_LOCAL_IP=127.0.0.1
"$work/venv/bin/python" 2>spark.log - <<'PYTHON'
import re
import sys

from pyspark.ml.feature import CountVectorizer, NGram, RegexTokenizer, Tokenizer
from pyspark.sql import SparkSession
from pyspark.sql import functions


def check(what, seen, stated):
    if seen != stated:
        print(f"changed: {what}: {seen!r}, was {stated!r}")
        sys.exit(1)


builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
spark = builder.config("spark.sql.shuffle.partitions", "1").config("spark.sql.warehouse.dir", "warehouse").getOrCreate()
texts = ["One.  Two.  Three.", "Größe und Maß", "Привет, мир"]
data = spark.createDataFrame([(text,) for text in texts], ["text"])

tokens = Tokenizer(inputCol="text", outputCol="words").transform(data)
check("words of Tokenizer", tokens.first().words, ["one.", "", "two.", "", "three."])
check("most frequent word", CountVectorizer(inputCol="words", outputCol="counts").fit(tokens).vocabulary[0], "")
bigrams = NGram(n=2, inputCol="words", outputCol="pairs").transform(tokens).first().pairs
check("pairs of NGram", bigrams, ["one. ", " two.", "two. ", " three."])

pattern = r"\W"
python = [[word for word in re.split(pattern, text.lower()) if word] for text in texts]
check("words in Python", python, [["one", "two", "three"], ["größe", "und", "maß"], ["привет", "мир"]])
tokens = RegexTokenizer(inputCol="text", outputCol="words", pattern=pattern).transform(data)
spark_words = [row.words for row in tokens.collect()]
check("words of RegexTokenizer", spark_words, [["one", "two", "three"], ["gr", "e", "und", "ma"], []])
counts = data.select(functions.regexp_count("text", functions.lit(r"\w+")).alias("count")).collect()
check("words of regexp_count", [row["count"] for row in counts], [3, 4, 0])
print("as stated: the most frequent word is empty, 'Größe' is 'gr' and 'e'")
PYTHON
