/// Puts patterns that stay one token into a list of tokens.
enum TokenMerging {
  /// The tokens with each of `matches`, in order and not overlapping, as one token; what sticks out of a match stays a
  /// token of its own.
  static func merge(_ tokens: [Token], _ matches: [Range<Int>], _ bytes: UnsafeBufferPointer<UInt8>) -> [Token] {
    var merged: [Token] = []
    merged.reserveCapacity(tokens.count)
    var next = 0
    var pending = tokens.first
    func advance() {
      next += 1
      pending = next < tokens.count ? tokens[next] : nil
    }
    for match in matches {
      while let token = pending, token.end <= match.lowerBound {
        merged.append(token)
        advance()
      }
      var kind = TokenKind.word
      var rest: Token?
      while let token = pending, token.start < match.upperBound {
        let range = token.range
        if range == match { kind = token.kind }
        if range.lowerBound < match.lowerBound {
          merged.append(piece(range.lowerBound..<match.lowerBound, of: token, bytes))
        }
        if range.upperBound > match.upperBound {
          rest = piece(match.upperBound..<range.upperBound, of: token, bytes)
        }
        advance()
      }
      merged.append(Token(match, kind: Self.kind(match, bytes) ?? kind))
      if let rest {
        // What sticks out may meet the next match: it takes the place of the token it is cut from.
        next -= 1
        pending = rest
      }
    }
    while let token = pending {
      merged.append(token)
      advance()
    }
    return merged
  }

  private static func piece(_ range: Range<Int>, of token: Token, _ bytes: UnsafeBufferPointer<UInt8>) -> Token {
    Token(range, kind: kind(range, bytes) ?? token.kind)
  }

  /// Number for quantities, the character's kind for single characters, else a word.
  private static func kind(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> TokenKind? {
    let slice = bytes[range]
    if slice.contains(where: \.isASCIILetter) { return .word }
    if slice.contains(where: \.isASCIIDigit) { return .number }
    let (scalar, length) = BreakMachine.decode(bytes, range.lowerBound)
    return length == range.count ? ICU.kind(ofUnclassified: scalar) : nil
  }
}
