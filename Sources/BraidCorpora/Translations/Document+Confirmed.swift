import BraidText

extension Document {
  /// Whether its fields have nothing against its translation: no flag `fuzzy` of a catalogue, no state of XLIFF that says it needs
  /// work.
  var isConfirmed: Bool { !POEntry.isFuzzy(flags: fields["flags"]) && XLIFFStates.isConfirmed(fields) }
}
