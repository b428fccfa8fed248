"""Training and forward passes of the synthetic workloads beside an older build, PyTorch and Keras."""
import json
import os
import subprocess
import sys

from .builds import BENCHMARKS
from .cells import Cell
from .context import row, script
from .machine import Failure, Timed, has_intel_avx512, prefix, say

PEERS = os.path.join(BENCHMARKS, "peers")
BATCHES = {"w1": 60, "w2": 30, "w3": 30}
# Keras traces every batch once before it is measured, and is slow: fewer of the same kind.
KERAS_BATCHES = {"w1": 60, "w2": 10, "w3": 10}
TRIAL_BATCHES = 12


def batches(context, workload, engine="braid"):
    return 4 if context.quick else (KERAS_BATCHES if engine == "keras" else BATCHES)[workload]


def data(context, workload, kind):
    """The workload's batches in a file."""
    count = batches(context, workload)

    def write(part):
        python = context.peer("numpy")
        if not python:
            raise Failure("the workloads are made with numpy")
        Timed([python, os.path.join(PEERS, "data.py"), "--workload", workload, "--batches", count, "--out", part,
               *(["--bucket"] if kind == "bucketed" else [])])

    return context.material.make(f"{workload}-{kind}-{count}.bin", write)


def engine(build, arguments):
    """A side: a run of EngineBenchmark."""

    def measure():
        timed = Timed([build.program("EngineBenchmark"), *arguments])
        return json.loads(timed.output) | {"memory": timed.memory}

    return measure


def workload_side(context, build, workload, kind, mode, threads):
    count = batches(context, workload)
    return engine(build, [
        "--data", data(context, workload, kind), "--mode", mode, "--threads", threads, "--shards", 2, "--batches",
        count, "--warmup", min(5, count), "--repeat", 1 if context.quick else 3])


def peak(build, threads):
    return engine(build, ["--mode", "peak", "--threads", threads])


@row("training", "training W1, W2, W3 beside the other build, and its share of the machine's peak", "EngineBenchmark")
def training(context):
    isIntel = has_intel_avx512()
    sides, cells = {}, []
    for threads in sorted({1, context.threads}):
        sides[f"peak {threads}"] = peak(context.now, threads)
        for workload in BATCHES:
            for name, build in context.builds().items():
                sides[f"{name} {workload} {threads}"] = workload_side(
                    context, build, workload, "random", "train", threads)
            now, many = f"now {workload} {threads}", f"{threads} thread{'s' if threads > 1 else ''}"
            cells += [
                Cell(f"{workload.upper()} training, {many}, tokens/s", (now, "tokens_per_s"),
                     (f"before {workload} {threads}", "tokens_per_s"), must=1.4 if isIntel else 1),
                Cell("GFLOP/s, of the machine's peak", (now, "gflops"), (f"peak {threads}", "peak_gflops"),
                     kind="share", must=48 if isIntel else None),
            ]
    return sides, cells


def configurations(engine, workload, mode):
    """The ways to run a peer that are worth trying."""
    if engine == "keras":
        pads = [["--pad", "batch"], ["--pad", "global"]]
        loops = [["--loop", "fit"], ["--loop", "function"]] if workload == "w1" else [[]]
        return [pad + loop for pad in pads for loop in loops]
    optimizers = [["--optim", "fused"], ["--optim", "lazy"]] if mode == "train" else [[]]
    return [way + optimizer for way in (["--variant", "packed"], ["--variant", "padded"]) for optimizer in optimizers]


def beside(context, engine, mode, kinds, musts, workloads):
    """Sides and lines of a peer that runs, by workload and kind of batches, in the best way of a short trial."""
    sides, cells = {}, []
    python = context.peer("pytorch" if engine == "PyTorch" else "keras")
    if not python:
        raise Failure(f"{engine} is not here")
    path = os.path.join(PEERS, "torch_peer.py" if engine == "PyTorch" else "keras_peer.py")
    for workload in workloads:
        for kind in kinds:

            def peer(count, arguments, workload=workload, kind=kind):
                return script(
                    python, path, "--workload", workload, "--mode", mode, "--threads", context.threads, "--batches",
                    count, "--warmup", 3, "--repeat", 1, *arguments, *(["--bucket"] if kind == "bucketed" else []))

            def best(engine=engine, workload=workload, kind=kind, peer=peer):
                tried = []
                for arguments in configurations(engine.lower(), workload, mode):
                    count = min(TRIAL_BATCHES, batches(context, workload))
                    try:
                        tried.append((peer(count, arguments)["tokens_per_s"], arguments))
                    except Failure as error:
                        context.note(f"left out on trial: {error}")
                        continue
                    say(f"{workload} {kind} {mode} {engine} {' '.join(arguments)}: {tried[-1][0]} tokens/s on trial")
                if not tried:
                    raise Failure("no configuration ran on trial")
                return max(tried)[1]

            def measure(workload=workload, kind=kind, peer=peer, best=best):
                arguments = context.remember(f"{engine} {workload} {kind} {mode}", best)
                return peer(batches(context, workload, engine.lower()), arguments)

            name = f"{workload} {kind}"
            sides["now " + name] = workload_side(context, context.now, workload, kind, mode, context.threads)
            sides[f"{engine} {name}"] = measure
            what = "training" if mode == "train" else "forward"
            cells.append(
                Cell(f"{workload.upper()} {what}, {kind}, tokens/s", ("now " + name, "tokens_per_s"),
                     (f"{engine} {name}", "tokens_per_s"), engine, must=musts.get((workload, kind))))
    return sides, cells


@row("pytorch-training", "training W1, W2, W3 beside PyTorch's best configuration", "EngineBenchmark")
def pytorch_training(context):
    musts = {("w2", "bucketed"): 1.6, ("w3", "bucketed"): 2.0}
    return beside(context, "PyTorch", "train", ["random", "bucketed"], musts, ["w1", "w2", "w3"])


@row("pytorch-forward", "forward passes of W1 and W2 beside PyTorch's best configuration", "EngineBenchmark")
def pytorch_forward(context):
    kinds = ["random", "bucketed"]
    musts = {("w1", kind): 5 for kind in kinds} | {("w2", kind): 3.5 for kind in kinds}
    return beside(context, "PyTorch", "infer", kinds, musts, ["w1", "w2"])


@row("keras", "training and forward passes beside Keras", "EngineBenchmark", extra=True)
def keras(context):
    train = beside(context, "Keras", "train", ["random"], {}, ["w1", "w2", "w3"])
    forward = beside(context, "Keras", "infer", ["random"], {}, ["w1", "w2"])
    return {"train " + name: side for name, side in train[0].items()} | forward[0], [
        Cell(cell.label, ("train " + cell.now[0], cell.now[1]), ("train " + cell.other[0], cell.other[1]), cell.beside)
        for cell in train[1]] + forward[1]


@row("busy", "two threads beside one busy process on two cores, training W2", "EngineBenchmark")
def busy(context):
    def beside_a_loop(side):
        def measure():
            cores = sorted(os.sched_getaffinity(0))
            os.sched_setaffinity(0, cores[:2])
            # In the real-time class the loop would not be in the way.
            held, prefix[:] = prefix[:], []
            loop = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            try:
                return side()
            finally:
                loop.kill()
                loop.wait()
                prefix[:] = held
                os.sched_setaffinity(0, cores)

        return measure

    if not hasattr(os, "sched_setaffinity"):
        raise Failure("processes cannot be kept to two cores here")
    sides = {}
    for name, build in context.builds().items():
        for threads in (1, 2):
            sides[f"{name} {threads}"] = beside_a_loop(
                workload_side(context, build, "w2", "random", "train", threads))
    return sides, [
        Cell("W2 training beside a busy process, tokens/s", ("now 2", "tokens_per_s"), ("now 1", "tokens_per_s"),
             "1 thread", must=1),
        Cell("", ("now 2", "tokens_per_s"), ("before 2", "tokens_per_s")),
    ]
