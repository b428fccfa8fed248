/// Which kinds of annotations a document has.
package struct AnnotationKinds: Sendable {
  package var labels = false
  package var tags = false
  package var spans = false
  package var frames = false
  package var translations = false
}
