"""Annotate text on a Spark cluster with models that Braid trained.

>>> from braid_spark import annotate, read, write
>>> documents = annotate(read(spark, "hdfs:///inbox/*.jsonl", "jsonl"), "model")
>>> write(documents, "hdfs:///annotated", "parquet", dead_letters="hdfs:///rejected")
"""

from ._annotate import Counters, annotate
from ._files import read, write
from ._models import distribute

__all__ = ["Counters", "annotate", "distribute", "read", "write"]
