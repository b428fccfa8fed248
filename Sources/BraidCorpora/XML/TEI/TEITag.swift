/// The elements of TEI P5 that the reader treats in a way of their own; all others stand inside lines and paragraphs.
enum TEITag: String, CaseIterable {
  // What holds blocks of text.
  case TEI, teiCorpus
  case tei2 = "TEI.2"
  case text, front, body, back, group, floatingText, div, div1, div2, div3, div4, div5, div6, div7
  case sp, lg, list, listBibl, table, row, figure, castList, castGroup, epigraph, quote, cit, q, titlePage, docTitle
  case opener, closer, argument, postscript, performance, prologue, epilogue, set, app, docImprint
  // Blocks of text.
  case p, l, ab, head, stage, speaker, note, item, label, cell, trailer, titlePart, byline, docAuthor, docDate,
    docEdition, u
  case imprimatur, salute, signed, dateline, castItem, bibl, caption, desc, figDesc, entry, eTree, formula
  // Passed over.
  case teiHeader, standOff, facsimile, sourceDoc, fw, rdg, del, metamark, spanGrp, interpGrp, linkGrp
  // Inside.
  case lb, cb, space, w, pc, s, seg, choice, sic, orig, abbr
  case delSpan, anchor, milestone
  case name, persName, placeName, orgName, geogName

  /// What the reader does with an element.
  enum Role { case holder, block, skipped, inline }

  var role: Role {
    switch self {
    case .TEI, .teiCorpus, .tei2, .text, .front, .body, .back, .group, .floatingText, .div, .div1, .div2, .div3, .div4,
      .div5, .div6, .div7, .sp, .lg, .list, .listBibl, .table, .row, .figure, .castList, .castGroup, .epigraph, .quote,
      .cit, .q, .titlePage, .docTitle, .opener, .closer, .argument, .postscript, .performance, .prologue, .epilogue,
      .set,
      .app, .docImprint:
      return .holder
    case .p, .l, .ab, .head, .stage, .speaker, .note, .item, .label, .cell, .trailer, .titlePart, .byline, .docAuthor,
      .docDate, .docEdition, .u, .imprimatur, .salute, .signed, .dateline, .castItem, .bibl, .caption, .desc, .figDesc,
      .entry, .eTree, .formula:
      return .block
    case .teiHeader, .standOff, .facsimile, .sourceDoc, .fw, .rdg, .del, .metamark, .spanGrp, .interpGrp, .linkGrp:
      return .skipped
    case .lb, .cb, .space, .w, .pc, .s, .seg, .choice, .sic, .orig, .abbr, .delSpan, .anchor, .milestone, .name,
      .persName,
      .placeName, .orgName, .geogName:
      return .inline
    }
  }
}
