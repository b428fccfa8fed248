/// The files of OASIS's invalid XLIFF suites that the reader takes all the same, by the reason why: their texts, their
/// names and what belongs together in them can be relied on.
enum XLIFFFaults {
  static let allNames = Set(names.values.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) })

  private static let names: [String: String] = [
    "the reader passes over modules": """
    Bad-ctr-property-not-legit-category Bad-ctr_appliesTo-not-using-ref-to-resolvableID
    Bad-ctr_property-not-content-or-valid-attribute-ref Bad-ctr_ref-not-pointed-to-resolvableID
    Bad-ctr_revisions-not-using-ref-to-resolvableID Bad-fs_fs-not-valid-HTML Bad-fs_subFs-not-allowed-w-o-fs
    Bad-gls_glossEntry-and-translation-not-unique-in-glossary Bad-gls_glossEntry-w-o-translation-or-definition
    Bad-gls_invalid-extension Bad-mda_meta-missing-type Bad-mda_meta-missplaced-appliesTo
    Bad-mda_metaGroup-id-not-nmtoken Bad-mda_metaGroup-id-not-unique Bad-mda_metaGroup-invalid-appliesTo
    Bad-mda_metadata-id-not-nmtoken Bad-mda_missing-metaGroup Bad-mtc_id-not-nmtoken Bad-mtc_match-ID-not-unique
    Bad-mtc_match-has-xml_lang Bad-mtc_subType-w-o-type-match Bad-mtc_type-value-not-in-list
    Bad-mtc_wrong-ref-syntax Bad-mtc_wrong-ref-value Bad-res_resourceItem-not-unique
    Bad-res_resourceItemRef-not-unique Bad-res_source-has-content-and-href
    Bad-res_source-xml_lang-not-same-as-xliff Bad-slr_equivStorage-not-integer Bad-slr_sizeInfo-ec-not-isolated
    Bad-slr_sizeInfo-not-integer Bad-slr_sizeInfo-with-sizeInfoRef Bad-slr_sizeInfoRef-ec-not-isolated
    Bad-slr_sizeInfoRef-has-no-data-sib Bad-slr_sizeInfoRef-with-sizeInfo Bad-slr_sizeRestriction-patterns
    Bad-slr_storageRestriction-patterns Bad-val_ExactlyOneAttributeOnRule Bad-val_existsInSourcePatternOnRule
    Bad-val_invalid-caseSensitive Bad-val_invalid-normalization Bad-val_invalid-occurs
    """,
    "what an editor may do with a code is no business of a reader": """
    bad_CopyOfWithNoCopyReference bad_CopyOfWithOriginalData bad_DifferentCanCopyInScAndEc
    bad_DifferentCanDeleteInScAndEc bad_DifferentCanOverlapInScAndEc bad_DifferentCanReorderInScAndEc
    bad_MissingNonRemovable1 bad_MissingNonRemovable2 bad_MissingReorderFirstNo bad_WrongReordering1
    bad_WrongReordering2 bad_YesCanReorderInEcForFirstNoInSc bad_canReorderContext1 bad_canReorderContext2
    bad_canReorderContext3
    """,
    "notes and comments are not read": """
    bad_CommentWithValueAndRef bad_DuplicateNoteIdsInFile bad_DuplicateNoteIdsInGroup bad_DuplicateNoteIdsInUnit
    bad_InvalidCommentAnnotation1 bad_InvalidCommentAnnotation2 bad_InvalidCommentAnnotation3
    bad_InvalidCommentAnnotation4 bad_InvalidNoteRefInUnit bad_InvalidNotesInFile bad_InvalidNotesInGroup
    bad_InvalidNotesInUnit bad_NotesWithoutNote bad_RefAndValueInComment
    """,
    "what has another namespace is passed over wherever it stands": """
    bad_DuplicateExtElemIdsInFile bad_DuplicateExtElemIdsInGroup bad_DuplicateExtElemIdsInUnit
    bad_InvalidExtensionAttributeOnPc bad_InvalidExtensionAttributeOnSegment bad_InvalidExtensionAttributeOnSource
    bad_InvalidExtensionAttributeOnTarget bad_InvalidExtensionElementInData bad_InvalidExtensionElementInFile
    bad_InvalidExtensionElementInOriginalData bad_InvalidExtensionElementInSegment
    bad_InvalidExtensionElementOutsideFile
    """,
    "attributes about looks, types and what to translate are not read": """
    bad_InvalidDirAttributeOnSource bad_InvalidFSAttribute bad_InvalidFSAttributeOnEc bad_InvalidFSAttributeValue
    bad_InvalidTranslateInSegment bad_InvalidTypeSubTypeValues bad_InvalidTypeValue bad_InvalidValidation
    bad_SubTypeWithoutType
    """,
    "nothing in a text depends on references to other parts of the file": """
    bad_EmptySkeletonWithoutHref bad_InvalidFragIdBadOrder bad_InvalidFragIdDuplicatedPrefix
    bad_InvalidFragIdMissplacedLeaf bad_InvalidFragIdNoSingleLeaf bad_InvalidFragIdPrefixNotNmtoken
    bad_InvalidFragIdPrefixTooShort bad_InvalidFragIdSyntax bad_InvalidFragIdUnknownPrefix
    bad_NonEmptySkeletonWithHref bad_OriginalDataWithoutData bad_SubFlowWithInvalidReference
    bad_SubFlowWithInvalidValue
    """,
    "a character that need not be spelled by its number is still that character": "bad_InvalidHexRangeOnCp",
  ]
}
