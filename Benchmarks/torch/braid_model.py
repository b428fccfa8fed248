"""A Braid model folder in PyTorch: the same architecture on the same weights, without any code of Braid's.

Reads config.json and model.safetensors. Weights are [inputs, outputs]; LSTM gates are in PyTorch's order i, f, g, o, and
the bias of Braid is the sum of PyTorch's two.
"""
import json
import os

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


BITS = (1 << 64) - 1


def mix(value):
    """The finalizer of SplitMix64, on 64 bits."""
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & BITS
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & BITS
    return value ^ (value >> 31)


class BraidModel:
    def __init__(self, folder):
        with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
            self.config = json.load(file)
        self.weights = load_file(os.path.join(folder, "model.safetensors"))
        # Weights in 8 bits are the numbers that they stand for; PyTorch multiplies them in 32.
        for name in [name for name, weight in self.weights.items() if weight.dtype == torch.int8]:
            self.weights[name] = self.weights[name] * self.weights.pop(name + ".scales")
        self.encoder = self.config["encoder"]
        lstm = self.encoder["lstm"]
        self.layers = [
            self._lstm("encoder.lstm.%d" % (layer + 1), lstm["bidirectional"]) for layer in range(lstm["layers"])
        ]
        self.tasks = {task["name"]: task for task in self.config["tasks"]}
        self.readers = {
            name: [self._reader(name)] + [
                self._lstm("%s.upper.%d" % (name, layer + 1), True)
                for layer in range(task["options"]["layers"] - 1)
            ]
            for name, task in self.tasks.items() if task["kind"] == "semantic-roles"
        }

    def _lstm(self, name, bidirectional, single=None):
        """An nn.LSTM of one layer with the weights that begin with `name`."""
        directions = [single] if single else ["forward", "backward"][: 2 if bidirectional else 1]
        first = self.weights["%s.%s.input" % (name, directions[0])] if not single else self.weights[name + ".input"]
        units = first.shape[1] // 4
        lstm = nn.LSTM(first.shape[0], units, batch_first=True, bidirectional=bidirectional and not single)
        for direction in directions:
            prefix = name if single else "%s.%s" % (name, direction)
            suffix = "_reverse" if direction == "backward" else ""
            with torch.no_grad():
                getattr(lstm, "weight_ih_l0" + suffix).copy_(self.weights[prefix + ".input"].T)
                getattr(lstm, "weight_hh_l0" + suffix).copy_(self.weights[prefix + ".recurrent"].T)
                getattr(lstm, "bias_ih_l0" + suffix).copy_(self.weights[prefix + ".bias"][0])
                getattr(lstm, "bias_hh_l0" + suffix).zero_()
        return lstm.eval()

    def _reader(self, name):
        """The layer that reads a token's state, the predicate's state and a mark, as one nn.LSTM of all three."""
        parts = ["%s.lstm.1.forward", "%s.lstm.1.backward"]
        units = self.weights[parts[0] % name + ".recurrent"].shape[0]
        width = self.weights[parts[0] % name + ".input"].shape[0]
        lstm = nn.LSTM(2 * width + 1, units, batch_first=True, bidirectional=True)
        for part, suffix in zip(parts, ["", "_reverse"]):
            part = part % name
            inputs = torch.cat([self.weights[part + "." + kind] for kind in ("input", "predicate", "mark")])
            with torch.no_grad():
                getattr(lstm, "weight_ih_l0" + suffix).copy_(inputs.T)
                getattr(lstm, "weight_hh_l0" + suffix).copy_(self.weights[part + ".recurrent"].T)
                getattr(lstm, "bias_ih_l0" + suffix).copy_(self.weights[part + ".bias"][0])
                getattr(lstm, "bias_hh_l0" + suffix).zero_()
        return lstm.eval()

    def _linear(self, name, x):
        return x @ self.weights[name + ".weight"] + self.weights[name + ".bias"][0]

    def _characters(self, forms):
        """Features of words, each a tensor of character ids: a convolution over three characters, then the maximum."""
        table = self.weights["encoder.characters"]
        longest = max(len(form) for form in forms)
        padded = torch.zeros(len(forms), longest + 2, table.shape[1])
        mask = torch.full((len(forms), longest, 1), float("-inf"))
        for index, form in enumerate(forms):
            padded[index, 1 : len(form) + 1] = table[form]
            mask[index, : len(form)] = 0
        windows = torch.cat([padded[:, :-2], padded[:, 1:-1], padded[:, 2:]], 2)
        filtered = windows @ self.weights["encoder.characters.filters"] + self.weights["encoder.characters.bias"][0]
        return (torch.relu(filtered) + mask).max(1).values

    def encode(self, words, forms, lengths, top=None):
        """States of every layer, [B, T, width] each, of padded word ids [B, T]; the first are the input features."""
        x = self.weights["encoder.words"][words]
        if forms is not None:
            x = torch.cat([x, forms], 2)
        states = [x]
        for lstm in self.layers[:top]:
            packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            x = pad_packed_sequence(lstm(packed)[0], batch_first=True, total_length=words.shape[1])[0]
            states.append(x)
        return states

    def layer(self, name, states):
        """The states that a task reads."""
        layer = self.tasks[name]["layer"]
        if layer.isdigit():
            return states[int(layer)]
        if layer == "mix":
            shares = torch.softmax(self.weights[name + ".mix.scores"][0], 0)
            mixed = sum(share * state for share, state in zip(shares, states[1:]))
            return self.weights[name + ".mix.scale"][0, 0] * mixed
        return states[-1]

    def _pooled(self, name, kind, states):
        """One vector of a text's states [T, width]; `last` is the state that has read all, in each direction."""
        if kind == "max":
            return states.max(0).values
        if kind == "mean":
            return states.mean(0)
        if kind == "attention":
            return torch.softmax((states @ self.weights[name + ".attention"])[:, 0], 0) @ states
        if not self.encoder["lstm"]["bidirectional"]:
            return states[-1]
        half = states.shape[1] // 2
        return torch.cat([states[-1, :half], states[0, half:]])

    def ngrams(self, name, hashes):
        """[labels], the logits of the n-grams of one sentence, of whose words `hashes` are 32 bits each."""
        options, table = self.tasks[name]["options"], self.weights[name + ".ngrams"]
        rows = []
        for first in range(len(hashes)):
            value = 0
            for word in hashes[first : first + options["ngrams"]]:
                value = mix(((value ^ (word & 0xFFFFFFFF)) + 0x9E3779B97F4A7C15) & BITS)
                rows.append(value % table.shape[0])
        if options["idf"]:
            idf = self.weights[name + ".idf"][rows]
            return 20 / (idf * idf).sum() ** 0.5 * (idf * table[rows]).sum(0)
        return 20 / len(rows) ** 0.5 * table[rows].sum(0)

    def classification(self, name, states, hashes):
        """[labels] of one sentence's states [T, width]."""
        options = self.tasks[name]["options"]
        pooled = torch.cat([self._pooled(name, kind, states) for kind in options["pooling"]])
        logits = self._linear(name + ".output", pooled)
        return logits + self.ngrams(name, hashes) if options["ngrams"] else logits

    def tagging(self, name, states):
        """[B, T, tags], before any CRF."""
        return self._linear(name + ".output", states)

    def arcs(self, name, states):
        """[T, T + 1] of one sentence's states [T, width]: the root, then every word, as the head of each word."""
        lower = torch.relu(self._linear(name + ".arc.dependent", states))
        upper = torch.cat([self.weights[name + ".arc.root"], torch.relu(self._linear(name + ".arc.head", states))])
        own = torch.cat([torch.zeros(len(states), 1), torch.eye(len(states))], 1).bool()
        return (self._linear(name + ".arc", lower) @ upper.T).masked_fill(own, -1e9)

    def arc_labels(self, name, states, heads):
        """[T, labels] of the arcs to all words of one sentence from `heads`: 0 for the root, or words from 1."""
        lower = torch.relu(self._linear(name + ".label.dependent", states))
        upper = torch.relu(self._linear(name + ".label.head", states))
        upper = torch.cat([self.weights[name + ".label.root"], upper])[heads]
        blocks = self._linear(name + ".label", lower).reshape(len(states), -1, lower.shape[1])
        return torch.einsum("nck,nk->nc", blocks, upper) + self._linear(name + ".label.own", lower)

    def predicates(self, name, states):
        """[B, T, senses]."""
        return self._linear(name + ".predicate", states)

    def roles(self, name, states, predicate):
        """[T, roles] of one sentence's states [T, width] for the predicate at a token."""
        marks = torch.zeros(states.shape[0], 1)
        marks[predicate] = 1
        x = torch.cat([states, states[predicate].expand(states.shape[0], -1), marks], 1)[None]
        for reader in self.readers[name]:
            x = reader(x)[0]
        return self._linear(name + ".output", x[0]) + x[0][predicate] @ self.weights[name + ".output.predicate"]

    def translation_loss(self, name, states, target, start, end):
        """Mean negative log-likelihood in nats of the ids `target` for one text's states [T, width]."""
        mean = states.mean(0, keepdim=True)
        hidden = torch.tanh(self._linear(name + ".start.hidden", mean))[None]
        cell = torch.tanh(self._linear(name + ".start.cell", mean))[None]
        decoder = self._lstm(name + ".decoder", False, single="forward")
        inputs = self.weights[name + ".embedding"][torch.tensor([start] + target)]
        outputs = decoder(inputs[None], (hidden, cell))[0][0]
        scores = (outputs @ self.weights[name + ".attention"]) @ states.T
        context = torch.softmax(scores, 1) @ states
        attentional = torch.tanh(self._linear(name + ".combine", torch.cat([context, outputs], 1)))
        logits = self._linear(name + ".output", attentional)
        return nn.functional.cross_entropy(logits, torch.tensor(target + [end]))
