import BraidCorpora
import BraidText

/// The answer to a request for annotations.
struct AnnotationAnswer {
  /// The annotated documents, in the order of the texts.
  let documents: [Document]

  /// `{"documents": […]}`, each in Braid's JSON.
  var json: [UInt8] {
    var output = JSONOutput()
    output.object { output in
      output.name("documents")
      output.array { output in for document in documents { output.append(document) } }
    }
    return output.bytes + [10]
  }
}
