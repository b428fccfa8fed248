import BraidFiles
import BraidCorpora

extension ReportPage {
  /// The graph of stages, then what each of them did.
  func drawStages(into html: inout HTML) {
    html.element("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": "Graph of stages"]) {
      StageGraph(content.stages).draw(into: &$0)
    }
    html.table("Results of the stages", head: ["Stage", "Verb", "Result", "Time", "Memory so far"], kind: "stages") {
      html in
      for (index, stage) in content.stages.enumerated() {
        html.element("tr", ["id": "stage-\(index)"]) { html in
          html.element("th", ["scope": "row", "dir": "auto"], stage.name)
          html.element("td", stage.verb)
          let isThis = index == content.stages.count - 1
          html.element(
            "td", ["class": "text", "dir": "auto"], stage.summary ?? (isThis ? "this page" : "not recorded"))
          html.element("td", stage.seconds.map(Figures.duration) ?? "")
          html.element("td", stage.peakMemory.map(Figures.memory) ?? "")
        }
      }
    }
  }

  /// What readers repaired, truncated, dropped, ignored or recognized.
  func drawLedger(into html: inout HTML) {
    let ledgers = content.stages.flatMap { stage in stage.ledgers.map { (stage.name, $0.part, $0.ledger) } }
    html.table(
      "What was read", head: ["Stage", "Part", "Read", "Repaired", "Truncated", "Dropped", "Ignored", "Recognized"],
      kind: "ledger"
    ) { html in
      for (stage, part, ledger) in ledgers {
        html.element("tr") { html in
          html.element("th", ["scope": "row", "dir": "auto"], stage)
          html.element("td", part)
          let read = Ledger.Unit.allCases.compactMap { unit in
            ledger.read[unit].map { "\(Figures.count($0)) \(unit.name($0))" }
          }
          html.element("td", ["class": "text"], read.isEmpty ? "nothing" : read.joined(separator: ", "))
          for action in Ledger.Action.allCases {
            let count = ledger.entries.reduce(0) { $0 &+ ($1.action == action ? $1.count : 0) }
            html.element("td", Figures.count(count))
          }
        }
      }
    }
    let entries = ledgers.flatMap { stage, part, ledger in ledger.entries.map { (stage, part, $0) } }
    guard !entries.isEmpty else {
      html.element("p", "Nothing was repaired, truncated or dropped.")
      return
    }
    html.table(
      "Reasons, and what was found out without being said",
      head: ["Stage", "Part", "What", "Count", "Reason", "First places"],
      kind: "ledger"
    ) { html in
      for (stage, part, entry) in entries {
        html.element("tr") { html in
          html.element("th", ["scope": "row", "dir": "auto"], stage)
          html.element("td", part)
          html.element("td", "\(entry.action.rawValue) \(entry.unit.rawValue)")
          html.element("td", Figures.count(entry.count))
          html.element("td", ["class": "text", "dir": "auto"], entry.reason)
          html.element(
            "td", ["class": "text", "dir": "auto"], entry.places.map(\.description).joined(separator: ", "))
        }
      }
    }
  }
}
