import BraidText
import Testing

/// The language that texts seem to be in.
@Suite struct LanguageGuessTests {
  private func language(_ text: String, times: Int = 5) -> String? {
    var guess = LanguageGuess()
    for _ in 0..<times { guess.add(text) }
    return guess.language
  }

  @Test(arguments: [
    ("The dog is in the house and it was cold.", "en"), ("Der Hund ist nicht in dem Haus, und das ist gut.", "de"),
    ("This is a good thing.", "en"), ("A kutya nem a házban van, és az jó.", "hu"),
    ("Pes není doma a je to tak.", "cs"),
    ("Le chien est dans la maison et il ne dort pas.", "fr"), ("El perro no está en la casa y es muy viejo.", "es"),
    ("Il cane non è nella casa della donna che parla.", "it"), ("O cão não está em casa e a mulher não dorme.", "pt"),
    ("De hond is niet in het huis van een vrouw.", "nl"), ("Hunden är inte i huset och det är kallt.", "sv"),
    ("Koira ei ole talossa ja se on kylmä.", "fi"), ("Pies nie jest w domu i to jest dobre.", "pl"),
    ("Собака не в доме, и это хорошо, что он спит.", "ru"), ("Собака не в хаті, і це добре, що він спить.", "uk"),
    ("これは良い映画です。とても楽しい。", "ja"), ("这是一部很好的电影。", "zh"), ("이것은 좋은 영화입니다.", "ko"),
    ("นี่เป็นภาพยนตร์ที่ดี", "th"), ("זה סרט טוב מאוד.", "he"), ("Αυτή είναι μια καλή ταινία.", "el"),
    ("هذا الكتاب في البيت من الرجل على الطاولة", "ar"), ("این کتاب در خانه است و از آن مرد", "fa"),
    ("यह एक अच्छी फिल्म है।", "hi"), ("Bu çok güzel bir film ve o da var.", "tr"),
  ])
  func `texts are told apart by script and common words`(text: String, found: String) {
    #expect(language(text) == found)
  }

  @Test(arguments: ["", "12 34 5", "x", "Ngwee bofd akku tirro wesm palo"])
  func `nothing is said of what is not clear`(text: String) { #expect(language(text) == nil) }
}
