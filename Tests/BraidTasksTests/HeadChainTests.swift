import BraidTasks
import Testing

@Suite struct HeadChainTests {
  @Test(arguments: [
    ([0], [0]), ([2, 0, 2], [2, 0, 2]),
    // Two roots, no root, a word below itself, a head outside.
    ([0, 0, 2], [0, 1, 2]), ([2, 3, 1], [0, 3, 1]), ([0, 2, 2], [0, 1, 2]), ([0, 9, -1], [0, 1, 1]),
    // A circle of two beside the root, and one of three behind a chain.
    ([0, 3, 2], [0, 1, 2]), ([2, 3, 4, 3, 0], [2, 3, 5, 3, 0]),
  ])
  func `heads are made a tree by the fewest changes`(heads: [Int], tree: [Int]) {
    #expect(HeadChain.tree(heads) == tree)
    #expect(HeadChain.isTree(tree))
    #expect(HeadChain.isTree(heads) == (heads == tree))
  }

  @Test func `no words are no tree`() {
    #expect(HeadChain.tree([]) == [])
    #expect(!HeadChain.isTree([]))
  }
}
