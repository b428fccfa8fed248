"""Models on the machines of a cluster: one process of Braid for each Python worker, which has one core."""

import atexit
import hashlib
import os
import shutil
import tempfile
import threading
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

import braid
from pyspark import SparkFiles
from pyspark.sql import SparkSession

_lock = threading.Lock()
_open: Optional[Tuple[Tuple[Any, ...], braid.Model]] = None


def digest(model: str) -> str:
    """A digest of a file's bytes, or of the names and bytes of all files in a folder."""
    whole = hashlib.sha256()
    if os.path.isfile(model):
        with open(model, "rb") as file:
            while part := file.read(1 << 20):
                whole.update(part)
        return whole.hexdigest()
    folder = model
    for path in sorted(each for each in Path(folder).rglob("*") if each.is_file()):
        whole.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                whole.update(part)
    return whole.hexdigest()


def distribute(spark: SparkSession, model: str) -> str:
    """Sends a model to every machine of the cluster.

    Args:
        spark: the session.
        model: its folder or its file on this machine.

    Returns:
        What ``annotate`` takes as its model.
    """
    mark = digest(model)
    # Spark serves the archive from where it is, for as long as this process lives.
    folder = tempfile.mkdtemp(prefix="braid-model-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    archive = os.path.join(folder, f"braid-model-{mark[:16]}")
    if os.path.isfile(model):
        archive = shutil.copyfile(model, archive + ".braid")
    else:
        archive = shutil.make_archive(archive, "zip", model)
    spark.sparkContext.addFile(archive)
    return f"spark:{os.path.basename(archive)}#{mark}"


def _located(model: str) -> str:
    """The folder or file of a model on this machine, checked against its digest where it was sent by ``distribute``."""
    if not model.startswith("spark:"):
        return model
    name, mark = model[len("spark:") :].split("#")
    if name.endswith(".braid"):
        file = str(SparkFiles.get(name))
        if digest(file) != mark:
            raise braid.BraidError(f"{file}: is not the model that was sent; send it again")
        return file
    folder = os.path.join(tempfile.gettempdir(), f"braid-model-{mark[:16]}-{os.getuid()}")
    if not os.path.isdir(folder):
        part = tempfile.mkdtemp(prefix="braid-model-")
        shutil.unpack_archive(SparkFiles.get(name), part, "zip")
        try:
            os.rename(part, folder)
        except OSError:
            # Another worker of this machine was first.
            shutil.rmtree(part, ignore_errors=True)
    if digest(folder) != mark:
        raise braid.BraidError(f"{folder}: is not the model that was sent; delete it")
    return folder


def opened(model: str, options: Dict[str, Any]) -> braid.Model:
    """The model, whose process stays for as long as this Python worker does and the same model is asked for."""
    global _open
    key = (model, *sorted((name, repr(value)) for name, value in options.items()))
    with _lock:
        if _open is not None and _open[0] == key:
            if _open[1].is_running():
                return _open[1]
        if _open is not None:
            _open[1].close()
            _open = None
        _open = (key, braid.open(_located(model), **{"threads": 1, **options}))
        return _open[1]
