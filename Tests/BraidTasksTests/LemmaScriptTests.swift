import BraidTasks
import Testing

@Suite struct LemmaScriptTests {
  @Test(arguments: [
    ("flies", "fly", "lower 0+ 3+y"), ("Flies", "fly", "lower 0+ 3+y"), ("walks", "walk", "lower 0+ 1+"),
    ("Paris", "Paris", "keep 0+ 0+"), ("LONDON", "London", "title 0+ 0+"), ("usa", "USA", "upper 0+ 0+"),
    ("the", "the", "lower 0+ 0+"), ("was", "be", "= be"), ("are", "be", "= be"), ("men", "man", "lower 0+ 2+an"),
    ("gesagt", "sagen", "lower 2+ 1+en"), ("ungern", "gern", "lower 2+ 0+"), ("'s", "of the", "= of%20the"),
    ("50%", "50 %", "lower 0+ 1+%20%25"), ("Straßen", "Straße", "keep 0+ 1+"), ("été", "être", "= être"),
    ("_", "_", "lower 0+ 0+"),
  ])
  func `a script makes the lemma of its form, and is what its label says`(form: String, lemma: String, label: String) {
    let script = LemmaScript(form: form, lemma: lemma)
    #expect(script.label == label)
    #expect(script.lemma(of: form) == lemma)
    #expect(LemmaScript(label: label) == script)
  }

  @Test(arguments: [
    ("lower 0+ 3+y", "Skies", "sky"), ("keep 0+ 1+", "Müllers", "Müller"), ("title 0+ 0+", "ROME", "Rome"),
  ])
  func `a script inflects forms that it was not made of`(label: String, form: String, lemma: String) {
    #expect(LemmaScript(label: label)?.lemma(of: form) == lemma)
  }

  @Test func `a script that takes more than a form has does not fit it, nor one that leaves nothing`() {
    #expect(LemmaScript(label: "lower 2+ 3+")?.lemma(of: "four") == nil)
    #expect(LemmaScript(label: "lower 0+ 2+")?.lemma(of: "as") == nil)
    #expect(LemmaScript(label: "lower 0+ 2+be")?.lemma(of: "is") == "be")
    for label in [
      "lower 9223372036854775807+ 1+", "lower 1+ 9223372036854775807+",
      "keep 9223372036854775807+ 9223372036854775807+x",
    ] {
      #expect(LemmaScript(label: label)?.lemma(of: "four") == nil)
    }
  }

  @Test(arguments: ["", "=", "lower", "lower 0+", "lower 0+ x+y", "louder 0+ 0+", "lower -1+ 0+", "lower 0+ 0+ 0+"])
  func `what is no script is refused`(label: String) { #expect(LemmaScript(label: label) == nil) }

  @Test func `words of any length have scripts without comparing all with all`() {
    let word = String(repeating: "ab", count: 200_000)
    let script = LemmaScript(form: word + "s", lemma: word)
    #expect(script.label == "lower 0+ 1+")
    #expect(script.lemma(of: word + "s") == word)
    #expect(LemmaScript(form: word, lemma: "x").label == "= x")
  }
}
