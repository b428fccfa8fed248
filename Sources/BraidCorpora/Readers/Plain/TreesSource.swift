import BraidFiles
import BraidText

/// Penn-bracketed trees whose node names are labels: `(3 (2 It) (4 works))`; as `ptb` trees of constituents above parts of
/// speech: `( (S (NP (PRP It)) (VP (VBZ works))))`.
///
/// A tree may go over several lines. The label of a document is its root's, those of sub-trees are counted; with `phrases` every
/// sub-tree is a document, in the order in which they open. Of a treebank every tree is a document of one sentence with tags `pos` and, as CoNLL-2012
/// spells them, `parse`; traces are left out. `\/` and `\*` lose their backslash, `-LRB-` and its kin become brackets again.
struct TreesSource: DocumentSource {
  /// Why the labels of sub-trees are left aside.
  private static let leavesPhrases = "of sub-trees; read with `phrases: true` or `--phrases`"

  private let lines: LineSource
  private let options: ReadOptions
  /// Documents of the tree last read that have not been given out, the last first.
  private var waiting: [Document] = []
  /// Where to continue in the current line; nil before the first and after each whole line.
  private var position: Int?

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    lines = try LineSource(file, options: options)
  }

  var line: Int { lines.number }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    if let document = waiting.popLast() { return document }
    guard let (tree, place) = try readTree(into: &ledger) else { return nil }
    if options.format == .ptb { return treebankSentence(tree, at: place, into: &ledger) }
    if !options.phrases {
      ledger.note(
        .ignored, .labels, Self.leavesPhrases, at: place, count: tree.nodes.dropFirst().count { !$0.label.isEmpty })
    }
    for node in tree.nodes.prefix(options.phrases ? tree.nodes.count : 1).reversed() {
      var builder = TextBuilder()
      let first = node.words.lowerBound
      for word in node.words {
        if word > first { builder.append(.space) }
        tree.words[word].withUnsafeBufferPointer { builder.appendToken($0) }
      }
      builder.sentences = [Sentence(tokens: 0..<node.words.count)]
      var document = builder.document(language: options.language)
      document.labels[options.labelLayer] = [Label(node.label)]
      waiting.append(document)
    }
    return waiting.popLast()
  }

  /// Continues at the next line that opens a tree.
  mutating func skip(into ledger: inout Ledger) -> String? {
    let line = lines.string
    position = nil
    while true {
      do throws(CorpusError) {
        guard try lines.advance(into: &ledger) else { return line }
        if lines.bytes.first == .openParenthesis {
          position = 0
          return line
        }
      } catch {
        if error.endsFile { return nil }
      }
    }
  }

  /// A sentence with its parts of speech and constituents.
  private func treebankSentence(
    _ tree: (nodes: [Node], words: [[UInt8]]), at place: SourceLocation, into ledger: inout Ledger
  ) -> Document {
    var tags = [String?](repeating: nil, count: tree.words.count)
    var isTrace = [Bool](repeating: false, count: tree.words.count)
    var opened = [String](repeating: "", count: tree.words.count)
    var closed = [Int](repeating: 0, count: tree.words.count)
    var phrases: [Node] = []
    for (index, node) in tree.nodes.enumerated() {
      // The next node that opens is in this one unless this one has ended before.
      let hasNode = index + 1 < tree.nodes.count && tree.nodes[index + 1].words.lowerBound < node.words.upperBound
      if node.words.count == 1, !hasNode {
        let word = node.words.lowerBound
        tags[word] = node.label.isEmpty ? nil : node.label
        isTrace[word] = node.label == "-NONE-"
      } else if index > 0 || !node.label.isEmpty {
        phrases.append(node)
      }
    }
    // Where each word stands when the traces are gone.
    var places: [Int] = []
    var count = 0
    for isTrace in isTrace {
      places.append(count)
      if !isTrace { count += 1 }
    }
    places.append(count)
    ledger.note(.ignored, .values, "traces (-NONE-)", at: place, count: isTrace.count - count)
    for node in phrases {
      let words = places[node.words.lowerBound]..<places[node.words.upperBound]
      guard !words.isEmpty else { continue }
      opened[words.lowerBound] += "(" + node.label
      closed[words.upperBound - 1] += 1
    }
    var builder = TextBuilder()
    for (word, isTrace) in zip(tree.words, isTrace) where !isTrace {
      if !builder.tokens.isEmpty { builder.append(.space) }
      word.withUnsafeBufferPointer { builder.appendToken($0) }
    }
    builder.sentences = count == 0 ? [] : [Sentence(tokens: 0..<count)]
    var document = builder.document(language: options.language)
    document.tags["pos"] = zip(tags, isTrace).filter { !$1 }.map(\.0)
    document.tags["parse"] = (0..<count).map { opened[$0] + "*" + String(repeating: ")", count: closed[$0]) }
    return document
  }

  private struct Node {
    var label: String
    var words: Range<Int>
  }

  /// The next tree and where it begins; nil after the last.
  private mutating func readTree(
    into ledger: inout Ledger
  ) throws(CorpusError) -> (tree: (nodes: [Node], words: [[UInt8]]), place: SourceLocation)? {
    var nodes: [Node] = []
    var words: [[UInt8]] = []
    var open: [(node: Int, place: SourceLocation)] = []
    while true {
      if position == nil {
        if open.isEmpty { lines.beginRecord() }
        guard try lines.advance(into: &ledger) else {
          if let last = open.last {
            throw .unbalancedBrackets(last.place, found: "( that is never closed", expected: "a closing bracket")
          }
          return nil
        }
        position = 0
      }
      let line = lines.bytes
      var index = position ?? 0
      while index < line.count {
        switch line[index] {
        case .space, .tab:
          index += 1
        case .openParenthesis:
          let bracket = index
          index += 1
          let start = index
          while index < line.count, !Self.ends(line[index]) { index += 1 }
          open.append((nodes.count, lines.place(bracket)))
          nodes.append(Node(label: line.slice(start..<index).string, words: words.count..<words.count))
        case .closeParenthesis:
          guard let last = open.popLast() else {
            throw .unbalancedBrackets(lines.place(index), found: ")", expected: "( before it")
          }
          guard nodes[last.node].words.lowerBound < words.count else {
            throw .unexpected(last.place, found: "a node without words", expected: "a word or a node in it")
          }
          nodes[last.node].words = nodes[last.node].words.lowerBound..<words.count
          index += 1
          if open.isEmpty {
            position = line.slice(index..<line.count).trimmed.isEmpty ? nil : index
            return ((nodes, words), last.place)
          }
        default:
          let start = index
          while index < line.count, !Self.ends(line[index]) { index += 1 }
          guard !open.isEmpty else {
            throw .unexpected(lines.place(start), found: line.slice(start..<index).string, expected: "(")
          }
          words.append(Self.unescaped(line.slice(start..<index)))
        }
      }
      position = nil
    }
  }

  private static func ends(_ byte: UInt8) -> Bool {
    byte == .space || byte == .tab || byte == .openParenthesis || byte == .closeParenthesis
  }

  private static func unescaped(_ word: Bytes) -> [UInt8] {
    if word.count == 5, word[0] == .hyphen {
      if word.equals("-LRB-") { return [.openParenthesis] }
      if word.equals("-RRB-") { return [.closeParenthesis] }
      if word.equals("-LSB-") { return [.openBracket] }
      if word.equals("-RSB-") { return [.closeBracket] }
      if word.equals("-LCB-") { return [.openBrace] }
      if word.equals("-RCB-") { return [.closeBrace] }
    }
    var bytes: [UInt8] = []
    for (index, byte) in word.enumerated() {
      if byte == .backslash, index + 1 < word.count, word[index + 1] == .slash || word[index + 1] == .star { continue }
      bytes.append(byte)
    }
    return bytes
  }
}
