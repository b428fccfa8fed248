import BraidTasks
import Testing

@Test func `labels go in byte order after those named first`() {
  #expect(LabelSet(["b", "B", "a", "O"], first: ["O"]).names == ["O", "B", "a", "b"])
  #expect(LabelSet(["b", "a"])["b"] == 1)
  #expect(LabelSet(["b", "a"])["c"] == nil)
}
