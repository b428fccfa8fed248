"""What the scripts of this folder share: the program, a small model, bounded runs, and the count of what was tried.

Everything is made in a folder of its own, which is deleted at the end; nothing is asked of the network but of the loopback address.
"""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Exit codes that braid promises: done, failed, wrong usage, done but for rejected records.
ENDS = (0, 1, 2, 3)


def parser(text):
    """An argument parser with the options that all scripts have."""
    result = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    result.add_argument("--braid", default=os.environ.get("BRAID", str(ROOT / ".build/release/braid")), metavar="PROGRAM",
                        help="the program (default: $BRAID, else .build/release/braid)")
    result.add_argument("--seed", type=int, default=1, help="decides everything random (default: 1)")
    result.add_argument("--minutes", type=float, default=60, help="stop trying after this time (default: 60)")
    result.add_argument("--quick", action="store_true", help="a fixed small part, as in Tests/run")
    return result


class Tally:
    """Counts what was tried and what failed; prints a line for each failure and one at the end, also of a script that is stopped."""

    all = []

    def __init__(self, name, minutes=60, most=20):
        self.name, self.tried, self.failed, self.most = name, 0, 0, most
        self.start = time.monotonic()
        self.end = self.start + 60 * minutes
        self.is_said = False
        Tally.all.append(self)

    def check(self, problem):
        """Counts a trial, which failed when there is a `problem`."""
        self.tried += 1
        if problem:
            self.failed += 1
            if self.failed <= self.most:
                print(f"{self.name}: FAILED: {problem}", flush=True)
        return not problem

    @property
    def is_over(self):
        """Whether the time is up."""
        return time.monotonic() > self.end

    def say(self, more=""):
        """Prints the counts; says whether nothing failed."""
        self.is_said = True
        seconds = time.monotonic() - self.start
        print(f"{self.name}: {self.tried} tried, {self.failed} failed{more} · {seconds:.0f} s", flush=True)
        return self.failed == 0 and self.tried > 0


class Ended:
    """How a run of a program ended."""

    def __init__(self, status, output, messages, seconds):
        self.status, self.output, self.messages, self.seconds = status, output, messages, seconds

    @property
    def trap(self):
        """What is wrong with how it ended, whatever it was to do; None when it is one of the exit codes that are promised."""
        if self.status is None:
            return f"still running after {self.seconds:.0f} s"
        if self.status < 0:
            return f"ended by {signal.Signals(-self.status).name}: {self.said}"
        if self.status not in ENDS:
            return f"exit {self.status}: {self.said}"
        return None

    @property
    def said(self):
        """The end of its messages, in a line."""
        return " / ".join(self.messages.decode(errors="replace").split("\n"))[-300:].strip(" /")


class Work:
    """A folder of a script's own, with a program to run in it."""

    def __init__(self, program):
        self.program = str(pathlib.Path(program).resolve())
        if not os.access(self.program, os.X_OK):
            sys.exit(f"{program}: no such program; build it with `swift build -c release`, or name it with --braid")
        # In memory where that is possible: commands make sure that files are on the disk, which takes longer than all the rest.
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="braid-promises.", dir=memory))
        self.environment = dict(os.environ, SWIFT_BACKTRACE="enable=no", LC_ALL="C.UTF-8")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: sys.exit(128 + number))

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        shutil.rmtree(self.folder, ignore_errors=True)
        if kind:
            for tally in Tally.all:
                if not tally.is_said:
                    tally.say(", then stopped")

    def path(self, name):
        return self.folder / name

    def start(self, arguments, environment=None, output=subprocess.DEVNULL, errors=subprocess.DEVNULL, **more):
        """Starts the program in the folder."""
        return subprocess.Popen([self.program, *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=output,
                                stderr=errors, env=self.environment | (environment or {}), **more)

    def run(self, arguments, environment=None, seconds=60, output=subprocess.PIPE, **more):
        """Runs the program to its end, for `seconds` at most."""
        start = time.monotonic()
        process = self.start(arguments, environment, output, subprocess.PIPE, **more)
        try:
            out, errors = process.communicate(timeout=seconds)
            status = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            out, errors = process.communicate()
            status = None
        return Ended(status, out or b"", errors or b"", time.monotonic() - start)

    def must(self, arguments, expected=0, **more):
        """Runs what has to succeed before anything can be tried."""
        ended = self.run(arguments, seconds=600, **more)
        if ended.status != expected:
            sys.exit(f"braid {' '.join(map(str, arguments))}: exit {ended.status}, expected {expected}: {ended.said}")
        return ended

    def corpora(self):
        """Cuts of the corpora, and `small.yaml` to train on them."""
        corpora = ROOT / "corpora"

        def head(source, target, lines):
            text = (corpora / source).read_text().splitlines(keepends=True)[:lines]
            self.path(target).write_text("".join(text))

        def sentences(source, target, count):
            text = (corpora / source).read_text().split("\n\n")[:count]
            self.path(target).write_text("\n\n".join(text).strip("\n") + "\n\n")

        head("reviews/train.tsv", "reviews.tsv", 161)
        head("reviews/dev.tsv", "reviews-dev.tsv", 41)
        for language in ("en", "de"):
            head(f"captions/train.{language}", f"captions.{language}", 120)
            head(f"captions/dev.{language}", f"captions-dev.{language}", 20)
        for name, ending in (("frames", "conll"), ("tagged", "conllu")):
            sentences(f"{name}/train.{ending}", f"{name}.{ending}", 100)
            sentences(f"{name}/dev.{ending}", f"{name}-dev.{ending}", 20)
        shutil.copy(HERE / "small.yaml", self.path("small.yaml"))

    def model(self, epochs=20):
        """Trains the small model, to the folder `model`."""
        self.corpora()
        self.must(["train", "small.yaml", "--plain", "--threads", 1, "--output", "trained", "--set", f"model.epochs={epochs}"])
        shutil.move(self.path("trained/model/model"), self.path("model"))
        shutil.rmtree(self.path("trained"))


def digest(folder, leave_out=lambda name: False):
    """One digest of the names and bytes of all files in a folder and below; None when it is not there."""
    folder = pathlib.Path(folder)
    if not folder.exists():
        return None
    result = hashlib.sha256()
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and not leave_out(name):
            data = path.read_bytes()
            result.update(f"{name}\0{len(data)}\0".encode() + data)
    return result.hexdigest()


def evaluations(path):
    """The steps that a run folder's journal has evaluations of, and their scores."""
    result = []
    for line in path.read_text().splitlines():
        try:
            record = json.loads(line).get("training", {}).get("event", {}).get("evaluated")
        except ValueError:
            # A line that a killed process was writing.
            continue
        if record:
            result.append((record["record"]["step"], record["record"]["scores"]))
    return result
