"""Tests of the module over a model of the quick start, whose folder BRAID_TEST_MODEL names."""

import os
import signal
import threading
import time
import unittest
from unittest import mock
from typing import Any, Iterator, List

import braid

MODEL = os.environ["BRAID_TEST_MODEL"]
TEXTS = ["The crew repaired the old bridge.", "The soup was cold.", "Zoë's café — 東京 👍🏽 is open.", ""]


class ModelTests(unittest.TestCase):
    def setUp(self) -> None:
        self.model = braid.open(MODEL)
        self.addCleanup(self.model.close)

    def test_documents_come_in_order_with_their_ids(self) -> None:
        records = [{"id": str(number), "text": TEXTS[number % 4]} for number in range(5000)]
        documents = list(self.model.annotate(records))
        self.assertEqual([document["id"] for document in documents], [record["id"] for record in records])
        self.assertEqual([document["text"] for document in documents], [record["text"] for record in records])
        self.assertEqual(set(documents[0]["predictions"]), {"pos", "roles", "sentiment", "de"})

    def test_offsets_count_characters(self) -> None:
        document = self.model(TEXTS[2])
        words = [document["text"][start:end] for start, end in document.get("tokens", [])]
        self.assertEqual(words[:5], ["Zoë's", "café", "—", "東京", "👍🏽"])
        self.assertEqual(len(document["predictions"]["pos"]["tags"]["upos"]), len(words))

    def test_a_document_does_not_depend_on_its_neighbours(self) -> None:
        together = list(self.model.annotate(TEXTS))
        self.assertEqual([self.model(text) for text in TEXTS], together)

    def test_memory_and_order_do_not_depend_on_how_far_ahead_records_are_sent(self) -> None:
        with braid.open(MODEL, ahead=0) as model:
            taken: List[int] = []

            def records() -> Iterator[str]:
                for number in range(5):
                    taken.append(number)
                    yield TEXTS[number % 4]

            answers = model.annotate(records())
            next(answers)
            self.assertEqual(taken, [0])
            self.assertEqual(len(list(answers)), 4)

    def test_an_endless_iterable_is_taken_piece_by_piece(self) -> None:
        taken = 0

        def records() -> Iterator[str]:
            nonlocal taken
            while True:
                taken += 1
                yield TEXTS[0]

        answers = self.model.annotate(records())
        for _ in range(10):
            next(answers)
        self.assertLess(taken, 2000)
        answers.close()
        # The answers that nobody took do not come to the next call.
        self.assertEqual(self.model(TEXTS[1])["text"], TEXTS[1])

    def test_a_long_text_goes_through(self) -> None:
        text = " ".join(TEXTS[:2] * 20_000)
        self.assertEqual(self.model(text)["text"], text)

    def test_a_bad_record_raises_its_reason_and_the_others_are_annotated(self) -> None:
        records: List[Any] = ["One.", {"text": 5}, "Two.", {"id": "x"}, {"text": "é", "tokens": [[0, 9]]}, "Three."]
        with self.assertRaises(braid.RecordError) as raised:
            list(self.model.annotate(records))
        self.assertEqual((raised.exception.position, raised.exception.record), (1, {"text": 5}))
        self.assertIn("expected a string", str(raised.exception))
        # Callers know records, not lines of the stream that goes to the program.
        self.assertNotIn("-:", str(raised.exception))
        skipped = list(self.model.annotate(records, errors="skip"))
        self.assertEqual([document["text"] for document in skipped], ["One.", "Two.", "Three."])
        returned = list(self.model.annotate(records, errors="return"))
        self.assertEqual([isinstance(each, braid.RecordError) for each in returned], [False, True, False, True, True, False])

    def test_a_text_with_half_a_character_is_a_bad_record(self) -> None:
        with self.assertRaises(braid.RecordError):
            self.model("a\ud800b")
        self.assertEqual(self.model("a\u2028b\nc\x00d")["text"], "a\u2028b\nc\x00d")

    def test_what_is_no_record_is_refused_where_it_stands(self) -> None:
        bad: Any
        for bad in (5, None, ["a"]):
            with self.assertRaises(TypeError):
                list(self.model.annotate([TEXTS[0], bad]))
        with self.assertRaises(ValueError):
            list(self.model.annotate([{"text": "a", "score": float("nan")}]))
        self.assertEqual(self.model(TEXTS[1])["text"], TEXTS[1])

    def test_an_error_of_the_iterable_comes_through(self) -> None:
        def records() -> Iterator[str]:
            yield TEXTS[0]
            raise KeyError("mine")

        with self.assertRaises(KeyError):
            list(self.model.annotate(records()))
        self.assertEqual(self.model(TEXTS[1])["text"], TEXTS[1])

    def test_threads_take_turns(self) -> None:
        results: List[List[str]] = [[], [], []]

        def work(index: int) -> None:
            texts = [f"Text {number} of {index}." for number in range(200)]
            results[index] = [document["text"] for document in self.model.annotate(texts)]

        threads = [threading.Thread(target=work, args=(index,)) for index in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for index, texts in enumerate(results):
            self.assertEqual(texts, [f"Text {number} of {index}." for number in range(200)])

    def test_a_call_within_a_call_is_an_error_and_no_deadlock(self) -> None:
        answers = self.model.annotate(TEXTS)
        next(answers)
        with self.assertRaises(RuntimeError):
            self.model("One.")
        self.assertEqual(len(list(answers)), 3)

    def test_a_program_that_is_killed_is_an_error(self) -> None:
        def records() -> Iterator[str]:
            yield TEXTS[0]
            os.kill(self.model.pid, signal.SIGKILL)
            while True:
                yield TEXTS[0]

        with self.assertRaises(braid.ProgramError) as raised:
            list(self.model.annotate(records()))
        self.assertEqual(raised.exception.code, -signal.SIGKILL)
        with self.assertRaises(braid.ProgramError):
            self.model("One.")

    def test_a_closed_model_says_so(self) -> None:
        self.model.close()
        with self.assertRaisesRegex(braid.ProgramError, "closed"):
            self.model("One.")
        self.model.close()

    def test_closing_ends_the_process_at_once(self) -> None:
        start = time.monotonic()
        self.model.close()
        self.assertLess(time.monotonic() - start, 5)
        with self.assertRaises(ProcessLookupError):
            os.kill(self.model.pid, 0)

    def test_info_names_the_tasks(self) -> None:
        info = self.model.info()
        self.assertEqual({task["name"] for task in info["tasks"]}, {"pos", "roles", "sentiment", "de"})


class OptionTests(unittest.TestCase):
    def test_a_model_that_is_not_there_is_an_error_with_the_words_of_braid(self) -> None:
        with self.assertRaisesRegex(braid.ProgramError, "nowhere") as raised:
            braid.open("nowhere")
        self.assertEqual(raised.exception.code, 1)

    def test_tasks_scores_and_alternatives(self) -> None:
        with braid.open(MODEL, tasks=["sentiment"], scores=False) as model:
            document = model(TEXTS[1])
            self.assertEqual(list(document["predictions"]), ["sentiment"])
            self.assertEqual(set(document["predictions"]["sentiment"]["labels"]["label"][0]), {"name"})
        with self.assertRaisesRegex(braid.ProgramError, "no task `sentimnet`"):
            braid.open(MODEL, tasks=["sentimnet"])
        with self.assertRaisesRegex(braid.ProgramError, "locale"):
            braid.open(MODEL, locale="xx-nowhere-at-all")

    def test_the_program_can_be_named(self) -> None:
        named = mock.patch.dict(os.environ, {"BRAID_PROGRAM": "/nowhere/braid"})
        named.start()
        self.addCleanup(named.stop)
        with self.assertRaisesRegex(braid.ProgramError, "no such program"):
            braid.open(MODEL)


class PandasTests(unittest.TestCase):
    def setUp(self) -> None:
        try:
            import pandas
        except ImportError:
            self.skipTest("pandas is not installed")
        self.pandas = pandas
        with braid.open(MODEL) as model:
            self.documents = list(model.annotate([{"id": "a", "text": TEXTS[0]}, {"id": "b", "text": TEXTS[2]}]))

    def test_a_row_a_token(self) -> None:
        table = braid.to_pandas(self.documents)
        self.assertEqual(len(table), sum(len(document["tokens"]) for document in self.documents))
        for row in table.itertuples():
            self.assertEqual(self.documents[row.document]["text"][row.start : row.end], row.text)
        self.assertEqual(list(table["id"].unique()), ["a", "b"])
        self.assertIn("pos.upos", table.columns)

    def test_a_row_a_document(self) -> None:
        table = braid.to_pandas(iter(self.documents), rows="documents")
        self.assertEqual(list(table["text"]), [TEXTS[0], TEXTS[2]])
        self.assertTrue(((table["sentiment.label.score"] > 0) & (table["sentiment.label.score"] <= 1)).all())

    def test_a_row_a_span(self) -> None:
        table = braid.to_pandas(self.documents, rows="spans")
        roles = table[table["layer"] == "roles"]
        self.assertGreater(len(roles), 0)
        for row in roles.itertuples():
            self.assertEqual(self.documents[row.document]["text"][row.start : row.end], row.text)

    def test_no_documents_are_an_empty_table(self) -> None:
        for table in (braid.to_pandas([], "documents"), braid.to_pandas([], "tokens"), braid.to_pandas([], "spans")):
            self.assertEqual(len(table), 0)
        with self.assertRaises(ValueError):
            braid.to_pandas([], rows="words")  # type: ignore[arg-type]


class SpacyTests(unittest.TestCase):
    def setUp(self) -> None:
        try:
            import spacy  # noqa: F401
        except ImportError:
            self.skipTest("spaCy is not installed")

    def test_a_doc_has_the_text_the_tokens_and_the_tags(self) -> None:
        texts = TEXTS + ["  Two  spaces.\n\nA line. ", "One. Two."]
        with braid.open(MODEL) as model:
            for document in model.annotate(texts):
                doc = braid.to_spacy(document)
                self.assertEqual(doc.text, document["text"])
                words = [document["text"][start:end] for start, end in document.get("tokens", [])]
                self.assertEqual([token.text for token in doc if not token.is_space], words)
                if words:
                    tags = document["predictions"]["pos"]["tags"]["upos"]
                    self.assertEqual([token.pos_ for token in doc if not token.is_space], tags)
                    self.assertEqual(len(list(doc.sents)), len(document["sentences"]))
                    self.assertIn("positive", doc.cats)

    def test_spans_are_entities_unless_they_overlap(self) -> None:
        spans: List[Any] = [{"label": "PER", "tokens": [0, 1]}, {"label": "LOC", "tokens": [2, 3]}]
        document: Any = {"text": "Ann in Oslo", "tokens": [[0, 3], [4, 6], [7, 11]], "spans": {"ner": spans}}
        doc = braid.to_spacy(document)
        self.assertEqual([(entity.text, entity.label_) for entity in doc.ents], [("Ann", "PER"), ("Oslo", "LOC")])
        spans.append({"label": "X", "tokens": [0, 3]})
        doc = braid.to_spacy(document)
        self.assertEqual((len(doc.ents), len(doc.spans["ner"])), (0, 3))

    def test_a_text_with_words_outside_of_tokens_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            braid.to_spacy({"text": "a b", "tokens": [[0, 1], [2, 3], [0, 3]]})
        with self.assertRaises(ValueError):
            braid.to_spacy({"text": "a b c", "tokens": [[0, 1], [4, 5]]})


if __name__ == "__main__":
    unittest.main()
