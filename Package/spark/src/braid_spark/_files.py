"""Text, JSONL and Parquet, wherever Spark reads and writes them."""

from typing import Literal, Optional

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.storagelevel import StorageLevel

from ._annotate import split


def read(spark: SparkSession, path: str, form: Literal["text", "jsonl", "parquet"] = "text") -> DataFrame:
    """Reads rows to annotate.

    Args:
        spark: the session.
        path: files or folders, on any file system that Spark knows.
        form: ``text``, a text a line, in the column ``text``; ``jsonl``, a record a line, in the column ``record``, as it is;
            or ``parquet``, with its own columns.
    """
    if form == "text":
        return spark.read.text(path).withColumnRenamed("value", "text")
    if form == "jsonl":
        lines = spark.read.text(path).withColumnRenamed("value", "record")
        return lines.where(F.length(F.trim(F.col("record"))) > 0)
    if form == "parquet":
        return spark.read.parquet(path)
    raise ValueError(f"form: {form!r}, expected 'text', 'jsonl' or 'parquet'")


def write(
    annotated: DataFrame,
    path: str,
    form: Literal["jsonl", "parquet"] = "parquet",
    dead_letters: Optional[str] = None,
) -> None:
    """Writes what ``annotate`` gave.

    Every row is annotated once, whatever is written: the rows are kept on the disks of the cluster between the two outputs.
    Spark's committer puts each output in its place when all of its tasks are done, so that a task that died and ran again
    leaves nothing twice.

    Args:
        annotated: the rows.
        path: a folder that is not there yet.
        form: ``parquet``, with all columns; or ``jsonl``, the documents alone, in Braid's layout.
        dead_letters: a folder for the rows that were refused, as JSON with their ``error``.

    Raises:
        ValueError: for another form, or rows that were refused when there is no folder for them; then nothing is written.
    """
    if form not in ("jsonl", "parquet"):
        raise ValueError(f"form: {form!r}, expected 'jsonl' or 'parquet'")
    kept = annotated.persist(StorageLevel.DISK_ONLY)
    try:
        documents, rejected = split(kept)
        count = rejected.count()
        if count > 0 and dead_letters is None:
            reason = rejected.first()
            raise ValueError(f"{count} rows were refused, such as: {reason and reason['error']}; give dead_letters")
        if dead_letters is not None:
            rejected.write.mode("errorifexists").json(dead_letters)
        if form == "parquet":
            documents.write.mode("errorifexists").parquet(path)
        else:
            documents.select(F.col("annotation").alias("value")).write.mode("errorifexists").text(path)
    finally:
        kept.unpersist()
