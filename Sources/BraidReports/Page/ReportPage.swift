import BraidFiles
import BraidTasks
import BraidText

/// Makes the page of a report: one HTML file that needs nothing else, no network, no script to be read.
package struct ReportPage {
  let content: ReportContent

  /// The page of `content`, not yet written.
  package init(_ content: ReportContent) { self.content = content }

  /// The page.
  package var html: String {
    var html = HTML()
    html.addRaw("<!DOCTYPE html>\n")
    html.element("html", ["lang": "en"]) { html in
      html.element("head") { html in
        html.void("meta", ["charset": "utf-8"])
        html.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        html.void("meta", ["name": "color-scheme", "content": "light dark"])
        if content.state == .running {
          html.void("meta", ["http-equiv": "refresh", "content": "\(Self.secondsUntilReload)"])
        }
        html.element("title", "\(content.title) · Braid report")
        html.element("style") { $0.addRaw("\n\(Self.style)\n\(DocumentDrawing.style)\n") }
      }
      html.element("body") { html in
        html.element("a", ["class": "skip", "href": "#main"], "Skip to the report")
        drawHeader(into: &html)
        drawNavigation(into: &html)
        html.element("main", ["id": "main"]) { html in for section in sections { section.draw(&html) } }
        html.element("script") { $0.addRaw("\n\(Self.script)\n") }
      }
    }
    return html.text + "\n"
  }

  /// Seconds after which the page of an unfinished run is loaded again.
  private static let secondsUntilReload = 10

  /// The parts that the run has something for, in order.
  private var sections: [(id: String, title: String, draw: (inout HTML) -> Void)] {
    var sections: [(String, String, (inout HTML) -> Void)] = [("stages", "Stages", drawStages)]
    if !content.corpora.isEmpty { sections.append(("data", "Data", drawData)) }
    if content.stages.contains(where: { !$0.ledgers.isEmpty }) { sections.append(("ledger", "Ledger", drawLedger)) }
    if !content.trainings.isEmpty { sections.append(("training", "Training", drawTraining)) }
    if !content.evaluations.isEmpty { sections.append(("scores", "Scores", drawScores)) }
    if !content.samples.isEmpty { sections.append(("samples", "Annotated documents", drawSamples)) }
    sections.append(("pipeline", "Pipeline", drawPipeline))
    return sections.map { id, title, body in (id, title, { html in html.section(id, title, body) }) }
  }

  private func drawNavigation(into html: inout HTML) {
    html.element("nav", ["aria-label": "Parts of the report"]) { html in
      html.element("ul") { html in
        for section in sections {
          html.element("li") { $0.element("a", ["href": "#\(section.id)"], section.title) }
        }
      }
    }
  }

  private func drawHeader(into html: inout HTML) {
    html.element("header") { html in
      html.element("p", ["class": "kind"], "Braid report")
      html.element("h1", ["dir": "auto"], content.title)
      let seconds = content.stages.compactMap(\.seconds).reduce(0, +)
      var facts = [Figures.date(content.time), "seed \(content.seed)", "\(Figures.duration(seconds)) in all"]
      switch content.state {
      case .running: facts.append("still running; this page reloads itself")
      case .stopped: facts.append("stopped before its end")
      case .finished: break
      }
      if let memory = content.stages.compactMap(\.peakMemory).max() {
        facts.append("at most \(Figures.memory(memory)) of memory")
      }
      html.element("p", ["class": "facts"], facts.joined(separator: " · "))
      guard !content.headlines.isEmpty else { return }
      html.element("ul", ["class": "headlines"]) { html in
        for (task, score) in content.headlines {
          html.element("li") { html in
            html.element("span", ["class": "task", "dir": "auto"], task)
            html.element("strong", Figures.decimal(score.value, 1))
            let interval = score.interval.map {
              " · \(Figures.decimal($0.low, 1))–\(Figures.decimal($0.high, 1))"
            }
            html.element("span", ["class": "metric", "dir": "auto"], score.metric + (interval ?? ""))
          }
        }
      }
    }
  }

  private func drawPipeline(into html: inout HTML) {
    html.element("p", "The pipeline with all defaults, as `braid config` prints it.")
    html.element("details") { html in
      html.element("summary", "Show the pipeline")
      html.element("pre", ["class": "scroll", "tabindex": "0", "aria-label": "Resolved pipeline"]) { html in
        html.element("code", content.pipeline)
      }
    }
  }

  private func drawSamples(into html: inout HTML) {
    for samples in content.samples {
      html.element("h3", ["dir": "auto"], samples.stage)
      if let failure = samples.failure {
        html.element("p", ["class": "warning"], "\(samples.path) could not be read: \(failure)")
        continue
      }
      let count = samples.documents.count
      html.element("p") { html in
        html.add("The first \(Figures.count(count)) \(count == 1 ? "document" : "documents") of ")
        html.element("code", ["dir": "auto"], samples.path)
        html.add(".")
      }
      for (index, document) in samples.documents.enumerated() {
        // The first is open; with all of them the page would be long.
        html.element("details", ["class": "sample", "open": index == 0 ? "" : nil]) { html in
          html.element("summary", ["dir": "auto"], document.id.isEmpty ? "Document \(index + 1)" : document.id)
          html.element("article") { html in
            DocumentDrawing(document.withLayersByTask, sentences: 12).draw(into: &html)
          }
        }
      }
    }
  }
}

extension Document {
  /// The document with each prediction in layers of its task's name, beside the layers that the source has.
  fileprivate var withLayersByTask: Document {
    var document = self
    for (task, prediction) in predictions.sorted(by: { $0.key < $1.key }) {
      for layer in prediction.layers {
        let name = prediction.layers.count == 1 ? task : "\(task): \(layer.name)"
        layer.copy(from: prediction.annotation, to: &document, as: name)
      }
    }
    return document
  }
}
