#!/usr/bin/env python3
"""Tests of compare without Braid: the table's arithmetic, and every row with programs and peers that only pretend."""
import contextlib
import importlib.machinery
import importlib.util
import io
import os
import stat
import sys
import tempfile
import unittest
from unittest import mock

BENCHMARKS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, BENCHMARKS)
from rows.cells import Cell, table  # noqa: E402
from rows.machine import Failure, Timed  # noqa: E402

PRETENDER = r'''
import json, os, sys
name, words = os.path.basename(sys.argv[0]), sys.argv[1:]
option = lambda key: words[words.index(key) + 1] if key in words else None
with open(os.environ["PRETENDED"], "a") as log: log.write(" ".join([name, *words]) + "\n")
if os.environ.get("FAILING") in (name, *words): sys.exit("it does not work")
if name == "braid":
    if words == ["--version"]: print("braid 1.0\n  kernels: avx512")
    if "--json" in words: print(json.dumps({"upos": {"points": 0.02}, "pos": {"points": -0.1}}))
    if words[0] == "annotate" and option("--output") != "-":
        with open(option("--output"), "w") as out:
            translation = {"translations": {"de": {"text": "a b"}}}
            out.write(json.dumps({"tokens": [[0, 1]], "predictions": {"de": translation}}))
elif name == "CorpusBenchmark":
    for file in words[1:]:
        format = file.split("=")[0]
        for row in ("documents", "plain C: getline, strsep, strdup", "plain C: libxml2, SAX2", "that JSONL: documents",
                    "documents in memory, written as JSONL"):
            print(json.dumps({"row": format + ": " + row, "bytes": 10**7, "processor": 0.1, "clock": 0.1}))
elif name in ("TextBenchmark", "VocabularyBenchmark"):
    print("  Braid: strip-diacritics with alignment    100.0 MB/s  100.00 M bytes/s")
    print("  Braid: encoding with BPE, dropout 0.1      10.0 MB/s    2.00 M tokens/s")
elif name == "EngineBenchmark":
    print(json.dumps({"tokens_per_s": 123456, "gflops": 150, "peak_gflops": 300}))
else:
    if option("--out"): open(option("--out"), "w").close()
    print(json.dumps({
        "tokens_per_s": 61728, "rate": 20000.5, "a processor second": 50000, "bytes": 10**7, "processor": 1}))
'''


class Pretended:
    """A checkout whose programs are the pretender."""

    def __init__(self, folder, commit):
        self.folder, self.commit = folder, commit
        os.makedirs(os.path.join(folder, "pipelines"))
        open(os.path.join(folder, "pipelines", "quickstart.yaml"), "w").close()

    def program(self, product):
        path = os.path.join(self.folder, product)
        if not os.path.exists(path):
            with open(path, "w", encoding="utf-8") as file:
                file.write(f"#!{os.path.realpath(sys.executable)} -IS\n{PRETENDER}")
            os.chmod(path, stat.S_IRWXU)
        return path

    def make(self, product):
        pass

    require = make

    def identities(self, products):
        return {"braid": self.commit}


class Cells(unittest.TestCase):
    def line(self, cell, *rounds):
        return cell.line([{"now": {"x": now, "memory": 40}, "before": {"x": before}} for now, before in rounds])

    def test_a_line_has_medians_and_the_range_of_the_ratios_of_rounds(self):
        cell = Cell("speed", ("now", "x"), ("before", "x"), must=2)
        self.assertEqual(
            self.line(cell, (300, 100), (200, 100), (240, 80)),
            ["speed", "240", "before 100", "3.00 (2.00-3.00)", "2", "yes", "40"])

    def test_what_costs_is_the_better_the_lower(self):
        cell = Cell("seconds", ("now", "x"), ("before", "x"), kind="cost", must=4)
        self.assertEqual(
            self.line(cell, (0.5, 1.0)), ["seconds", "0.5", "before 1", "2.00 (2.00-2.00)", "4", "no", "40"])

    def test_what_is_slower_by_its_nature_has_a_limit_on_its_ratio(self):
        cell = Cell("n-best", ("now", "x"), ("before", "x"), "best path", "slower", 2)
        self.assertEqual(
            self.line(cell, (1.5, 1.0)), ["n-best", "1.5", "best path 1", "1.50 (1.50-1.50)", "≤ 2", "yes", "40"])

    def test_a_share_is_in_percent(self):
        cell = Cell("of peak", ("now", "x"), ("before", "x"), kind="share", must=48)
        self.assertEqual(self.line(cell, (150, 300)), ["of peak", "150", "", "50 % (50-50)", "48 %", "yes", "40"])

    def test_a_limit_is_on_the_value(self):
        cell = Cell("ms", ("now", "x"), ("before", "x"), kind="cost", limit=45)
        self.assertEqual(self.line(cell, (46, 92)), ["ms", "46", "before 92", "2.00 (2.00-2.00)", "≤ 45", "no", "40"])

    def test_without_the_other_side_a_line_has_the_value_alone(self):
        cell = Cell("speed", ("now", "x"), ("before", "x"), must=2)
        [alone] = cell.among({"now"})
        self.assertEqual(self.line(alone, (3, 1)), ["speed", "3", "", "", "", "", "40"])
        self.assertEqual(cell.among({"before"}), [])
        self.assertEqual(Cell("", ("now", "x"), ("orjson", "x")).among({"now"}), [])

    def test_columns_stand_under_each_other(self):
        lines = table([["speed", "1", "before 2", "0.50 (0.50-0.50)", "1", "no", ""]])
        self.assertEqual(len({len(line) for line in lines}), 1)


class Processes(unittest.TestCase):
    def test_a_command_is_timed_and_its_output_kept(self):
        timed = Timed([sys.executable, "-c", "print('done'); bytearray(50_000_000)"])
        self.assertEqual(timed.output, "done\n")
        self.assertGreater(timed.memory, 40)
        self.assertGreater(timed.processor, 0)

    def test_a_command_that_fails_says_why(self):
        with self.assertRaisesRegex(Failure, "ended with code 2: no such thing"):
            Timed([sys.executable, "-c", "import sys; print('no such thing', file=sys.stderr); sys.exit(2)"])
        with self.assertRaisesRegex(Failure, "No such file"):
            Timed(["/nowhere/braid"])
        with self.assertRaisesRegex(Failure, "took more than 0.2 s"):
            Timed([sys.executable, "-c", "import time; time.sleep(60)"], limit=0.2)


class Rows(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        loader = importlib.machinery.SourceFileLoader("compare", os.path.join(BENCHMARKS, "compare"))
        with mock.patch.object(sys, "dont_write_bytecode", True):
            self.compare = importlib.util.module_from_spec(importlib.util.spec_from_loader("compare", loader))
            loader.exec_module(self.compare)
        self.log = os.path.join(self.folder, "log")
        now, before = (Pretended(os.path.join(self.folder, name), name) for name in ("this", "older"))
        self.python = now.program("python")
        build = mock.Mock(return_value=now)
        build.before = mock.Mock(return_value=before)
        self.compare.Build = build

    def run_compare(self, *arguments, failing=""):
        """Code, standard output, and what was run."""
        open(self.log, "w").close()
        peers = [word for name in self.compare.NEEDS for word in ("--python", f"{name}={self.python}")]
        words = ["compare", "--quick", "--output", os.path.join(self.folder, "out"), *peers, *arguments]
        output = io.StringIO()
        environment = {"PRETENDED": self.log, "FAILING": failing}
        with (
            mock.patch.dict(os.environ, environment), mock.patch.object(sys, "argv", words),
            contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()),
        ):
            code = self.compare.main()
        with open(self.log, encoding="utf-8") as log:
            return code, output.getvalue(), log.read().splitlines()

    def test_every_row_is_measured_and_fits_the_page(self):
        code, output, _ = self.run_compare("--rows", ",".join(self.compare.ROWS), "--rounds", "1")
        self.assertEqual(code, 0, output)
        self.assertNotIn("not measured", output)
        lines = [line for line in output.splitlines() if line.startswith("|")]
        self.assertGreater(len(lines), 60)
        self.assertLessEqual(max(map(len, lines)), 132)
        self.assertIn("kernels: avx512; peak, GFLOP/s: 1 thread 300 (300-300), 2 threads 300 (300-300)", output)

    def test_sides_take_turns(self):
        _, _, ran = self.run_compare("--rows", "start", "--rounds", "2")
        folders = [line.split("quickstart-")[1].split("/")[0] for line in ran if line.startswith("braid annotate")]
        self.assertEqual(folders, 9 * ["this"] + 18 * ["older"] + 9 * ["this"])

    def test_what_is_measured_is_not_measured_again(self):
        first = self.run_compare("--rows", "jsonl")
        again = self.run_compare("--rows", "jsonl")
        self.assertTrue(any(line.startswith("CorpusBenchmark") for line in first[2]))
        self.assertEqual(again[2], [])
        more = self.run_compare("--rows", "jsonl", "--rounds", "3")
        self.assertEqual(sum(line.startswith("CorpusBenchmark") for line in more[2]), 2)

    def test_a_side_that_fails_leaves_the_others_and_is_measured_by_the_next_run(self):
        code, output, _ = self.run_compare("--rows", "translation", "--rounds", "1", failing="--beam")
        self.assertEqual(code, 1)
        self.assertIn("translation, PyTorch: ", output)
        self.assertIn("| translation, 1 thread", output)
        code, output, ran = self.run_compare("--rows", "translation", "--rounds", "1")
        self.assertEqual(code, 0)
        self.assertIn("PyTorch 20,000", output)
        self.assertTrue(all(line.startswith("python ") for line in ran))

    def test_a_row_that_fails_leaves_the_others(self):
        code, output, _ = self.run_compare("--rows", "tables,tokenize", "--rounds", "1", failing="tokenize")
        self.assertEqual(code, 1)
        self.assertIn("| tokenize: not measured", output)
        self.assertIn("TSV, two columns", output)

    def test_results_of_other_settings_are_not_mixed_in(self):
        self.run_compare("--rows", "tables", "--rounds", "1")
        with self.assertRaisesRegex(Failure, "measured with another setting or build \\(threads\\)"):
            self.run_compare("--rows", "tables", "--rounds", "1", "--threads", "3")
        self.compare.Build.return_value.commit = "another"
        with self.assertRaisesRegex(Failure, "measured with another setting or build \\(now braid\\)"):
            self.run_compare("--rows", "tables", "--rounds", "1")
        self.assertEqual(self.run_compare("--rows", "tables", "--rounds", "1", "--threads", "3", "--fresh")[0], 0)


if __name__ == "__main__":
    unittest.main()
