"""Checkouts of Braid and their programs."""
import os
import shutil
import subprocess
import sys

from .machine import Failure, say

BENCHMARKS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(BENCHMARKS)
STORE = os.path.join(BENCHMARKS, ".build")


def git(*arguments, folder=ROOT):
    done = subprocess.run(["git", *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise Failure(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout.strip()


class Build:
    """A checkout, and where its programs are."""

    def __init__(self, folder):
        self.folder = folder
        try:
            self.commit = git("describe", "--always", "--dirty", "--abbrev=7", folder=folder)
        except Failure:
            self.commit = os.path.basename(folder)

    @classmethod
    def before(cls, name):
        """The folder of that name, or a worktree of the commit."""
        if os.path.isdir(name):
            return cls(os.path.abspath(name))
        try:
            commit = git("rev-parse", "--verify", name + "^{commit}")
        except Failure:
            raise Failure(f"--before {name}: neither a folder nor a commit of this clone; give one, or none") from None
        folder = os.path.join(STORE, "before", commit[:9])
        # In older commits the benchmark of formats tells no processor time; what it uses of Braid is the same.
        source = os.path.join("Benchmarks", "Sources", "CorpusBenchmark")
        program = os.path.join(folder, source, "CorpusBenchmark.swift")
        if not os.path.exists(program):
            shutil.rmtree(folder, ignore_errors=True)
            git("worktree", "prune")
            git("worktree", "add", "--detach", folder, commit)
        with open(program, encoding="utf-8") as file:
            isOld = "--json" not in file.read()
        if isOld:
            shutil.copytree(os.path.join(ROOT, source), os.path.join(folder, source), dirs_exist_ok=True)
        build = cls(folder)
        build.commit = commit[:7]
        return build

    def program(self, product):
        package = self.folder if product == "braid" else os.path.join(self.folder, "Benchmarks")
        return os.path.join(package, ".build", "release", product)

    def make(self, product):
        """Builds a program, if it is out of date."""
        say(f"building {product} of {self.commit}")
        folder = self.folder if product == "braid" else os.path.join(self.folder, "Benchmarks")
        done = subprocess.run(["swift", "build", "-c", "release", "--product", product], cwd=folder, stdout=sys.stderr)
        if done.returncode:
            raise Failure(f"{folder}: {product} cannot be built")

    def identities(self, products):
        """What tells a program from one of another build, for those that are there."""
        paths = {product: self.program(product) for product in sorted(products)}
        found = {product: os.stat(path) for product, path in paths.items() if os.path.exists(path)}
        return {product: f"{status.st_size} bytes, {status.st_mtime_ns}" for product, status in found.items()}

    def require(self, product):
        if not os.path.exists(self.program(product)):
            raise Failure(f"{self.program(product)} is not there: build it, or leave --no-build out")
