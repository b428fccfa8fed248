import BraidFiles
import BraidLayers
import BraidTasks
import BraidText
import Testing

/// Tags: O, B-ARG0, I-ARG0, B-ARGM-TMP, I-ARGM-TMP.
@Suite struct UniqueRoleDecoderTests {
  let names = ["O", "B-ARG0", "I-ARG0", "B-ARGM-TMP", "I-ARGM-TMP"]
  var decoder: UniqueRoleDecoder { UniqueRoleDecoder(chain: ChainScores(.iob2, tags: names), roles: names) }

  @Test func `a core role that scores best in two places is given in the better one`() {
    let scores: [[Float]] = [[0, 3, 0, 0, 0], [2, 0, 0, 0, 0], [0, 4, 0, 0, 0], [0, 0, 5, 0, 0]]
    // Alone in place 0: 3 + 2 + 0 + 0 = 5; alone in place 2: 0 + 2 + 4 + 5 = 11.
    #expect(decoder.best(scores) == [0, 0, 1, 2])
  }

  @Test func `a long argument that starts twice becomes one`() {
    let scores: [[Float]] = [[0, 4, 0, 0, 0], [0, 3, 2.5, 0, 0]]
    #expect(decoder.best(scores) == [1, 2])
  }

  @Test func `of many places the best one is found without trying them all`() {
    // ARG0 scores 3 in each of 400 places, and 5 in one of them.
    var scores = [[Float]](repeating: [0, 3, 0, 0, 0], count: 400)
    scores[250][1] = 5
    var expected = [Int](repeating: 0, count: 400)
    expected[250] = 1
    // Inside tags score as `O`, of which the lower one counts.
    #expect(decoder.best(scores) == expected)
  }

  @Test func `a decoder by distinct columns finds what plain Viterbi finds`() {
    var random = SplitMix64(seed: 5)
    let chain = ChainScores(.iob2, tags: names)
    var learned = chain
    for index in learned.transitions.indices { learned.transitions[index] += Float(random.uniform()) }
    for length in 1...40 {
      let scores = (0..<length).map { _ in (0..<5).map { _ in Float(Int(random.uniform() * 6)) } }
      #expect(ChainDecoder(chain).best(scores) == chain.best(scores))
      #expect(ChainDecoder(learned).best(scores) == learned.best(scores))
    }
  }

  @Test func `other roles may be given any number of times`() {
    let scores: [[Float]] = [[0, 0, 0, 3, 0], [2, 0, 0, 0, 0], [0, 0, 0, 4, 0]]
    #expect(decoder.best(scores) == [3, 0, 3])
  }

  @Test func `single tokens are held to the same rule`() {
    let names = ["O", "A0", "AM-TMP"]
    let decoder = UniqueRoleDecoder(chain: ChainScores(tags: 3), roles: names)
    #expect(decoder.best([[0, 2, 1], [0, 3, 0]]) == [2, 1])
  }

  @Test func `core roles are the numbered and agent ones`() {
    #expect(["ARG0", "A5", "ARGA"].allSatisfy { UniqueRoleDecoder.isCore($0) })
    #expect(!["ARGM-TMP", "C-ARG0", "R-ARG0", "AM-A", "A", ""].contains { UniqueRoleDecoder.isCore($0) })
  }
}
