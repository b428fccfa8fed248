import BraidText
import Foundation

/// A place between words.
enum WordGap {
  /// Before the first or behind the last one.
  case end
  /// Before the first one of a sentence.
  case sentence
  case word
}

extension Document {
  /// Whether every token is in a sentence.
  var hasOnlySentences: Bool { sentences.reduce(0) { $0 + $1.tokens.count } == tokens.count }

  /// Whether all that stands around and between words is as it should be.
  func isSpaced(_ isRight: (_ place: WordGap, _ gap: Slice<UnsafeBufferPointer<UInt8>>) -> Bool) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var end = 0
      var isFirst = true
      for sentence in sentences {
        for token in sentence.tokens where !sharesText(token) {
          let range = tokens[token].range
          guard end <= range.lowerBound, range.upperBound <= bytes.count else { return false }
          let place = isFirst ? WordGap.end : token == sentence.tokens.lowerBound ? .sentence : .word
          guard isRight(place, bytes[end..<range.lowerBound]) else { return false }
          isFirst = false
          end = range.upperBound
        }
      }
      return isRight(.end, bytes[end...])
    }
  }
}

extension Collection<UInt8> {
  /// Whether there is nothing but white space.
  var isWhiteSpace: Bool {
    allSatisfy { $0 == .space || 9...13 ~= $0 }
      || String(decoding: self, as: UTF8.self).unicodeScalars.allSatisfy(\.properties.isWhitespace)
  }

  /// Whether there is white space.
  var hasWhiteSpace: Bool {
    String(decoding: self, as: UTF8.self).unicodeScalars.contains(where: \.properties.isWhitespace)
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// Whether there is a U+FEFF in it.
  var hasZeroWidthSpace: Bool { indices.contains { self[$0...].starts(with: "\u{FEFF}".utf8) } }
}

extension String {
  /// Whether there is a line feed or carriage return in it.
  var hasLineBreak: Bool {
    var text = self
    return text.withUTF8 { bytes in
      guard let base = bytes.baseAddress else { return false }
      return memchr(base, 10, bytes.count) != nil || memchr(base, 13, bytes.count) != nil
    }
  }

  /// Whether it begins or ends with white space.
  var hasBlankEnd: Bool {
    guard let first = utf8.first, let last = utf8.last else { return false }
    return first <= .space || last <= .space
  }

  /// Whether there is other white space in it than single spaces.
  var hasWideSpace: Bool {
    zip(utf8, utf8.dropFirst()).contains { $0 == .space && $1 == .space } || utf8.contains { 9...13 ~= $0 }
  }

  /// Whether there is an empty line, or one of white space, in it; the end of its last line is none.
  var hasBlankLine: Bool {
    let lines = utf8.last == .lineFeed ? utf8.dropLast() : utf8[...]
    return lines.split(separator: .lineFeed, omittingEmptySubsequences: false).contains { line in
      line.allSatisfy { $0 == .space || 9...13 ~= $0 }
    }
  }
}
