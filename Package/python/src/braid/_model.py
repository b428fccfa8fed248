"""A model behind a process of its own, which stays for as long as the model is open."""

import json
import os
import re
import select
import subprocess
import tempfile
import threading
from collections import deque
from os import PathLike
from types import TracebackType
from typing import (
    Any,
    Deque,
    Dict,
    Generator,
    Iterable,
    List,
    Literal,
    Mapping,
    Optional,
    Sequence,
    Type,
    Union,
    cast,
    overload,
)

from ._documents import Document
from ._errors import ProgramError, RecordError
from ._program import program

Record = Union[str, Mapping[str, Any]]


class Model:
    """A trained model. Use ``braid.open``; close it, or use it in a ``with`` statement.

    One call of ``annotate`` at a time: another thread's waits until the first has been used up or closed.
    """

    def __init__(
        self,
        path: Union[str, "PathLike[str]"],
        *,
        tasks: Optional[Sequence[str]] = None,
        locale: Optional[str] = None,
        scores: bool = True,
        probabilities: Optional[bool] = None,
        n_best: int = 1,
        attention: bool = False,
        threads: int = 0,
        ahead: int = 1024,
    ) -> None:
        if ahead < 0:
            raise ValueError(f"ahead: {ahead}, expected 0 or more")
        self.path = os.fspath(path)
        self._ahead = ahead
        arguments = [program(), "annotate", "--model", self.path, "--from", "jsonl", "--to", "jsonl"]
        arguments += ["--offsets", "characters", "--dead-letters", "-", "--quiet", "--threads", str(threads)]
        for task in tasks or []:
            arguments += ["--task", task]
        if locale is not None:
            arguments += ["--locale", locale]
        if not scores:
            arguments.append("--no-scores")
        if probabilities is not None:
            arguments.append("--probabilities" if probabilities else "--no-probabilities")
        arguments += ["--n-best", str(n_best)] + (["--attention"] if attention else [])
        self._messages = tempfile.TemporaryFile()
        self._lock = threading.Lock()
        self._owner: Optional[int] = None
        self._output = bytearray()
        self._process: "subprocess.Popen[bytes]"
        try:
            self._process = subprocess.Popen(
                [*arguments, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._messages, bufsize=0
            )
        except OSError as error:
            self._messages.close()
            raise ProgramError(f"{arguments[0]}: cannot be started: {error.strerror}") from error
        for stream in (self._input, self._results):
            os.set_blocking(stream, False)
        try:
            # Whether the model can be loaded shows now, and the first document settles that records are Braid's own.
            list(self.annotate([""]))
        except BaseException:
            self.close()
            raise

    @property
    def _input(self) -> int:
        assert self._process.stdin is not None
        return self._process.stdin.fileno()

    @property
    def _results(self) -> int:
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    @property
    def pid(self) -> int:
        """The process of the program."""
        return self._process.pid

    def is_running(self) -> bool:
        """Whether the program runs; when it does not, open the model again."""
        return self._process.poll() is None

    def info(self) -> Dict[str, Any]:
        """What the model is: its tasks with their labels and options, scores, versions, size.

        Raises:
            ProgramError: when the program says no.
        """
        done = subprocess.run(
            [program(), "model", "info", "--json", self.path], capture_output=True, text=True, encoding="utf-8"
        )
        if done.returncode != 0:
            raise ProgramError(_joined(done.stderr), done.returncode)
        return cast(Dict[str, Any], json.loads(done.stdout))

    def __call__(self, record: Record) -> Document:
        """Annotates one text or record.

        Raises:
            RecordError: for a record that cannot be read.
            ProgramError: when the program has ended.
        """
        return next(self.annotate([record]))

    @overload
    def annotate(
        self, records: Iterable[Record], *, errors: Literal["raise", "skip"] = "raise"
    ) -> Generator[Document, None, None]: ...

    @overload
    def annotate(
        self, records: Iterable[Record], *, errors: Literal["return"]
    ) -> Generator[Union[Document, RecordError], None, None]: ...

    def annotate(self, records: Iterable[Record], *, errors: str = "raise") -> Generator[Any, None, None]:
        """Annotates texts or records, in order; memory does not grow with their number.

        Args:
            records: texts, or dictionaries with a ``text`` and whatever else a document has, such as an ``id``.
            errors: what becomes of a record that cannot be read: ``raise`` the ``RecordError``, ``skip`` the record, or
                ``return`` the error in its place.

        Yields:
            One document a record.

        Raises:
            RecordError: for a record that cannot be read, where ``errors`` is ``raise``.
            ProgramError: when the program has ended.
            ValueError, TypeError: for a record that is no JSON.
        """
        if errors not in ("raise", "skip", "return"):
            raise ValueError(f"errors: {errors!r}, expected 'raise', 'skip' or 'return'")
        return self._annotate(records, errors)

    def _annotate(self, records: Iterable[Record], errors: str) -> Generator[Any, None, None]:
        if self._owner == threading.get_ident():
            raise RuntimeError("an earlier call of annotate has documents left: use them up or close it first")
        with self._lock:
            self._owner = threading.get_ident()
            if self._process.stdin is None or self._process.stdin.closed:
                self._owner = None
                raise ProgramError(f"{self.path}: the model is closed")
            rest = iter(records)
            waiting: Deque[Record] = deque()
            pending = memoryview(b"")
            position = 0
            ended = False
            try:
                while True:
                    line = self._line()
                    if line is None and not pending and not ended and len(waiting) <= self._ahead:
                        # Whoever gives records slowly gets the documents of earlier ones first.
                        if not waiting or not self._wait(pending, 0):
                            try:
                                record = next(rest)
                            except StopIteration:
                                ended = True
                            else:
                                pending = memoryview(_encoded(record))
                                waiting.append(record)
                                pending = self._send(pending)
                        continue
                    if line is None:
                        if ended and not waiting:
                            return
                        self._wait(pending, None)
                        pending = self._send(pending)
                        continue
                    record = waiting.popleft()
                    position += 1
                    answer = json.loads(line)
                    if "text" in answer:
                        yield answer
                        continue
                    error = RecordError(_reason(answer["reason"]), record, position - 1)
                    if errors == "raise":
                        raise error
                    if errors == "return":
                        yield error
            finally:
                self._drain(pending, len(waiting))
                self._owner = None

    def _line(self) -> Optional[bytes]:
        """The next whole line among what has been read."""
        end = self._output.find(b"\n")
        if end < 0:
            return None
        line = bytes(self._output[:end])
        del self._output[: end + 1]
        return line

    def _wait(self, pending: memoryview, timeout: Optional[int]) -> bool:
        """Waits, at most ``timeout`` seconds, until there is something to read, or until what is pending can be sent; reads
        what there is.

        Returns:
            Whether anything was read.
        """
        poll = select.poll()
        poll.register(self._results, select.POLLIN)
        if pending:
            poll.register(self._input, select.POLLOUT)
        if all(stream != self._results for stream, _ in poll.poll(timeout)):
            return False
        try:
            part = os.read(self._results, 1 << 18)
        except BlockingIOError:
            return False
        if not part:
            raise self._failure()
        self._output += part
        return True

    def _send(self, pending: memoryview) -> memoryview:
        """Sends as much as the program takes now, and gives the rest."""
        while pending:
            try:
                pending = pending[os.write(self._input, pending) :]
            except BlockingIOError:
                break
            except BrokenPipeError:
                raise self._failure() from None
        return pending

    def _drain(self, pending: memoryview, count: int) -> None:
        """Takes the documents that nobody waits for any more, so that the next call gets its own."""
        if self._process.stdin is None or self._process.stdin.closed:
            return
        try:
            while count > 0:
                if self._line() is not None:
                    count -= 1
                    continue
                self._wait(pending, None)
                pending = self._send(pending)
        except ProgramError:
            pass

    def _failure(self) -> ProgramError:
        """Why the program has ended."""
        code = self._process.wait()
        self._messages.seek(0)
        text = _joined(self._messages.read().decode("utf-8", "replace"))
        if code < 0:
            text = f"braid was ended by signal {-code}" + (f": {text}" if text else "")
        return ProgramError(text or f"braid ended with exit code {code}", code)

    def close(self) -> None:
        """Ends the program. A closed model stays closed."""
        process = self._process
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._messages.close()

    def __enter__(self) -> "Model":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def __del__(self) -> None:
        process = getattr(self, "_process", None)
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()


def open(path: Union[str, "PathLike[str]"], **options: Any) -> Model:
    """Opens a model.

    Args:
        path: its folder, or the run folder that it is in.
        tasks: the tasks to run; all when None.
        locale: BCP 47 locale of the rules that split texts; the model's own when None.
        scores: whether predictions have probabilities.
        probabilities: whether documents have the probability of every label.
        n_best: how many predictions, the best included.
        attention: whether translations say what they look at.
        threads: threads of the program; 0 for one a core.
        ahead: how many records are sent before a document is taken; with 0, one after the other.

    Raises:
        ProgramError: when there is no such model, or no program.
    """
    return Model(path, **options)


def _reason(text: str) -> str:
    """A reason without the line of the stream that goes to the program, which callers do not see."""
    return re.sub(r"^-:\d+:(\d+): ", r"column \1: ", text)


def _encoded(record: Record) -> bytes:
    if isinstance(record, str):
        record = {"text": record}
    elif not isinstance(record, Mapping):
        raise TypeError(f"a record is a text or a dictionary, not {type(record).__name__}")
    return json.dumps(dict(record), allow_nan=False).encode("ascii") + b"\n"


def _joined(messages: str) -> str:
    """What the program said, on one line."""
    lines: List[str] = [line.strip() for line in messages.strip().splitlines()]
    return " ".join(line if line.endswith((".", ":")) else line + "." for line in lines if line)[:4000]
