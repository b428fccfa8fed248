import BraidFiles
import Foundation

/// A chart of one or two lines over the epochs, as SVG.
struct LineChart {
  /// A line with its name; `kind` is a class of the style sheet.
  struct Series {
    let name: String
    let kind: String
    let points: [(x: Double, y: Double)]
  }

  /// Something that happened at one place of the x axis.
  struct Mark {
    let x: Double
    let name: String
    let kind: String
  }

  let title: String
  let series: [Series]
  let marks: [Mark]
  /// Whether the names of marks stand at the bottom, where a rising line leaves room at its end.
  var rises = false
  /// The lowest and highest figures that make sense.
  var floor: Double?
  var ceiling: Double?

  private static let size = (width: 460.0, height: 250.0)
  private static let plot = (left: 46.0, right: 446.0, top: 34.0, bottom: 216.0)
  /// More points than these are drawn without dots.
  private static let mostDots = 60

  /// Adds the chart to a page.
  func draw(into html: inout HTML) {
    let plot = Self.plot
    let all = series.flatMap(\.points)
    let x = Axis(all.map(\.x) + marks.map(\.x), from: plot.left, to: plot.right, floor: 0, count: 6)
    let y = Axis(all.map(\.y), from: plot.bottom, to: plot.top, floor: floor, ceiling: ceiling)
    html.element(
      "svg",
      [
        "class": "chart", "role": "img", "aria-label": description,
        "viewBox": "0 0 \(Int(Self.size.width)) \(Int(Self.size.height))",
      ]
    ) { html in
      for tick in y.ticks {
        let height = Figures.coordinate(y.coordinate(tick))
        html.void(
          "line", ["class": "grid", "x1": "\(plot.left)", "x2": "\(plot.right)", "y1": height, "y2": height])
        html.element(
          "text", ["class": "tick", "x": "\(plot.left - 7)", "y": height, "dy": "4", "text-anchor": "end"],
          Self.tick(tick))
      }
      for tick in x.ticks {
        html.element(
          "text",
          [
            "class": "tick", "x": Figures.coordinate(x.coordinate(tick)), "y": "\(plot.bottom + 17)",
            "text-anchor": "middle",
          ], Self.tick(tick))
      }
      html.element(
        "text", ["class": "tick", "x": "\(plot.right)", "y": "\(plot.bottom + 31)", "text-anchor": "end"], "epoch")
      for (index, mark) in marks.enumerated() { draw(mark, x, row: index, into: &html) }
      for line in series { draw(line, x, y, into: &html) }
      drawLegend(into: &html)
    }
  }

  private func draw(_ line: Series, _ x: Axis, _ y: Axis, into html: inout HTML) {
    let points = line.points.filter { $0.y.isFinite }
    guard let first = points.first else { return }
    func place(_ point: (x: Double, y: Double)) -> String {
      "\(Figures.coordinate(x.coordinate(point.x))) \(Figures.coordinate(y.coordinate(point.y)))"
    }
    let path = "M\(place(first))" + points.dropFirst().map { "L\(place($0))" }.joined()
    html.void("path", ["class": "line \(line.kind)", "d": path])
    guard points.count <= Self.mostDots else { return }
    for point in points {
      html.element(
        "circle",
        [
          "class": "dot \(line.kind)", "cx": Figures.coordinate(x.coordinate(point.x)),
          "cy": Figures.coordinate(y.coordinate(point.y)), "r": points.count > 25 ? "2" : "3",
        ]
      ) { html in
        html.element("title", "\(line.name), epoch \(Figures.short(point.x)): \(Figures.short(point.y))")
      }
    }
  }

  private func draw(_ mark: Mark, _ x: Axis, row: Int, into html: inout HTML) {
    let place = x.coordinate(mark.x)
    let isRight = place > (Self.plot.left + Self.plot.right) / 2
    html.void(
      "line",
      [
        "class": "mark \(mark.kind)", "x1": Figures.coordinate(place), "x2": Figures.coordinate(place),
        "y1": "\(Self.plot.top - 4)", "y2": "\(Self.plot.bottom)",
      ])
    html.element(
      "text",
      [
        "class": "mark \(mark.kind)", "x": Figures.coordinate(place + (isRight ? -5 : 5)),
        "y": "\(rises ? Self.plot.bottom - 8 - Double(row) * 15 : Self.plot.top + 8 + Double(row) * 15)",
        "text-anchor": isRight ? "end" : "start",
      ], mark.name)
  }

  private func drawLegend(into html: inout HTML) {
    html.element("text", ["class": "title", "x": "\(Self.plot.left)", "y": "16"], title)
    var right = Self.plot.right
    for line in series.reversed() {
      let width = Double(line.name.count) * 6.6
      html.element("text", ["class": "legend", "x": "\(right - width)", "y": "16"], line.name)
      html.void(
        "line",
        [
          "class": "line \(line.kind)", "x1": "\(right - width - 25)", "x2": "\(right - width - 6)", "y1": "12",
          "y2": "12",
        ]
      )
      right -= width + 40
    }
  }

  /// What the chart shows, for those who don't see it.
  private var description: String {
    let lines = series.compactMap { line -> String? in
      guard let first = line.points.first, let last = line.points.last else { return nil }
      return "\(line.name) from \(Figures.short(first.y)) to \(Figures.short(last.y))"
    }
    let events = marks.map { "\($0.name) at epoch \(Figures.short($0.x))" }
    return "\(title) over the epochs: \((lines + events).joined(separator: "; "))"
  }

  private static func tick(_ value: Double) -> String {
    let rounded = (value * 1e6).rounded() / 1e6
    return (rounded == 0 ? 0 : rounded).significant(6).replacingOccurrences(of: "-", with: "−")
  }
}
