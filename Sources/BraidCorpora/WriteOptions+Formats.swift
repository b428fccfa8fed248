import BraidFiles
package import BraidText

extension WriteOptions {
  /// The formats whose files a field decides something about.
  ///
  /// - Precondition: `field` is declared.
  package static func formats(of field: String) -> [CorpusFormat] {
    let tables: [CorpusFormat] = [.tsv, .csv, .parallelTSV]
    let columns: [CorpusFormat] = [.columns, .conll2000, .conll2003]
    switch field {
    case "columns": return tables + columns + [.aligned, .conllup]
    case "separator": return tables + columns
    case "header", "quote": return tables
    case "labelSeparator": return tables + [.aligned]
    case "breaks": return [.tsv, .parallelTSV]
    case "spanEncoding": return columns + [.aligned]
    case "offsets": return [.jsonl]
    case "labelLayer": return tables + [.aligned, .fasttext, .trec, .trees, .doccano, .prodigy, .labelStudio]
    case "language": return [.parallel, .tmx, .xliff]
    case "targetLanguage": return tables + [.aligned, .parallel, .tmx, .xliff, .po]
    default: preconditionFailure("no field \(field)")
    }
  }

  /// The first field that has a value of its own and decides nothing about files of the format.
  ///
  /// - Parameter exceptions: fields that are not looked at.
  /// - Returns: its name, the value as YAML and the formats that it is for; nil when there is none.
  package func idleField(
    except exceptions: Set<String> = []
  ) -> (name: String, value: String, formats: [CorpusFormat])? { idleFields(except: exceptions).first }

  /// All options that do nothing; see `idleField`.
  package func idleFields(
    except exceptions: Set<String> = []
  ) -> [(name: String, value: String, formats: [CorpusFormat])] {
    // The declaration of fields is the same for every use, and writing them throws nothing.
    guard let own = try? OptionWriter.node(self), let standard = try? OptionWriter.node(WriteOptions()),
      case .map(let members) = own.value
    else { return [] }
    var found: [(name: String, value: String, formats: [CorpusFormat])] = []
    for member in members where !exceptions.contains(member.key) && member.value != standard[member.key] {
      let formats = Self.formats(of: member.key)
      guard !formats.contains(format) else { continue }
      let value = OptionNode(value: .map([member])).leaves.first?.text ?? ""
      found.append((member.key, value, formats))
    }
    return found
  }

  /// Refuses options that are wrong, or that the format can do nothing with. Names of layers and languages are given to all formats
  /// alike, and columns are checked with what they name.
  ///
  /// - Throws: `badWriteOption` with the first one.
  package func checkFormat() throws(CorpusError) {
    if let problem {
      throw .badWriteOption(name: problem.key, found: problem.found ?? "", expected: problem.expected)
    }
    guard
      let (name, value, formats) = idleField(except: ["columns", "labelLayer", "language", "targetLanguage"])
    else { return }
    throw .badWriteOption(
      name: name, found: "\(value) for \(format.rawValue)",
      expected: "none, as it is for \(formats.map(\.rawValue).joined(separator: ", "))")
  }
}

extension CorpusFormat {
  /// What the format holds when it is written with its usual options, in a line.
  package var contents: String {
    (try? LayerPlaces(WriteOptions(format: self)))?.list(beside: hasOnlyTokens ? "tokens" : "text") ?? ""
  }
}

extension WriteOptions {
  /// Two tasks whose predictions would be written in the one place of a layer, by their names, and the layer; nil when no two are.
  package func sharedLayer(
    _ tasks: [(task: String, layers: [AnnotationLayer])]
  ) -> (first: String, second: String, layer: AnnotationLayer)? {
    guard let places = try? LayerPlaces(self) else { return nil }
    return AnnotationLayer.shared(
      by: tasks.map { task, layers in (task, layers.filter { places.sharesPlace(of: task, for: $0) }) })
  }
}
