"""The machine, and processes timed on it."""
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time

# What every measured command begins with, such as `chrt -f 5`.
prefix = []


class Failure(Exception):
    """Why something could not be measured."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def processor():
    """Name, family and model of the processor, and the vector instructions that matter here."""
    try:
        text = open("/proc/cpuinfo", encoding="utf-8").read()
    except OSError:
        return os.uname().machine

    def field(name):
        found = re.search(rf"^{name}\s*: (.*)$", text, re.MULTILINE)
        return found.group(1).strip() if found else ""

    flags = field("flags").split() + field("Features").split()
    vectors = [name for name in ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "asimd", "asimddp") if name in flags]
    name = field("model name") or os.uname().machine
    numbers = f" (family {field('cpu family')}, model {field('model')})" if field("cpu family") else ""
    return f"{name}{numbers}, {' '.join(vectors) or 'no vectors known here'}"


def has_intel_avx512():
    try:
        text = open("/proc/cpuinfo", encoding="utf-8").read()
    except OSError:
        return False
    return "GenuineIntel" in text and "avx512f" in text


def _busy():
    """Seconds that all cores together have worked, time taken by other virtual machines included."""
    try:
        with open("/proc/stat", encoding="ascii") as file:
            numbers = [int(number) for number in file.readline().split()[1:9]]
    except (OSError, ValueError):
        return None
    user, nice, system, _, _, interrupts, soft, stolen = numbers
    return (user + nice + system + interrupts + soft + stolen) / os.sysconf("SC_CLK_TCK")


def _own():
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


class Load:
    """Watches how many cores other processes use from its making on."""

    def __init__(self):
        self.start, self.busy, self.own = time.perf_counter(), _busy(), _own()

    def foreign(self):
        """Cores that others used, on average; None where that is not known, or the time was too short to tell."""
        clock = time.perf_counter() - self.start
        if self.busy is None or clock < 0.2:
            return None
        used = _busy() - self.busy - (_own() - self.own)
        return round(max(0.0, used) / clock, 3)


class Timed:
    """A command that was run: its seconds by the clock and of processor time, its peak memory in MB, its output.

    After `limit` seconds it is ended, which is a failure."""

    def __init__(self, command, folder=None, codes=(0,), limit=None):
        command = [*prefix, *map(str, command)]
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            start = time.perf_counter()
            try:
                process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
            except OSError as error:
                raise Failure(f"{command[0]}: {error.strerror}") from None
            ending = threading.Timer(limit or 0, process.kill)
            if limit:
                ending.start()
            try:
                _, status, used = os.wait4(process.pid, 0)
            except BaseException:
                process.kill()
                raise
            finally:
                ending.cancel()
            self.clock = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            self.processor = used.ru_utime + used.ru_stime
            self.memory = used.ru_maxrss / (1024 if os.uname().sysname == "Linux" else 1024 * 1024)
            output.seek(0)
            errors.seek(0)
            self.output = output.read().decode(errors="replace")
            if process.returncode not in codes and limit and self.clock >= limit:
                raise Failure(f"{' '.join(command)} took more than {limit} s")
            if process.returncode not in codes:
                said = errors.read().decode(errors="replace").strip()[-1000:]
                raise Failure(f"{' '.join(command)} ended with code {process.returncode}: {said}")
