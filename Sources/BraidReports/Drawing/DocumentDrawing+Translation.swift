import BraidText

extension DocumentDrawing {
  /// Words of the document above which an attention map leaves out those that nothing came from.
  private static let mostColumns = 28
  /// The share below which a cell stays empty, and with it a column of a long text.
  private static let least: Float = 0.05

  /// An aligned text, what might have stood in its place, and where its words came from.
  func draw(translation: AlignedText, name: String, into html: inout HTML) {
    html.element("dl", ["class": "translation"]) { html in
      // The name of the second text of a pair is no language.
      let language = name == Document.secondName ? document.language : name
      html.element("dt", ["dir": "auto"], name)
      html.element("dd", ["lang": language, "dir": "auto"], translation.text)
      guard !translation.alternatives.isEmpty else { return }
      html.element("dt", "or")
      for alternative in translation.alternatives {
        html.element("dd", ["class": "alternative", "lang": name, "dir": "auto"], alternative.text)
      }
    }
    drawAttention(translation, name: name, into: &html)
  }

  private func drawAttention(_ translation: AlignedText, name: String, into html: inout HTML) {
    let words = translation.words
    let rows = translation.attention.prefix(words.count)
    guard !rows.isEmpty, rows.allSatisfy({ $0.count == document.tokens.count }) else { return }
    let isLong = document.tokens.count > Self.mostColumns
    let columns = document.tokens.indices.filter { index in !isLong || rows.contains { $0[index] >= Self.least } }
    let caption = "Where the words of \(name) came from, in percent\(isLong ? ", columns of nothing left out" : "")"
    html.element("div", ["class": "attention", "role": "region", "tabindex": "0", "aria-label": caption]) { html in
      html.element("table") { html in
        html.element("caption", ["dir": "auto"], caption)
        html.element("thead") { html in
          html.element("tr") { html in
            html.element("td", "")
            for index in columns {
              html.element("th", ["scope": "col"]) { $0.element("span", ["dir": "auto"], document.word(index)) }
            }
          }
        }
        html.element("tbody") { html in
          for (word, weights) in zip(words, rows) {
            html.element("tr") { html in
              html.element("th", ["scope": "row", "lang": name, "dir": "auto"], word)
              for index in columns {
                let percent = Self.percent(Double(weights[index]))
                html.element(
                  "td", ["style": percent > 0 ? "--p:\(percent)%" : nil],
                  weights[index] >= Self.least ? "\(percent)" : "")
              }
            }
          }
        }
      }
    }
  }
}
