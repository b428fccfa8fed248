"""Tests on two cores of this machine, over a model of the quick start, whose folder BRAID_TEST_MODEL names."""

import contextlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path
from typing import Any, Dict, List

import braid
from braid_spark import Counters, annotate, distribute, read, write
from braid_spark.__main__ import main
from pyspark.sql import SparkSession

MODEL = os.environ["BRAID_TEST_MODEL"]
TEXTS = ["The crew repaired the old bridge.", "The soup was cold.", "Zoë's café — 東京 is open.", "One. Two."]
KILLS = int(os.environ.get("BRAID_TEST_KILLS", "10"))


def processes(*words: str) -> List[int]:
    """The processes below this one whose command line has all of some words."""
    found, parents = [], {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            parents[int(path.name)] = (int((path / "stat").read_text().rsplit(")", 1)[1].split()[1]), command)
        except (OSError, IndexError):
            continue
    for process, (parent, command) in parents.items():
        above = process
        while above not in (0, 1, os.getpid()):
            above = parents.get(above, (0, ""))[0]
        if above == os.getpid() and all(word in command for word in words):
            found.append(process)
    return found


class SparkTests(unittest.TestCase):
    spark: SparkSession

    @classmethod
    def setUpClass(cls) -> None:
        # A task may fail twenty times: each kill fails the tasks of a worker.
        cls.spark = (
            SparkSession.builder.master("local[2,1000]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "50")
            .getOrCreate()
        )
        cls.spark.sparkContext.setLogLevel("OFF")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.spark.stop()

    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, name: str) -> str:
        return os.path.join(self.folder, name)

    def file(self, name: str, lines: List[str]) -> str:
        Path(self.path(name)).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return self.path(name)

    def expected(self, texts: List[str]) -> List[Dict[str, Any]]:
        with braid.open(MODEL) as model:
            return [json.loads(json.dumps(document)) for document in model.annotate(texts)]

    def test_texts_become_what_the_module_gives(self) -> None:
        texts = TEXTS * 50
        rows = read(self.spark, self.file("in.txt", texts), "text")
        counters = Counters(self.spark)
        found = annotate(rows, MODEL, counters=counters).collect()
        self.assertEqual([json.loads(row.annotation) for row in found], self.expected(texts))
        self.assertEqual((counters.documents.value, counters.rejected.value), (200, 0))

    def test_a_model_is_sent_to_the_workers(self) -> None:
        rows = read(self.spark, self.file("in.txt", TEXTS), "text")
        sent = distribute(self.spark, MODEL)
        self.assertEqual(len(annotate(rows, sent, tasks=["pos"]).where("annotation is not null").collect()), 4)
        # A model that is another by now is refused.
        name, mark = sent.split("#")
        with self.assertRaisesRegex(Exception, "is not the model that was sent|No such file"):
            annotate(rows, f"{name}#{'0' * 64}").collect()

    def test_a_model_that_is_one_file_is_sent_as_it_is(self) -> None:
        packed = self.path("packed.braid")
        subprocess.run([braid.program(), "model", "pack", MODEL, "--output", packed], check=True, capture_output=True)
        rows = read(self.spark, self.file("in.txt", TEXTS), "text")
        sent = distribute(self.spark, packed)
        found = [json.loads(row.annotation) for row in annotate(rows, sent).collect()]
        self.assertEqual(found, self.expected(TEXTS))
        name, _ = sent.split("#")
        with self.assertRaisesRegex(Exception, "is not the model that was sent"):
            annotate(rows, f"{name}#{'0' * 64}").collect()

    def test_a_model_has_a_name(self) -> None:
        rows = read(self.spark, self.file("in.txt", TEXTS[:1]), "text")
        (row,) = annotate(rows, "english", tasks=["upos"]).collect()
        tags = json.loads(row.annotation)["predictions"]["upos"]["tags"]["upos"]
        self.assertEqual(tags, ["DET", "NOUN", "VERB", "DET", "ADJ", "NOUN", "PUNCT"])

    def test_records_that_cannot_be_read_are_rows_with_a_reason(self) -> None:
        lines = ['{"id":"a","text":"One."}', "{", '{"text":5}', "", "[1]", '{"text":"Two.","x":NaN}', '{"text":"Three."}']
        rows = read(self.spark, self.file("in.jsonl", lines), "jsonl")
        found = annotate(rows, MODEL, record="record").collect()
        self.assertEqual([row.annotation is None for row in found], [False, True, True, True, True, False])
        self.assertEqual([row.error is None for row in found], [True, False, False, False, False, True])
        self.assertEqual(json.loads(found[0].annotation)["id"], "a")

    def test_a_row_without_a_text_is_refused_and_other_columns_stay(self) -> None:
        rows = self.spark.createDataFrame([(1, "One."), (2, None), (3, "")], "number int, body string")
        found = annotate(rows, MODEL, text="body").collect()
        self.assertEqual([(row.number, row.error) for row in found], [(1, None), (2, "the row has no text"), (3, None)])

    def test_columns_that_are_missing_or_in_the_way_are_said(self) -> None:
        rows = self.spark.createDataFrame([("One.", "x")], "text string, error string")
        with self.assertRaisesRegex(ValueError, "no column 'body'"):
            annotate(rows, MODEL, text="body")
        with self.assertRaisesRegex(ValueError, "written twice"):
            annotate(rows, MODEL)

    def test_a_model_that_is_not_there_fails_with_the_words_of_braid(self) -> None:
        rows = self.spark.createDataFrame([("One.",)], "text string")
        spark = self.spark.newSession()
        with self.assertRaisesRegex(Exception, "nowhere"):
            annotate(rows, "nowhere", ahead=0).collect()
        self.assertIsNotNone(spark)

    def test_outputs_are_written_once_and_not_over_others(self) -> None:
        rows = read(self.spark, self.file("in.jsonl", ['{"text":"One."}', "{", '{"text":"Two."}']), "jsonl")
        with self.assertRaisesRegex(ValueError, "1 rows were refused"):
            write(annotate(rows, MODEL, record="record"), self.path("out"), "jsonl")
        self.assertFalse(os.path.exists(self.path("out")))
        write(annotate(rows, MODEL, record="record"), self.path("out"), "jsonl", self.path("letters"))
        documents = [json.loads(row.value) for row in self.spark.read.text(self.path("out")).collect()]
        self.assertEqual(sorted(document["text"] for document in documents), ["One.", "Two."])
        letters = self.spark.read.json(self.path("letters")).collect()
        self.assertEqual([letter.record for letter in letters], ["{"])
        with self.assertRaisesRegex(Exception, "exist"):
            write(annotate(rows, MODEL, record="record"), self.path("out"), "jsonl", self.path("others"))

    def test_one_process_stays_for_all_batches_of_a_worker(self) -> None:
        rows = read(self.spark, self.file("in.txt", TEXTS * 200), "text").repartition(8)
        before = set(processes("annotate", "--dead-letters"))
        annotate(rows, MODEL, tasks=["pos"]).collect()
        after = set(processes("annotate", "--dead-letters"))
        self.assertLessEqual(len(after - before), 3)

    def test_nothing_is_lost_or_doubled_when_workers_are_killed(self) -> None:
        texts = [f"Text {number}: {TEXTS[number % 4]}" for number in range(4000)]
        rows = read(self.spark, self.file("in.txt", texts), "text").repartition(40)
        kills: List[int] = []
        is_over = threading.Event()

        def kill() -> None:
            stream = random.Random(5)
            while len(kills) < KILLS and not is_over.is_set():
                time.sleep(stream.uniform(0.1, 0.6))
                found = processes("annotate", "--dead-letters") + processes("pyspark.daemon")[1:]
                if found:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(stream.choice(found), signal.SIGKILL)
                        kills.append(1)

        killer = threading.Thread(target=kill)
        killer.start()
        rounds = 0
        try:
            while len(kills) < KILLS and rounds < 100:
                rounds += 1
                output, letters = self.path(f"out-{rounds}"), self.path(f"letters-{rounds}")
                write(annotate(rows, MODEL, tasks=["sentiment"]), output, "parquet", letters)
                found = [row.text for row in self.spark.read.parquet(output).select("text").collect()]
                self.assertEqual(sorted(found), sorted(texts))
                self.assertEqual(self.spark.read.text(letters).count(), 0)
        finally:
            is_over.set()
            killer.join()
        print(f"{len(kills)} kills in {rounds} rounds of {len(texts)} rows: 0 lost, 0 doubled")
        self.assertEqual(len(kills), KILLS)


class CommandTests(unittest.TestCase):
    def test_the_command_annotates_files_and_says_what_it_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            lines = [json.dumps({"id": str(number), "text": TEXTS[number % 4]}) for number in range(100)] + ["{"]
            Path(folder, "in.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
            messages = io.StringIO()
            with contextlib.redirect_stderr(messages):
                code = main(
                    [f"{folder}/in.jsonl", f"{folder}/out", "--model", MODEL, "--from", "jsonl", "--to", "jsonl"]
                    + ["--master", "local[2]", "--partitions", "4", "--task", "pos"]
                )
            self.assertEqual(code, 3)
            self.assertIn("100 documents, 1 rows refused", messages.getvalue())
            documents = [json.loads(line) for path in Path(folder, "out").glob("part-*") for line in path.open()]
            self.assertEqual(sorted(int(document["id"]) for document in documents), list(range(100)))
            letters = [json.loads(line) for path in Path(folder, "out.dead-letters").glob("part-*") for line in path.open()]
            self.assertEqual([letter["record"] for letter in letters], ["{"])


if __name__ == "__main__":
    unittest.main()
