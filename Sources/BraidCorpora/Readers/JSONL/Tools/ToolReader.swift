import BraidFiles
import BraidText

/// Makes documents of what annotation tools export.
///
/// Spans are of the layer `entity`, labels of the document of the label layer; what no part of a document holds becomes a
/// field. Annotations that were rejected, skipped or cancelled are left aside and counted; their documents stay, without
/// labels.
final class ToolReader {
  let layout: ToolLayout
  let options: ReadOptions
  private let placer: SpanPlacer
  private let spans: SpanDecoder
  private var labelStudio: LabelStudioReader
  /// Whether lists of names have been labels of documents so far.
  private var hasNames = false
  /// The members that held tags so far.
  private var tagMembers: Set<String> = []

  init(_ layout: ToolLayout, options: ReadOptions) {
    self.layout = layout
    self.options = options
    placer = SpanPlacer(options)
    spans = SpanDecoder(options)
    labelStudio = LabelStudioReader(options)
    if case .labelLists = layout { hasNames = true }
  }

  /// The layer of spans where the file has no name for it.
  static let spanLayer = "entity"

  /// The document of an object.
  ///
  /// - Throws: `wrongField` for a text that is absent, or a member of another type than its part needs.
  func document(_ value: JSONValue, at place: SourceLocation, into ledger: inout Ledger) throws(CorpusError) -> Document
  {
    ledger.note(.recognized, .documents, layout.name, at: place)
    var record = ToolRecord(value, place: place)
    switch layout {
    case .doccano(let spans), .labelLists(member: let spans): try readDoccano(&record, spans: spans, into: &ledger)
    case .categories: try readDoccano(&record, spans: nil, into: &ledger)
    case .spacyPair:
      guard let pair = value.elements, pair.count == 2, let text = pair[0].string else {
        throw .wrongField(place, field: "text", found: value.kind, expected: "a pair of a text and its annotations")
      }
      record = ToolRecord(pair[1], place: place)
      try readDoccano(&record, spans: "entities", text: text, into: &ledger)
    case .prodigy: try readProdigy(&record, into: &ledger)
    case .spacyDocument: try readSpacyDocument(&record, into: &ledger)
    case .labelStudio: try labelStudio.read(&record, into: &ledger)
    case .taggedTokens:
      try readTaggedTokens(&record, into: &ledger)
      return record.document
    }
    // What models gave is put on the same tokens, and then taken from among the layers.
    let predicted = record.predicted.enumerated().map { number, part in (name: "\(number)\u{0}", part) }
    for (name, part) in predicted { record.layers.append((name, part.spans)) }
    if !record.layers.isEmpty || !record.tokens.isEmpty || !record.document.tokens.isEmpty {
      try placer.place(
        record.layers, tokens: record.tokens, in: &record.document, at: place, into: &ledger)
    }
    for (name, part) in predicted {
      let spans = record.document.spans.removeValue(forKey: name)
      guard var annotation = record.document.predictions[part.model]?.annotation else { continue }
      annotation.spans[part.layer] = spans
      record.document.predictions[part.model] = Prediction(annotation, missing: [])
    }
    ledger.note(renamed: record.renamed, at: place)
    return record.document
  }

  private func readDoccano(
    _ record: inout ToolRecord, spans: String?, text: String? = nil, into ledger: inout Ledger
  ) throws(CorpusError) {
    if let text { record.document.text = text } else { record.document.text = try record.takeText("text") }
    record.takeId()
    // A task without labels may have its spans in another member.
    let name = spans.flatMap { spans in [spans, "label", "labels", "entities"].first { record.peek($0) != nil } }
    let list = name.flatMap { record.take($0) }
    if let spans = name, let value = list {
      guard let elements = value.elements ?? value.scalar.map({ [.string($0)] }) else {
        throw record.wrong(spans, value.kind, "spans, or labels of the document")
      }
      if try readTags(elements, of: spans, &record, into: &ledger) {
        // One tag a word.
      } else if let labels = Self.names(elements), hasNames || !labels.isEmpty {
        hasNames = true
        record.document.labels[options.labelLayer] = labels
      } else {
        // Early versions list the spans of all annotators, each with the annotator's number.
        let user = elements.first?["user"]?.scalar
        let own = elements.filter { $0["user"]?.scalar == user }
        ledger.note(
          .ignored, .spans, "by another annotator than the first", at: record.place, count: elements.count - own.count)
        let areKept = own.contains(where: KeptEntities.hasId) && record.peek(KeptEntities.field) == nil
        record.layers.append((Self.spanLayer, try record.spans(own, in: spans, areKept: areKept, into: &ledger)))
        if areKept {
          record.document.fields[KeptEntities.field] = JSONValue.array(own).fieldText
        }
      }
    }
    if let categories = record.take("cats") {
      setCategories(categories, in: &record, into: &ledger)
      // Beside spans a list of some is what is written anyway.
      let hasSome = categories.elements?.isEmpty == false
      let isUsual = hasSome && !(record.layers.isEmpty && record.document.spans.isEmpty)
      if !isUsual { record.keep("cats", categories) }
    }
    if let name, let list, text == nil { Self.keepList(name, list, &record) }
    if let relations = record.peek("relations")?.elements, !relations.isEmpty {
      ledger.note(
        .ignored, .values, "relations, kept in the field `relations`", at: record.place, count: relations.count)
    }
    try record.takeFields()
  }

  /// Keeps the name of the member that held spans or labels, where another one would be written.
  private static func keepList(_ name: String, _ list: JSONValue, _ record: inout ToolRecord) {
    guard let elements = list.elements else { return record.keep(name, list) }
    let hasIds = elements.contains(where: KeptEntities.hasId)
    // Objects without ids are written as lists.
    guard hasIds || elements.first?.members == nil else { return }
    let hasSpans = !record.layers.isEmpty || !record.document.spans.isEmpty
    let hasBoth = hasSpans && record.document.labels.contains { !$0.value.isEmpty }
    let usual = hasIds || hasBoth ? "entities" : elements.isEmpty && !hasSpans ? nil : "label"
    if name != usual { record.keep(name, .array([])) }
  }

  /// Takes marks of spans, one for each word between spaces, as spaCy and doccano have them.
  ///
  /// - Returns: whether the elements are such marks.
  /// - Throws: `wrongField` for another number of them than there are words.
  private func readTags(
    _ elements: [JSONValue], of member: String, _ record: inout ToolRecord, into ledger: inout Ledger
  ) throws(CorpusError) -> Bool {
    var tags = elements.map(\.string)
    guard tags.count > 1, tags.allSatisfy({ $0 != nil }), tags.contains(where: { ($0?.utf8.count ?? 0) > 1 }),
      SpanTag.areMarks(tags)
    else { return false }
    let words = AlignedText(record.document.text).tokensOrWords
    guard words.count == tags.count else {
      throw record.wrong(
        member, tags.count.counted("tag"), "one for each of \(words.count.counted("word")) between spaces")
    }
    record.document.tokens = words
    let place = record.place
    record.document.spans[Self.spanLayer] = try spans.spans(&tags, layer: Self.spanLayer, into: &ledger) { _ in place }
    return true
  }

  private func readProdigy(_ record: inout ToolRecord, into ledger: inout Ledger) throws(CorpusError) {
    record.document.text = try record.takeText("text")
    record.takeId()
    let answer = record.peek("answer")?.scalar
    try record.takeTokens()
    let spanValue = record.take("spans")
    let spans = spanValue?.elements
    let labelValue = record.take("label")
    let label = labelValue?.scalar
    if let labelValue, label == nil { throw record.wrong("label", labelValue.kind, "a label of the document") }
    let acceptedValue = record.take("accept")
    let accepted = acceptedValue?.elements
    if answer ?? "accept" == "accept" {
      // Words without spans say that there are none once the task has an answer.
      if spans != nil || !record.tokens.isEmpty && answer != nil {
        let isAccepted = { (span: JSONValue) in (span["answer"]?.scalar ?? "accept") == "accept" }
        let taken = (spans ?? []).filter(isAccepted)
        let others = (spans ?? []).filter { !isAccepted($0) }
        if !others.isEmpty { record.keep("spans", .array(others)) }
        ledger.note(
          .ignored, .spans, "answer of the span is not accept", at: record.place, count: others.count)
        record.layers.append((Self.spanLayer, try record.spans(taken, in: "spans", into: &ledger)))
      }
      var labels = accepted.flatMap(Self.names) ?? label.map { [Label($0)] }
      if accepted != nil, record.peek("options") == nil { record.keep("accept", .array([])) }
      let hasCategories = record.peek("cats") != nil
      if !hasCategories { takeScores(&labels, &record, isOne: accepted == nil, into: &ledger) }
      if let label { record.document.labels[options.labelLayer] = [Label(label)] }
      if let labels { setLabels(labels, in: &record, into: &ledger) }
      if let categories = record.take("cats") {
        setCategories(categories, in: &record, into: &ledger)
        record.keep("cats", categories)
      }
      if accepted != nil || hasCategories, let labelValue { record.keep("label", labelValue) }
    } else {
      let reason = "answer is \(answer == "reject" ? "reject" : "ignore")"
      let (spanCount, labelCount) = (spans?.count ?? 0, label == nil ? accepted?.count ?? 0 : 1)
      ledger.note(.ignored, .spans, reason, at: record.place, count: spanCount)
      ledger.note(.ignored, .labels, reason, at: record.place, count: labelCount)
      // That nothing was marked is no gold either.
      if spanCount + labelCount == 0 { ledger.note(.ignored, .documents, reason, at: record.place) }
      let rejected = [spanValue, labelValue, record.take("score"), acceptedValue]
      for (name, value) in zip(KeptMembers.rejected, rejected) {
        if let value { record.keep(name, value) }
      }
    }
    try record.takeFields()
  }

  /// Takes the scores of labels, as Braid writes them: that of the task, or of options that are the labels and say no more.
  private func takeScores(
    _ labels: inout [Label]?, _ record: inout ToolRecord, isOne: Bool, into ledger: inout Ledger
  ) {
    guard let names = labels?.map(\.name) else { return }
    if isOne {
      if let score = record.peek("score")?.number {
        labels = [Label(names[0], score: ledger.probability(score, at: record.place))]
        _ = record.take("score")
      }
      return
    }
    guard let choices = record.peek("options")?.elements, choices.count > 1,
      choices.map({ $0["id"]?.scalar }) == names, choices.allSatisfy(Self.isOwnChoice)
    else { return }
    labels = zip(names, choices).map { name, choice in
      Label(name, score: ledger.probability(choice["score"]?.number, at: record.place))
    }
    _ = record.take("options")
  }

  /// Whether an option says no more than the name of a label and its score.
  private static func isOwnChoice(_ choice: JSONValue) -> Bool {
    choice["text"]?.string == choice["id"]?.string
      && choice.members?.allSatisfy { ["id", "text", "score"].contains($0.name) } == true
  }

  private func readSpacyDocument(_ record: inout ToolRecord, into ledger: inout Ledger) throws(CorpusError) {
    record.document.text = try record.takeText("text")
    record.takeId()
    let attributes = record.peek("tokens")?.elements?.contains { $0.members?.count ?? 0 > 3 } ?? false
    try record.takeTokens()
    if attributes {
      ledger.note(.ignored, .values, "attributes of spaCy's tokens (tag, lemma, head, …)", at: record.place)
    }
    _ = record.take("sents")
    let entities = record.take("ents")?.elements ?? []
    record.layers.append((Self.spanLayer, try record.spans(entities, in: "ents", into: &ledger)))
    if let categories = record.take("cats"), categories.members?.isEmpty == false {
      setCategories(categories, in: &record, into: &ledger)
      record.keep("cats", categories)
    }
    try record.takeFields()
  }

  private func readTaggedTokens(_ record: inout ToolRecord, into ledger: inout Ledger) throws(CorpusError) {
    guard let words = record.take("tokens")?.elements else { throw record.wrong("tokens", "nothing", "words") }
    var texts: [String] = []
    for word in words {
      guard let text = word.string else { throw record.wrong("tokens", word.kind, "words") }
      texts.append(text)
    }
    record.document.setText(Document(words: [texts]))
    record.takeId()
    let place = record.place
    // Without words a list without elements may be something else, too.
    let known = tagMembers
    let layers = record.takeAll { member in
      ToolLayout.areTags(member.value, texts.count)
        && (!texts.isEmpty || known.contains(member.name) || ToolLayout.namesTags(member.name))
    }
    for name in tagMembers {
      guard let other = record.peek(name), !texts.isEmpty else { continue }
      throw record.wrong(
        name, other.elements.map { $0.count.counted("value") } ?? other.kind,
        "\(texts.count.counted("tag")), one a token")
    }
    tagMembers.formUnion(layers.map(\.name))
    for member in layers {
      var tags = (member.value.elements ?? []).map { $0.string?.unlessBlank }
      let name = Self.layer(member.name)
      if SpanTag.areMarks(tags) || member.name.hasPrefix("ner") {
        record.document.spans[name] = try spans.spans(&tags, layer: name, into: &ledger) { _ in place }
      }
      record.document.tags[name] = tags
    }
    takeLabels(&record)
    try record.takeFields()
  }

  /// Takes labels of the whole text beside its tags, as sets of intents and slots have them.
  private func takeLabels(_ record: inout ToolRecord) {
    for (name, layer) in [("label", options.labelLayer), ("intent", "intent")] {
      guard let value = record.peek(name) else { continue }
      let labels = value.elements.flatMap(Self.names) ?? value.scalar?.unlessBlank.map { [Label($0)] }
      guard let labels else { continue }
      record.document.labels[layer] = labels
      _ = record.take(name)
    }
  }

  /// The layer of a member of tags: `ner_tags` are entities, `pos_tags` are `pos`.
  private static func layer(_ member: String) -> String {
    let name = member.hasSuffix("_tags") ? String(member.dropLast(5)) : member
    return name == "ner" || name == "tags" || name == "labels" ? spanLayer : name
  }

  /// The labels of an array of names; nil when it holds anything else.
  static func names(_ elements: [JSONValue]) -> [Label]? {
    let names = elements.compactMap(\.scalar)
    return names.count == elements.count ? names.map { Label($0) } : nil
  }

  /// Whether the value of a category says that it is a label.
  static func isLabel(_ value: JSONValue) -> Bool {
    if case .bool(let isTrue) = value { return isTrue }
    return value.number ?? 0 >= 0.5
  }

  /// Takes an array of names, or an object of truth values or of numbers, of which those from 0.5 are labels.
  private func setCategories(_ value: JSONValue, in record: inout ToolRecord, into ledger: inout Ledger) {
    if let members = value.members {
      let labels = members.compactMap { Self.isLabel($0.value) ? Label($0.name) : nil }
      setLabels(labels, in: &record, into: &ledger)
    } else if let labels = value.elements.flatMap(Self.names) {
      setLabels(labels, in: &record, into: &ledger)
    }
  }

  /// Takes labels in the place of those that another member gave, which are counted where these are others.
  private func setLabels(_ labels: [Label], in record: inout ToolRecord, into ledger: inout Ledger) {
    let others = (record.document.labels[options.labelLayer] ?? []).filter { other in
      !labels.contains { $0.name.isExactly(other.name) }
    }
    ledger.note(
      .ignored, .labels, "not among those in `accept` or `cats` beside them", at: record.place, count: others.count)
    record.document.labels[options.labelLayer] = labels
  }
}

extension SpanTag {
  /// Whether tags are marks of spans, and not only labels; a sentence may have no span.
  fileprivate static func areMarks(_ tags: [String?]) -> Bool {
    if !tags.isEmpty, tags.allSatisfy({ $0 == "O" }) { return true }
    guard let notation = SpanNotation.detected(in: tags), notation != .labelOnly else { return false }
    return tags.allSatisfy { $0.map { SpanTag($0, notation) != nil } ?? true }
  }
}
