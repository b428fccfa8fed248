import BraidFiles
import BraidText
import Foundation

/// UIMA CAS as XMI, as INCEpTION imports it: a file for each document, and `TypeSystem.xml` beside them.
///
/// Types are DKPro's for tokens, sentences, lemmas, parts of speech, morphology (`feats`), named entities (`entity`) and chunks
/// (`chunk`); any other span layer is a type `webanno.custom.LAYER` with a `value`. Layers `Type.feature` are features of one type.
/// Spans by a model have a `score`. Offsets
/// count UTF-16 units.
struct XMISink: DocumentSink {
  private var files: DocumentFiles
  private var types = UIMATypes()

  /// Makes the folder if there is to be one.
  init(_ path: String) throws(CorpusError) { files = try DocumentFiles(path, ending: ".xmi", others: [".xml"]) }

  mutating func write(_ document: Document) throws(CorpusError) {
    types.add(document)
    var cas = CASText(document)
    let bytes = try cas.bytes()
    try files.write(bytes, of: document.id, .xmi)
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { try files.finish(.xmi) }

  /// Describes the types of files that are written together: beside them, one description in each folder, with the types of all.
  ///
  /// - Throws: `file`.
  static func typeSystems(_ sinks: [XMISink]) throws(CorpusError) -> [CorpusFile] {
    var types = UIMATypes()
    for sink in sinks { types.add(sink.types) }
    var written: [CorpusFile] = []
    var folders: Set<ExactString> = []
    for sink in sinks {
      // Another tool's description of its own types stays; one by Braid is added to, as several files share it.
      for name in ["TypeSystem.xml", "TypeSystem-braid.xml"] {
        guard let path = sink.files.beside(name), !folders.contains(ExactString(Paths.folder(path))) else { break }
        var described = types
        if let old = try? String(contentsOfFile: path, encoding: .utf8), !described.add(described: old) { continue }
        folders.insert(ExactString(Paths.folder(path)))
        let file = try CorpusFile(path)
        try file.append(described.description)
        written.append(file)
        break
      }
    }
    return written
  }
}

/// Writes one document as XMI.
private struct CASText {
  private let document: Document
  /// UTF-16 units before each byte.
  private var units: [Int] = []
  private var xml = XMLBuffer()
  /// The number of the last thing in the file; the text is 1.
  private var last = 1
  private var members: [Int] = []

  init(_ document: Document) {
    self.document = document
    var count = 0
    for byte in document.text.utf8 {
      units.append(count)
      if byte & 0xC0 != 0x80 { count += byte >= 0xF0 ? 2 : 1 }
    }
    units.append(count)
  }

  mutating func bytes() throws(CorpusError) -> [UInt8] {
    xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\"")
    for (prefix, path) in UIMATypes.namespaces { xml.markup(" xmlns:\(prefix)=\"http:///\(path).ecore\"") }
    xml.markup(" xmi:version=\"2.0\">\n<cas:NULL xmi:id=\"0\"/>\n")
    let whole = 0..<document.text.utf8.count
    add(
      "metadata:DocumentMetaData", whole,
      [
        ("language", document.language ?? "x-unspecified"), ("documentTitle", document.id.isEmpty ? nil : document.id),
        ("documentId", document.id.isEmpty ? nil : document.id),
      ])
    for sentence in document.sentences where !sentence.tokens.isEmpty {
      let (first, end) = (sentence.tokens.lowerBound, sentence.tokens.upperBound - 1)
      add("segmentation:Sentence", Int(document.tokens[first].start)..<Int(document.tokens[end].end), [])
    }
    addTokens()
    for type in FeatureType.types(document.spans, .xmi) {
      for annotation in type.annotations(document.spans) {
        let range = annotation.tokens
        let (first, end) = (document.tokens[range.lowerBound], document.tokens[range.upperBound - 1])
        var values: [(String, String?)] = []
        for (feature, label) in zip(type.features, annotation.labels) {
          values.append((feature.name, label.flatMap { $0.isEmpty ? nil : $0 }))
        }
        values.append(("score", annotation.score.map { "\($0)" }))
        add(type.name, Int(first.start)..<Int(end.end), values)
      }
    }
    xml.markup("<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text/plain\"")
    xml.attribute("sofaString", document.text)
    xml.markup(
      "/>\n<cas:View sofa=\"1\" members=\"\(members.map(String.init).joined(separator: " "))\"/>\n</xmi:XMI>\n")
    return try xml.take(.xmi, of: document)
  }

  private mutating func addTokens() {
    let pos = document.tags["pos"] ?? document.tags["xpos"]
    for token in document.tokens.indices {
      let range = document.tokens[token].range
      var references: [(String, String?)] = []
      func tag(_ layer: String) -> String? { document.tags[layer]?[token] }
      if let lemma = tag("lemma") {
        references.append(("lemma", String(add("segmentation:Lemma", range, [("value", lemma)]))))
      }
      if pos?[token] != nil || tag("upos") != nil {
        let number = add("pos:POS", range, [("PosValue", pos?[token]), ("coarseValue", tag("upos"))])
        references.append(("pos", String(number)))
      }
      if let features = tag("feats") {
        references.append(("morph", String(add("morph:MorphologicalFeatures", range, [("value", features)]))))
      }
      add("segmentation:Token", range, references)
    }
  }

  @discardableResult
  private mutating func add(_ type: String, _ bytes: Range<Int>, _ features: [(String, String?)]) -> Int {
    last += 1
    members.append(last)
    xml.markup("<\(type) xmi:id=\"\(last)\" sofa=\"1\"")
    xml.markup(" begin=\"\(units[bytes.lowerBound])\" end=\"\(units[bytes.upperBound])\"")
    for (name, value) in features { xml.attribute(name, value) }
    xml.markup("/>\n")
    return last
  }
}
