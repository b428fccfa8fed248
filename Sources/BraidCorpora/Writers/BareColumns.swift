import BraidText

/// Columns of a table that are asked for by a name alone: each has the labels of that name, else the field, else the spans, tags or
/// translation.
struct BareColumns {
  /// The names.
  var names: Set<String> = []
  /// Layers that have a column that says what it is.
  var named: Set<AnnotationLayer> = []
  /// The table that is read.
  let layout: TableLayout?

  /// The columns of a table that is written with some of what another one has, if it is read from one.
  init(layout: TableLayout?) { self.layout = layout }

  /// The layers of a document whose column has another one of the same name.
  func hidden(_ document: Document) -> [AnnotationLayer] {
    names.flatMap { name -> [AnnotationLayer] in
      // What a task of that name predicts goes before all of them, and is seen elsewhere.
      guard document.predictions[name] == nil else { return [] }
      // Nearly every document has labels of that name alone, or none.
      let hasOthers =
        document.fields[name] != nil || document.hasTags(name) || document.spans[name] != nil
        || document.translations[name] != nil
      guard hasOthers else { return [] }
      // The tags of spans say nothing more.
      let spans = AnnotationLayer.spans(name)
      let tokens = spans.isPresent(in: document) ? spans : .tags(name)
      let all: [AnnotationLayer] = [.labels(name), .field(name), tokens, .translation(name)]
      let layers = all.filter { $0.isPresent(in: document) }
      // A table that has such labels has no field in their place.
      let hasPlace = layers.first != .field(name) || layout?.hasLabels(name) != true
      return layers.dropFirst(hasPlace ? 1 : 0).filter { !named.contains($0) }
    }
  }
}
