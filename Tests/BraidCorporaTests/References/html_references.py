"""Writes Sources/BraidCorpora/HTML/HTMLReferenceNames.swift, the named character references of HTML's standard.

    python3 Tests/BraidCorporaTests/References/html_references.py > Sources/BraidCorpora/HTML/HTMLReferenceNames.swift

The names and what they stand for are those of Python's html.entities.html5, which has them from
https://html.spec.whatwg.org/multipage/named-characters.html. With --page it writes a page with a paragraph a name instead, and
with --texts what html.unescape makes of each, for a comparison:

    python3 html_references.py --page > names.html && braid convert names.html - --to lines | diff - <(python3 html_references.py --texts)
"""

import html
import html.entities
import sys
import textwrap

NAMES = html.entities.html5


def entries():
  for name in sorted({name.rstrip(";") for name in NAMES}, key=str.encode):
    value = "+".join(f"{ord(character):X}" for character in NAMES[name + ";"])
    yield f"{name}{'!' if name in NAMES else ':'}{value}"


def table():
  lines = textwrap.wrap(" ".join(entries()), 116, break_long_words=False, break_on_hyphens=False)
  body = "\n".join("    " + line for line in lines)
  return f'''// Written by Tests/BraidCorporaTests/References/html_references.py.

extension HTMLReferences {{
  /// The named character references of HTML, in the order of their bytes, each with its code points; `!` marks those that may
  /// stand without a semicolon.
  ///
  /// Source: <https://html.spec.whatwg.org/multipage/named-characters.html>.
  static let names: StaticString = """
{body}
    """
}}
'''


def texts():
  # A reference to white space is a space between its neighbours in a paragraph.
  return [" ".join(html.unescape(f"a&{name}b").split(None)) if NAMES[name].isspace() and ord(NAMES[name]) < 33
          else html.unescape(f"a&{name}b") for name in sorted(NAMES)]


if sys.argv[1:] == ["--page"]:
  print("<!doctype html><meta charset=utf-8>" + "".join(f"<p>a&{name}b</p>\n" for name in sorted(NAMES)))
elif sys.argv[1:] == ["--texts"]:
  print("\n".join(texts()))
else:
  print(table(), end="")
