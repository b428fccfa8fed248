#!/usr/bin/env python3
"""Holds Braid's weights files to Python's safetensors package, in both directions.

  python3 -m venv /tmp/st && /tmp/st/bin/pip install safetensors numpy
  /tmp/st/bin/python Tests/BraidTensorsTests/References/safetensors_files.py write    prints the file that the tests read
  /tmp/st/bin/python Tests/BraidTensorsTests/References/safetensors_files.py read FILE  what the package finds in a file

`read` of a file that the tests wrote (BRAID_SAFETENSORS_FILE=FILE Tests/run --filter SafeTensorsTests) must print the
names, shapes and numbers that the test names.
"""
import sys

import numpy
from safetensors import safe_open
from safetensors.numpy import save

if sys.argv[1] == "write":
    data = save(
        {"b": numpy.array([[1.5, -2.25, 3.0], [0.1, 1e-30, -0.0]], numpy.float32),
         "a": numpy.array([7.0], numpy.float32), "empty": numpy.zeros((0, 4), numpy.float32)},
        {"made by": "Python's safetensors", "quote": "\"\\\u00e9"})
    hexadecimal = data.hex()
    for start in range(0, len(hexadecimal), 112):
        print(hexadecimal[start:start + 112])
else:
    with safe_open(sys.argv[2], "numpy") as file:
        print("metadata", sorted((file.metadata() or {}).items()))
        for name in file.keys():
            values = file.get_tensor(name)
            print(name, values.dtype, values.shape, values.reshape(-1).tolist())
