// Segmentation by plain C calls of ICU: what Braid is measured against.
#ifndef BRAID_ICU_REFERENCE_H
#define BRAID_ICU_REFERENCE_H

#include <stdint.h>

/// Counts the tokens (segments that are not white space, control or format characters) of UTF-8 text, found by ICU's
/// word iterator through UText, and the sentences when `sentences` is not 0. Returns -1 when ICU fails.
int64_t reference_count_utf8(
    const uint8_t *text, int64_t length, const char *locale, int32_t sentences, int64_t *sentence_count);

/// Writes start and end of every token, in bytes, found through UText (`utf16` 0) or through UTF-16 (1); returns the
/// number of tokens, at most `capacity`, or -1.
int64_t reference_tokens(
    const uint8_t *text, int64_t length, const char *locale, int32_t utf16, int32_t *ranges, int64_t capacity);

/// Writes the end of every sentence, in bytes; returns how many, or -1.
int64_t reference_sentences(
    const uint8_t *text, int64_t length, const char *locale, int32_t utf16, int32_t *ends, int64_t capacity);

#endif
