import BraidServing
import Testing

@Suite("The counters")
struct ServiceMetricsTests {
  private func lines(_ metrics: ServiceMetrics, of name: String) -> [String] {
    metrics.text(running: 2).split(separator: "\n").map(String.init).filter { $0.hasPrefix(name) }
  }

  @Test("count requests by path, method and status, whatever paths and methods clients invent")
  func requests() {
    let metrics = ServiceMetrics()
    metrics.count(route: .annotate, method: "POST", status: 200, seconds: 0.02)
    metrics.count(route: .annotate, method: "POST", status: 200, seconds: 0.003)
    metrics.count(route: nil, method: "BREW", status: 404, seconds: 0.001)
    metrics.count(route: nil, method: "STEAL", status: 404, seconds: 0.001)
    #expect(
      lines(metrics, of: "braid_requests_total") == [
        #"braid_requests_total{path="/v1/annotate",method="POST",status="200"} 2"#,
        #"braid_requests_total{path="other",method="other",status="404"} 2"#,
      ])
  }

  @Test("have histograms of values up to each bound, bounds included")
  func histograms() {
    let metrics = ServiceMetrics()
    for texts in [1, 2, 3, 600] { metrics.count(texts: texts, tokens: 10 * texts, seconds: 0.25) }
    #expect(
      lines(metrics, of: "braid_pass_texts") == [
        #"braid_pass_texts_bucket{le="1"} 1"#, #"braid_pass_texts_bucket{le="2"} 2"#,
        #"braid_pass_texts_bucket{le="4"} 3"#, #"braid_pass_texts_bucket{le="8"} 3"#,
        #"braid_pass_texts_bucket{le="16"} 3"#, #"braid_pass_texts_bucket{le="32"} 3"#,
        #"braid_pass_texts_bucket{le="64"} 3"#, #"braid_pass_texts_bucket{le="128"} 3"#,
        #"braid_pass_texts_bucket{le="256"} 3"#, #"braid_pass_texts_bucket{le="512"} 3"#,
        #"braid_pass_texts_bucket{le="+Inf"} 4"#, "braid_pass_texts_sum 606.0", "braid_pass_texts_count 4",
      ])
    #expect(lines(metrics, of: "braid_tokens_total") == ["braid_tokens_total 6060"])
    #expect(lines(metrics, of: #"braid_pass_duration_seconds_bucket{le="0.1"}"#).first?.hasSuffix(" 0") == true)
    #expect(lines(metrics, of: #"braid_pass_duration_seconds_bucket{le="0.25"}"#).first?.hasSuffix(" 4") == true)
  }

  @Test("have the requests that are running")
  func running() {
    #expect(lines(ServiceMetrics(), of: "braid_requests_running") == ["braid_requests_running 2"])
  }
}
