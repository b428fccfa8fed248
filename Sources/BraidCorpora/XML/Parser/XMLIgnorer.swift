/// Takes no notice: for finding out whether a file is well-formed and harmless.
final class XMLIgnorer: XMLHandler {
  let elementNames: [String] = []
  func start(_ element: XMLElement, at location: XMLLocation) {}
  func end(_ id: Int, at location: XMLLocation) {}
  func text(_ bytes: Bytes, at location: XMLLocation) {}
}
