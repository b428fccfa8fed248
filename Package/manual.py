#!/usr/bin/env python3
"""Writes the manual pages of a program: manual.py PROGRAM FOLDER

One page for the program and one for each command, from what the program says of itself (--experimental-dump-help).
"""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path


def escaped(text):
    """Text as roff takes it."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def quoted(text):
    return '"' + escaped(text).replace('"', "\\(dq") + '"'


def inline(text):
    """A paragraph, in which what stands between back-ticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    return "".join(f"\\fB{escaped(part)}\\fR" if index % 2 else escaped(part) for index, part in enumerate(parts))


def discussion(text):
    """Paragraphs, and examples, whose lines begin with spaces."""
    exits, lines = None, []
    for block in re.split(r"\n\n+", text.strip()):
        if block.startswith("Exit codes:"):
            exits = block[len("Exit codes:") :].strip()
        elif block.startswith(" "):
            lines += [".PP", ".in +4n", ".nf", escaped(block), ".fi", ".in"]
        else:
            lines += [".PP", inline(" ".join(block.split()))]
    return lines, exits


def names(argument):
    """The spellings of an option, short ones first."""
    spelt = [f"-{each['name']}" if each["kind"] == "short" else f"--{each['name']}" for each in argument.get("names") or []]
    return sorted(spelt, key=lambda name: name.startswith("--"))


def option(argument):
    value = argument.get("valueName", "")
    if argument["kind"] == "positional":
        heads = f"\\fI{escaped(value)}\\fR"
    else:
        takes = argument["kind"] == "option"
        heads = ", ".join(
            f"\\fB{escaped(name)}\\fR" + (f" \\fI{escaped(value)}\\fR" if takes else "") for name in names(argument)
        )
    about = " ".join((argument.get("abstract") or "").split())
    choices, default = argument.get("allValues"), argument.get("defaultValue")
    if choices and len(choices) < 40:
        about += f" One of {', '.join(choices)}."
    if default is not None and argument["kind"] != "flag" and "(default:" not in about:
        about += f" The default is {default}."
    return [".TP", heads, inline(about) or "\\&"]


def synopsis(argument):
    value = f"\\fI{escaped(argument.get('valueName', ''))}\\fR"
    if argument["kind"] == "positional":
        text = value + ("..." if argument.get("isRepeating") else "")
    else:
        spelt = [name for name in names(argument) if name.startswith("--")] or names(argument)
        text = f"\\fB{escaped(spelt[0])}\\fR" + (f" {value}" if argument["kind"] == "option" else "")
    return f"[{text}]" if argument["isOptional"] else text


def page(path, command, version, date, others):
    """The page of one command, whose words are in `path`."""
    name = "-".join(path)
    arguments = [each for each in command.get("arguments") or [] if each["shouldDisplay"]]
    lines = [f".TH {quoted(name.upper())} 1 {quoted(date)} {quoted(version)} {quoted('Braid')}"]
    lines += [".SH NAME", f"{escaped(name)} \\- {escaped(command['abstract'].rstrip('.'))}"]
    lines += [".SH SYNOPSIS", f"\\fB{escaped(' '.join(path))}\\fR"]
    required = [each for each in arguments if not each["isOptional"]]
    positional = [each for each in arguments if each["isOptional"] and each["kind"] == "positional"]
    if command.get("subcommands"):
        lines.append("\\fIcommand\\fR [\\fIoptions\\fR]")
    else:
        lines += [synopsis(each) for each in required + positional] + ["[\\fIoptions\\fR]"]
    lines.append(".SH DESCRIPTION")
    lines.append(inline(command["abstract"]))
    more, exits = discussion(command.get("discussion") or "")
    lines += more
    commands = [each for each in command.get("subcommands") or [] if each["commandName"] != "help"]
    if commands:
        lines.append(".SH COMMANDS")
        for each in commands:
            lines += [".TP", f"\\fB{escaped(each['commandName'])}\\fR", inline(each["abstract"])]
    section = None
    for argument in sorted(arguments, key=lambda each: (each.get("sectionTitle") or "", each["kind"] != "positional")):
        title = (argument.get("sectionTitle") or "Options").upper()
        if title != section:
            section = title
            lines.append(f".SH {quoted(title)}")
        lines += option(argument)
    if exits:
        lines += [".SH EXIT STATUS", inline(" ".join(exits.split()))]
    lines.append(".SH SEE ALSO")
    lines.append(",\n".join(f"\\fB{escaped(other)}\\fR(1)" for other in others if other != name))
    return name, "\n".join(lines) + "\n"


def pages(command, version, date):
    """Every command below this one, with the words before it."""
    every = []

    def add(path, command):
        every.append((path, command))
        for each in command.get("subcommands") or []:
            if each["commandName"] != "help":
                add(path + [each["commandName"]], each)

    add([command["commandName"]], command)
    all_names = ["-".join(path) for path, _ in every]
    for path, command in every:
        name = "-".join(path)
        if len(path) == 1:
            others = all_names
        else:
            others = [path[0]] + [each for each in all_names if each.startswith(name + "-")]
        yield page(path, command, version, date, others)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, folder = sys.argv[1], Path(sys.argv[2])

    def output(*arguments):
        return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout

    version = output("--version").splitlines()[0]
    date = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages(json.loads(output("--experimental-dump-help"))["command"], version, date):
        (folder / f"{name}.1").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
