extension HTML {
  /// A part of the report with its heading.
  mutating func section(_ id: String, _ title: String, _ body: (inout HTML) -> Void) {
    element("section", ["id": id, "aria-labelledby": "\(id)-title"]) { html in
      html.element("h2", ["id": "\(id)-title"], title)
      body(&html)
    }
  }

  /// A table in a box that scrolls sideways where the page is too narrow for it.
  ///
  /// - Parameters:
  ///   - caption: what the table shows.
  ///   - head: the names of the columns.
  ///   - kind: a class of the style sheet.
  ///   - rows: writes the rows.
  mutating func table(_ caption: String, head: [String], kind: String? = nil, rows: (inout HTML) -> Void) {
    element("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": caption]) { html in
      html.element("table", ["class": kind]) { html in
        html.element("caption", ["dir": "auto"], caption)
        if !head.isEmpty {
          html.element("thead") { html in
            html.element("tr") { html in for name in head { html.element("th", ["scope": "col", "dir": "auto"], name) }
            }
          }
        }
        html.element("tbody", [:], rows)
      }
    }
  }

  /// A row of a table: its name, then its cells.
  mutating func row(_ name: String, _ cells: [String]) {
    element("tr") { html in
      html.element("th", ["scope": "row", "dir": "auto"], name)
      for cell in cells { html.element("td", ["dir": "auto"], cell) }
    }
  }
}
