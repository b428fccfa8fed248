#!/usr/bin/env python3
"""Writes the pages of options and commands, from what the program says of itself: reference.py PROGRAM FOLDER"""

import json
import subprocess
import sys
from pathlib import Path


def asked(program, *arguments):
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


def cell(text):
    return " ".join(str(text).split()).replace("|", "\\|").replace("<", "&lt;")


def code(value):
    return f"`{json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value or '(empty)'}`"


def values(schema):
    """The values that an option takes, in words."""
    if "const" in schema:
        return code(schema["const"])
    if "enum" in schema:
        return ", ".join(code(value) for value in schema["enum"])
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(values(each) for each in schema[key]))
    kind = schema.get("type", "")
    if kind == "array":
        return f"list of {values(schema.get('items', {}))}"
    if kind in ("integer", "number"):
        low, high = schema.get("minimum"), schema.get("maximum")
        name = "whole number" if kind == "integer" else "number"
        if low is not None and high is not None and high < 2**53:
            return f"{name}, {low:g} to {high:g}"
        return name + (f", at least {low:g}" if low is not None else "")
    return {"string": "text", "boolean": "`true` or `false`", "object": "options, see below"}.get(kind, kind)


def rows(schema, prefix, lines, deeper):
    needed = set(schema.get("required", []))
    for name, option in schema.get("properties", {}).items():
        if option.get("type") == "object" and "properties" in option:
            deeper.append((prefix + name, option))
        default = code(option["default"]) if "default" in option else "must be there" if name in needed else ""
        about = cell(option.get("description", ""))
        lines.append(f"| `{name}` | {cell(values(option))} | {default} | {about} |")


def section(title, schema, level, lines):
    """One table of options, then those of the objects in it."""
    lines += [f"{'#' * level} {title}", ""]
    if schema.get("description"):
        lines += [cell(schema["description"])[:1].upper() + cell(schema["description"])[1:] + ".", ""]
    deeper = []
    table = ["| option | values | default | meaning |", "|---|---|---|---|"]
    rows(schema, "", table, deeper)
    if len(table) > 2:
        lines += [*table, ""]
    for name, option in deeper:
        section(f"{title}: {name}", option, min(level + 1, 4), lines)
    for name, option in schema.get("properties", {}).items():
        branches(f"{title}: {name}", option, level, lines)


def branches(title, option, level, lines):
    """The kinds of an option that has one set of options for each, such as tasks."""
    for holder in (option, option.get("additionalProperties"), option.get("items")):
        if not isinstance(holder, dict):
            continue
        for each in [*holder.get("oneOf", []), *holder.get("anyOf", [])]:
            if "properties" not in each:
                continue
            named = next((p["const"] for p in each["properties"].values() if isinstance(p, dict) and "const" in p), None)
            section(f"{title}{f', {named}' if named else ''}", each, min(level + 1, 4), lines)


def options(program):
    schema = json.loads(asked(program, "schema"))
    lines = ["# Options of pipelines", "", "Every stage with its options, as `braid schema` has them.", "", "## Overview", ""]
    lines += [
        "The same declaration serves YAML, `--set`, help texts, and the JSON Schema for editors; `braid config FILE` prints a "
        "pipeline with all of them.",
        "",
    ]
    top = {**schema, "properties": {k: v for k, v in schema["properties"].items() if k != "stages"}}
    section("The pipeline", top, 3, lines)
    items = schema["properties"]["stages"]["items"]
    verbs = items["properties"] if "properties" in items else {}
    for name, verb in verbs.items():
        if name != "name":
            section(name, verb, 3, lines)
    return "\n".join(lines) + "\n"


def spelt(argument):
    if argument["kind"] == "positional":
        return f"`{argument['valueName']}`"
    names = [("-" if n["kind"] == "short" else "--") + n["name"] for n in argument.get("names") or []]
    value = f" {argument['valueName']}" if argument["kind"] == "option" else ""
    return ", ".join(f"`{name}{value}`" for name in sorted(names, key=lambda name: name.startswith("--")))


def command(path, each, lines):
    lines += [f"### {' '.join(path)}", "", cell(each.get("abstract", "")), ""]
    for block in (each.get("discussion") or "").strip().split("\n\n"):
        if block.startswith(" "):
            lines += ["```", *[line[2:] if line.startswith("  ") else line for line in block.split("\n")], "```", ""]
        elif block:
            lines += [cell(block), ""]
    arguments = [a for a in each.get("arguments", []) if a.get("shouldDisplay", True)]
    if arguments:
        lines += ["| option | default | meaning |", "|---|---|---|"]
        for argument in arguments:
            default = f"`{argument['defaultValue']}`" if argument.get("defaultValue") and argument["kind"] != "flag" else ""
            choices = argument.get("allValues") or []
            about = cell(argument.get("abstract") or "") + (f" One of {', '.join(choices)}." if 0 < len(choices) < 40 else "")
            lines.append(f"| {spelt(argument)} | {cell(default)} | {about} |")
        lines.append("")
    for sub in each.get("subcommands") or []:
        if sub["commandName"] != "help":
            command([*path, sub["commandName"]], sub, lines)


def commands(program):
    dump = json.loads(asked(program, "--experimental-dump-help"))["command"]
    lines = ["# Commands", "", "Every command with its options, as `braid help` has them.", "", "## Overview", ""]
    for each in dump["subcommands"]:
        if each["commandName"] != "help":
            command(["braid", each["commandName"]], each, lines)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    program, folder = sys.argv[1], Path(sys.argv[2])
    (folder / "Options.md").write_text(options(program), encoding="utf-8")
    (folder / "Commands.md").write_text(commands(program), encoding="utf-8")
