"""The command ``braid-spark``; also a program for ``spark-submit``."""

import argparse
import os
import sys
from typing import List, Optional

import braid
from pyspark.sql import SparkSession

from ._annotate import Counters, annotate
from ._files import read, write
from ._models import distribute


def main(arguments: Optional[List[str]] = None) -> int:
    """Annotates files; 0 when done, 1 when it failed, 2 for wrong usage, 3 when done, but some rows were refused."""
    parser = argparse.ArgumentParser(prog="braid-spark", description="Annotate files on a Spark cluster.")
    parser.add_argument("input", help="files or folders, on any file system that Spark reads")
    parser.add_argument("output", help="folder to write, which must not be there yet")
    parser.add_argument("-m", "--model", required=True, help="model folder on this machine, sent to all others")
    parser.add_argument("--from", dest="source", choices=["text", "jsonl", "parquet"], default="text")
    parser.add_argument("--to", dest="target", choices=["jsonl", "parquet"], default="parquet")
    parser.add_argument("--column", default="text", help="column of the texts, of Parquet (default: text)")
    parser.add_argument("--task", dest="tasks", action="append", help="task to run, repeatable (default: all)")
    parser.add_argument("--dead-letters", help="folder for rows that are refused (default: OUTPUT.dead-letters)")
    parser.add_argument("--partitions", type=int, help="number of pieces of work (default: Spark's)")
    parser.add_argument("--master", help="Spark's master, such as local[2] (default: that of spark-submit)")
    options = parser.parse_args(arguments)
    if not os.path.isdir(options.model):
        parser.error(f"--model {options.model}: no such folder")
    builder = SparkSession.builder.appName("braid-spark")
    spark = (builder.master(options.master) if options.master else builder).getOrCreate()
    counters = Counters(spark)
    try:
        rows = read(spark, options.input, options.source)
        if options.partitions:
            rows = rows.repartition(options.partitions)
        annotated = annotate(
            rows,
            distribute(spark, options.model),
            text=options.column,
            record="record" if options.source == "jsonl" else None,
            counters=counters,
            tasks=options.tasks,
        )
        letters = options.dead_letters or options.output.rstrip("/") + ".dead-letters"
        write(annotated, options.output, options.target, letters)
    except (braid.BraidError, ValueError) as error:
        print(f"braid-spark: {error}", file=sys.stderr)
        return 1
    finally:
        print(
            f"braid-spark: {counters.documents.value} documents, {counters.rejected.value} rows refused", file=sys.stderr
        )
        spark.stop()
    return 3 if counters.rejected.value else 0


if __name__ == "__main__":
    sys.exit(main())
