// ICU behind a header that names none of its types: ICU's own headers clash with the copy inside Foundation.
#ifndef BRAID_ICU_H
#define BRAID_ICU_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A break iterator of one kind and locale; belongs to one thread at a time.
typedef struct braid_icu_breaker braid_icu_breaker;

/// Kinds of boundaries.
enum { BRAID_ICU_GRAPHEME = 0, BRAID_ICU_WORD = 1, BRAID_ICU_SENTENCE = 3 };

/// Opens a break iterator. Returns NULL and sets `status`, an ICU error code, when that fails.
braid_icu_breaker *braid_icu_breaker_open(int32_t kind, const char *locale, int32_t *status);
void braid_icu_breaker_close(braid_icu_breaker *breaker);

/// Copies the compiled rules into `buffer` when they fit; returns their length in bytes, or 0.
int32_t braid_icu_breaker_rules(braid_icu_breaker *breaker, uint8_t *buffer, int32_t capacity);

/// Points the iterator at UTF-16 (or UTF-8) text, which must stay alive and unchanged. Returns an ICU error code.
int32_t braid_icu_breaker_set_utf16(braid_icu_breaker *breaker, const uint16_t *text, int32_t length);
int32_t braid_icu_breaker_set_utf8(braid_icu_breaker *breaker, const uint8_t *text, int64_t length);

/// Writes the next boundaries, in code units, and their rule status; returns how many, fewer than `capacity` at the end.
int32_t braid_icu_breaker_next(
    braid_icu_breaker *breaker, int32_t *ends, int32_t *statuses, int32_t capacity);

/// Fills `categories`, 0x110000 bytes, from a serialized code point trie. Returns 0, or an ICU error code, or -1 when a
/// value does not fit a byte.
int32_t braid_icu_trie_expand(const uint8_t *trie, int32_t length, uint8_t *categories);

/// How many of the parts of a language tag ICU knows, such as 1 of `en-klingon`: all but words behind a singleton such as `u`, which
/// count as known. 0 when it is not well-formed or its language is unknown, INT32_MAX when all are known.
int32_t braid_icu_known_parts(const char *locale);

/// The codes of languages that ICU knows, to a NULL.
const char *const *braid_icu_languages(void);

/// Writes the name of a language in the language of a locale as UTF-8 with a NUL behind; empty when it has none, or too long a one.
void braid_icu_language_name(const char *language, const char *locale, char *name, int32_t capacity);

/// Writes the shortest code of a tag's language with a NUL behind, `tr` of `tur-TR`; empty when it is not well-formed.
void braid_icu_language(const char *locale, char *language, int32_t capacity);

/// How many columns of a terminal a character takes: 0, 1 or 2.
int32_t braid_icu_columns(int32_t code_point);

/// Writes a BCP 47 language tag as it is spelled canonically, with a NUL behind; returns its length, 0 for what is no tag or too long.
int32_t braid_icu_canonical_tag(const char *locale, char *tag, int32_t capacity);

/// 1 when `locale` is a well-formed BCP 47 language tag.
int32_t braid_icu_is_language_tag(const char *locale);

/// The general category of a code point, as ICU's UCharCategory numbers it.
int32_t braid_icu_general_category(int32_t code_point);

/// Normalization forms.
enum { BRAID_ICU_NFC = 0, BRAID_ICU_NFD = 1, BRAID_ICU_NFKC = 2 };

/// Code units at the start of `text` that are certainly normalized already.
int32_t braid_icu_normalized_prefix(int32_t form, const uint16_t *text, int32_t length);
/// 1 when nothing before `code_point` can interact with it.
int32_t braid_icu_normalization_boundary(int32_t form, int32_t code_point);
/// Normalizes; returns the length needed, which may exceed `capacity`, or -1.
int32_t braid_icu_normalize(
    int32_t form, const uint16_t *text, int32_t length, uint16_t *output, int32_t capacity);
/// 1 when case folding changes the code point.
int32_t braid_icu_changes_when_folded(int32_t code_point);
/// Full, locale-independent case folding of UTF-16; returns the length needed, or -1.
int32_t braid_icu_fold_case(const uint16_t *text, int32_t length, uint16_t *output, int32_t capacity);

/// What text that looks alike has in common (UTS 39), as UTF-8; returns its length, or -1 when that is more than `capacity`.
int32_t braid_icu_skeleton(const uint8_t *text, int32_t length, uint8_t *output, int32_t capacity);

/// Versions as text: "72.1", "15.0".
void braid_icu_versions(char icu[20], char unicode[20]);
/// Name of an ICU error code.
const char *braid_icu_error_name(int32_t status);

typedef struct braid_icu_converter braid_icu_converter;

/// The name by which standards call an encoding, MIME before IANA, else the name that was given; returns its length, 0 when
/// ICU does not know the encoding.
int32_t braid_icu_converter_name(const char *encoding, char *name, int32_t capacity);

/// A converter from an encoding to UTF-8; NULL, and an ICU error code, when ICU does not know it.
braid_icu_converter *braid_icu_converter_open(const char *encoding, int32_t *status);
void braid_icu_converter_close(braid_icu_converter *converter);

/// Converts as much as fits. Malformed sequences become U+FFFD; returns how many there were, -1 for any other error.
int32_t braid_icu_converter_convert(
    braid_icu_converter *converter, const uint8_t *input, int32_t length, int32_t is_last, uint8_t *output,
    int32_t capacity, int32_t *read, int32_t *written);

/// Writes UTF-8 in another encoding, whole; a character that it lacks as a reference of XML, or not at all. Returns how many
/// bytes that takes, which are written if there is space for them; -1 for a character that it lacks, and for any error.
int32_t braid_icu_encode(
    const char *encoding, const uint8_t *text, int32_t length, int32_t references, uint8_t *output, int32_t capacity);

#ifdef __cplusplus
}
#endif
#endif
