#!/usr/bin/env python3
"""Writes ../torchNumbers.swift: what PyTorch computes, for the tests that hold Braid's operations to it.

  python3 -m venv /tmp/torch && /tmp/torch/bin/pip install torch==2.15.0 numpy safetensors
  /tmp/torch/bin/python Tests/BraidLayersTests/References/torch_numbers.py

Inputs are the numbers of `numbers`, which the tests compute too; only results are stored. Gradients are those of the sum of
the output's elements, each times a number of `numbers(count, 99)`. Matrices are stored as Braid has them: a weight [K, N]
is PyTorch's [N, K] transposed.
"""
import os

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_default_dtype(torch.float32)
results = {}


def numbers(count, seed):
    """(37 i + 11 seed) mod 101 / 101 - 1/2, in single precision."""
    i = torch.arange(count, dtype=torch.int64)
    return (((37 * i + 11 * seed) % 101).double() / 101 - 0.5).float()


def tensor(seed, *shape):
    count = 1
    for size in shape:
        count *= size
    return numbers(count, seed).reshape(shape).clone().requires_grad_(True)


def keep(name, value):
    results[name] = [float(v) for v in value.detach().reshape(-1)]


def backward(output):
    (output * numbers(output.numel(), 99).reshape(output.shape)).sum().backward()


LENGTHS = [4, 3, 2]  # longest first: the rows of PyTorch's packed data are then Braid's


def bidirectional_lstm():
    layers, inputs, units = 2, 3, 5
    lstm = nn.LSTM(inputs, units, num_layers=layers, bidirectional=True)
    parameters = {}
    for layer in range(layers):
        width = inputs if layer == 0 else 2 * units
        for direction, suffix in enumerate(["", "_reverse"]):
            seed = 10 * layer + 5 * direction
            parameters[f"{layer}.{direction}"] = (
                tensor(seed + 1, width, 4 * units), tensor(seed + 2, units, 4 * units), tensor(seed + 3, 4 * units))
            w, u, b = parameters[f"{layer}.{direction}"]
            with torch.no_grad():
                getattr(lstm, f"weight_ih_l{layer}{suffix}").copy_(w.T)
                getattr(lstm, f"weight_hh_l{layer}{suffix}").copy_(u.T)
                getattr(lstm, f"bias_ih_l{layer}{suffix}").copy_(b)
                getattr(lstm, f"bias_hh_l{layer}{suffix}").zero_()
    x = tensor(4, sum(LENGTHS), inputs)
    sizes = torch.tensor([sum(1 for length in LENGTHS if length > t) for t in range(LENGTHS[0])])
    packed = torch.nn.utils.rnn.PackedSequence(x, sizes)
    output, (hidden, cell) = lstm(packed)
    # The last states and cells of the second layer count too.
    last = torch.cat([hidden[2], hidden[3]], 1)
    cells = torch.cat([cell[2], cell[3]], 1)
    whole = torch.cat([output.data.reshape(-1), last.reshape(-1), cells.reshape(-1)])
    backward(whole)
    keep("lstm.output", output.data)
    keep("lstm.hidden", last)
    keep("lstm.cell", cells)
    keep("lstm.x", x.grad)
    for layer in range(layers):
        for direction, suffix in enumerate(["", "_reverse"]):
            keep(f"lstm.{layer}.{direction}.input", getattr(lstm, f"weight_ih_l{layer}{suffix}").grad.T)
            keep(f"lstm.{layer}.{direction}.recurrent", getattr(lstm, f"weight_hh_l{layer}{suffix}").grad.T)
            keep(f"lstm.{layer}.{direction}.bias", getattr(lstm, f"bias_ih_l{layer}{suffix}").grad)


def rows():
    """The row of each step of each sequence."""
    offsets, total = [], 0
    for t in range(LENGTHS[0]):
        offsets.append(total)
        total += sum(1 for length in LENGTHS if length > t)
    return [[offsets[t] + s for t in range(length)] for s, length in enumerate(LENGTHS)]


def variant(kind):
    """A highway LSTM or a layer-normalized one, step by step as the papers have it."""
    inputs, units = 3, 5
    blocks = 6 if kind == "highway" else 4
    w, u, b = tensor(1, inputs, blocks * units), tensor(2, units, min(5, blocks) * units), tensor(3, blocks * units)
    x = tensor(4, sum(LENGTHS), inputs)
    gains = [tensor(5, 4 * units), tensor(6, 4 * units), tensor(7, units), tensor(8, units)]

    def norm(v, gain, bias=None):
        return F.layer_norm(v, v.shape[-1:], gain, bias, 1e-5)

    output = [None] * sum(LENGTHS)
    for sequence in rows():
        h, c = torch.zeros(1, units), torch.zeros(1, units)
        for t, row in enumerate(sequence):
            if kind == "highway":
                a = x[row:row + 1] @ w + b
                a = torch.cat([a[:, :5 * units] + h @ u, a[:, 5 * units:]], 1)
            else:
                a = norm(x[row:row + 1] @ w, gains[0]) + b
                if t > 0:
                    a = a + norm(h @ u, gains[1])
            i, f, g, o = (a[:, n * units:(n + 1) * units] for n in range(4))
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            if kind == "highway":
                r = torch.sigmoid(a[:, 4 * units:5 * units])
                h = r * torch.sigmoid(o) * torch.tanh(c) + (1 - r) * a[:, 5 * units:]
            else:
                h = torch.sigmoid(o) * torch.tanh(norm(c, gains[2], gains[3]))
            output[row] = h
    output = torch.cat(output)
    backward(output)
    keep(f"{kind}.output", output)
    for name, value in [("input", w), ("recurrent", u), ("bias", b), ("x", x)]:
        keep(f"{kind}.{name}", value.grad)
    if kind != "highway":
        for name, value in zip(["inputGain", "recurrentGain", "cellGain", "cellBias"], gains):
            keep(f"{kind}.{name}", value.grad)


def attention(kind):
    """Queries of sequences of 2, 3 and 1 steps over memories of LENGTHS, query sequence s over memory SOURCES[s]."""
    query_lengths, sources, width = [3, 2, 1], [2, 0, 0], 4
    queries = tensor(1, sum(query_lengths), 3 if kind != "dot" else width)
    memory = tensor(2, sum(LENGTHS), width)
    general, wq, wm, v = tensor(3, 3, width), tensor(4, 3, 5), tensor(5, width, 5), tensor(6, 5)
    out, row = [], 0
    for step in range(query_lengths[0]):
        for sequence, length in enumerate(query_lengths):
            if length <= step:
                continue
            m = memory[rows()[sources[sequence]]]
            q = queries[row:row + 1]
            if kind == "dot":
                scores = (q @ m.T)[0]
            elif kind == "general":
                scores = (q @ general @ m.T)[0]
            else:
                scores = torch.tanh(q @ wq + m @ wm) @ v
            out.append(torch.softmax(scores, 0) @ m)
            row += 1
    out = torch.stack(out)
    backward(out)
    keep(f"attention.{kind}.output", out)
    used = [("queries", queries), ("memory", memory)]
    used += {"dot": [], "general": [("general", general)], "additive": [("wq", wq), ("wm", wm), ("v", v)]}[kind]
    for name, value in used:
        keep(f"attention.{kind}.{name}", value.grad)


def projection():
    x, w, b = tensor(1, 7, 5), tensor(2, 5, 37), tensor(3, 37)
    gold = torch.tensor([3, -1, 36, 0, 3, 17, -1])
    loss = F.cross_entropy(x @ w + b, gold, ignore_index=-1, label_smoothing=0.1, reduction="sum") / 5
    loss.backward()
    keep("projection.loss", loss)
    for name, value in [("x", x), ("w", w), ("b", b)]:
        keep(f"projection.{name}", value.grad)


def optimizers():
    """Ten steps with given gradients, the last ones a hundred times larger."""
    rules = {
        "adam": lambda p: torch.optim.Adam(p, lr=0.01),
        "adam.l2": lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.1),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
        "sgd": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.1),
    }
    for name, make in rules.items():
        p = tensor(1, 5, 7)
        optimizer = make([p])
        for step in range(10):
            p.grad = numbers(35, step + 2).reshape(5, 7) * (100 if step >= 7 else 1)
            optimizer.step()
        keep(name, p)


def small_layers():
    x, gain, bias = tensor(1, 5, 7), tensor(2, 7), tensor(3, 7)
    output = F.layer_norm(x, (7,), gain, bias, 1e-5)
    backward(output)
    keep("layerNorm.output", output)
    for name, value in [("x", x), ("gain", gain), ("bias", bias)]:
        keep(f"layerNorm.{name}", value.grad)
    x, w, b, gate, gate_bias = tensor(1, 5, 7), tensor(2, 7, 7), tensor(3, 7), tensor(4, 7, 7), tensor(5, 7)
    t = torch.sigmoid(x @ gate + gate_bias)
    output = t * torch.relu(x @ w + b) + (1 - t) * x
    backward(output)
    keep("highwayLayer.output", output)
    for name, value in [("x", x), ("w", w), ("b", b), ("gate", gate), ("gateBias", gate_bias)]:
        keep(f"highwayLayer.{name}", value.grad)


def arcs():
    """The loss of the heads of a sentence of five words, and inner products with four blocks."""
    d, h, r = tensor(1, 7, 5), tensor(2, 7, 5), tensor(3, 1, 5)
    rows, gold = [4, 0, 6, 2, 5], torch.tensor([2, 0, -1, 1, 4])
    scores = d[rows] @ torch.cat([r, h[rows]]).T
    own = torch.cat([torch.zeros(5, 1), torch.eye(5)], 1).bool()
    loss = F.cross_entropy(scores.masked_fill(own, -1e9), gold, ignore_index=-1, reduction="sum") / 2
    backward(loss)
    keep("arcs.loss", loss)
    for name, value in [("d", d), ("h", h), ("r", r)]:
        keep(f"arcs.{name}", value.grad)
    x, y = tensor(4, 3, 20), tensor(5, 3, 5)
    output = torch.einsum("nck,nk->nc", x.reshape(3, 4, 5), y)
    backward(output)
    keep("blocks.output", output)
    for name, value in [("x", x), ("y", y)]:
        keep(f"blocks.{name}", value.grad)


def bags():
    """Sums of rows of a table over bags of row numbers, one empty and one with a row twice, each times a factor."""
    table = tensor(1, 7, 5)
    factors = numbers(4, 2)
    contents = [[3, 0, 3], [], [6], [1, 2, 3, 4]]
    ids = torch.tensor([row for bag in contents for row in bag])
    starts = torch.tensor([0, 3, 3, 4])
    weights = torch.cat([factor.expand(len(bag)) for factor, bag in zip(factors, contents)])
    output = F.embedding_bag(ids, table, starts, mode="sum", per_sample_weights=weights)
    backward(output)
    keep("bags.output", output)
    keep("bags.table", table.grad)


bidirectional_lstm()
variant("highway")
variant("layerNormalized")
for kind in ("dot", "general", "additive"):
    attention(kind)
projection()
optimizers()
small_layers()
arcs()
bags()

target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "torchNumbers.swift")
with open(target, "w") as file:
    file.write(f"// Written by References/torch_numbers.py with PyTorch {torch.__version__}; do not edit.\n\n")
    file.write("/// What PyTorch computes from the numbers of `numbers`: a name, then its numbers.\n")
    file.write('let torchNumbers = """\n')
    for name, values in results.items():
        file.write(f"  {name}\n")
        line = "   "
        for text in [f"{value:.9g}" for value in values]:
            if len(line) + len(text) + 1 > 118:
                file.write(line + "\n")
                line = "   "
            line += f" {text}"
        file.write(line + "\n")
    file.write('  """\n')
print(f"{sum(len(v) for v in results.values())} numbers in {os.path.relpath(target)}")
