"""Annotation of the rows of a DataFrame."""

import json
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Optional

import braid
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from ._models import opened

if TYPE_CHECKING:
    import pandas


class Counters:
    """How many rows were annotated and refused, as Spark accumulators.

    Spark adds what every task that succeeds has counted. A task whose result was lost and that runs again counts again, so
    that these are for watching; the rows of the output are exact.
    """

    def __init__(self, spark: SparkSession) -> None:
        self.documents = spark.sparkContext.accumulator(0)
        self.rejected = spark.sparkContext.accumulator(0)


def annotate(
    rows: DataFrame,
    model: str,
    *,
    text: str = "text",
    record: Optional[str] = None,
    counters: Optional[Counters] = None,
    **options: Any,
) -> DataFrame:
    """Annotates every row.

    Args:
        rows: the rows; their order within a partition stays.
        model: a folder that every machine has, or what ``distribute`` gave.
        text: the column of the text; a row without one is refused.
        record: a column of whole records as JSON, instead of ``text``.
        counters: where rows are counted.
        options: those of ``braid.open``; one thread unless ``threads`` says otherwise.

    Returns:
        The rows with two more columns: ``annotation``, a document in Braid's JSON with offsets in characters, and ``error``, the
        reason why there is none. One of the two is null.

    Raises:
        ValueError: when a column is missing, or is called ``annotation`` or ``error``.
    """
    column = record or text
    if column not in rows.columns:
        raise ValueError(f"no column {column!r} among {', '.join(rows.columns)}")
    for name in ("annotation", "error"):
        if name in rows.columns:
            raise ValueError(f"the column {name!r} would be written twice: rename it")
    schema = StructType(
        rows.schema.fields + [StructField("annotation", StringType()), StructField("error", StringType())]
    )
    return rows.mapInPandas(_worker(model, column, record is not None, dict(options), counters), schema=schema)


def _worker(
    model: str, column: str, is_json: bool, options: Dict[str, Any], counters: Optional[Counters]
) -> "Callable[[Iterator[pandas.DataFrame]], Iterator[pandas.DataFrame]]":
    documents = counters.documents if counters else None
    rejected = counters.rejected if counters else None

    def work(batches: "Iterator[pandas.DataFrame]") -> "Iterator[pandas.DataFrame]":
        process = opened(model, options)
        for batch in batches:
            results = _annotations(process, list(batch[column]), is_json)
            batch = batch.assign(
                annotation=[None if isinstance(each, braid.RecordError) else _line(each) for each in results],
                error=[each.reason if isinstance(each, braid.RecordError) else None for each in results],
            )
            if documents is not None and rejected is not None:
                bad = int(batch["error"].notna().sum())
                documents.add(len(batch) - bad)
                rejected.add(bad)
            yield batch

    return work


def _line(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _annotations(process: braid.Model, values: List[Any], is_json: bool) -> List[Any]:
    """The result for each value: a document, or the error that says why there is none."""
    results: List[Any] = [None] * len(values)
    records: List[Any] = []
    places: List[int] = []
    for place, value in enumerate(values):
        try:
            records.append(_record(value, is_json))
            places.append(place)
        except ValueError as error:
            results[place] = braid.RecordError(str(error), value, place)
    for place, result in zip(places, process.annotate(records, errors="return")):
        results[place] = result
    return results


def _record(value: Any, is_json: bool) -> Any:
    if not isinstance(value, str):
        raise ValueError("the row has no text" if value is None or value != value else "the column is no text")
    if not is_json:
        return value
    try:
        record = json.loads(value, parse_constant=_refused)
    except RecursionError:
        raise ValueError("JSON that is nested too deeply") from None
    if not isinstance(record, dict):
        raise ValueError("the JSON is no object")
    return record


def _refused(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def split(annotated: DataFrame) -> "tuple[DataFrame, DataFrame]":
    """The rows that were annotated, and those that were refused."""
    return (
        annotated.where(F.col("error").isNull()).drop("error"),
        annotated.where(F.col("error").isNotNull()).drop("annotation"),
    )
