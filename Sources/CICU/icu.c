#include "icu.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <unicode/ucptrie.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

struct braid_icu_breaker {
  UBreakIterator *iterator;
  UText text;
};

braid_icu_breaker *braid_icu_breaker_open(int32_t kind, const char *locale, int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  braid_icu_breaker *breaker = calloc(1, sizeof *breaker);
  if (!breaker) {
    *status = U_MEMORY_ALLOCATION_ERROR;
    return NULL;
  }
  UText empty = UTEXT_INITIALIZER;
  breaker->text = empty;
  char name[ULOC_FULLNAME_CAPACITY];
  int32_t parsed = 0;
  uloc_forLanguageTag(locale, name, sizeof name, &parsed, &error);
  if (U_SUCCESS(error)) breaker->iterator = ubrk_open((UBreakIteratorType)kind, name, NULL, 0, &error);
  *status = error;
  if (U_FAILURE(error)) {
    free(breaker);
    return NULL;
  }
  return breaker;
}

void braid_icu_breaker_close(braid_icu_breaker *breaker) {
  ubrk_close(breaker->iterator);
  utext_close(&breaker->text);
  free(breaker);
}

int32_t braid_icu_breaker_rules(braid_icu_breaker *breaker, uint8_t *buffer, int32_t capacity) {
  UErrorCode error = U_ZERO_ERROR;
  int32_t length = ubrk_getBinaryRules(breaker->iterator, buffer, capacity, &error);
  return U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR ? 0 : length;
}

int32_t braid_icu_breaker_set_utf16(braid_icu_breaker *breaker, const uint16_t *text, int32_t length) {
  UErrorCode error = U_ZERO_ERROR;
  ubrk_setText(breaker->iterator, (const UChar *)text, length, &error);
  if (U_SUCCESS(error)) ubrk_first(breaker->iterator);
  return U_SUCCESS(error) ? 0 : error;
}

int32_t braid_icu_breaker_set_utf8(braid_icu_breaker *breaker, const uint8_t *text, int64_t length) {
  UErrorCode error = U_ZERO_ERROR;
  utext_openUTF8(&breaker->text, (const char *)text, length, &error);
  ubrk_setUText(breaker->iterator, &breaker->text, &error);
  if (U_SUCCESS(error)) ubrk_first(breaker->iterator);
  return U_SUCCESS(error) ? 0 : error;
}

int32_t braid_icu_breaker_next(
    braid_icu_breaker *breaker, int32_t *ends, int32_t *statuses, int32_t capacity) {
  int32_t count = 0;
  while (count < capacity) {
    int32_t end = ubrk_next(breaker->iterator);
    if (end == UBRK_DONE) break;
    ends[count] = end;
    statuses[count] = ubrk_getRuleStatus(breaker->iterator);
    count += 1;
  }
  return count;
}

int32_t braid_icu_trie_expand(const uint8_t *data, int32_t length, uint8_t *categories) {
  UErrorCode error = U_ZERO_ERROR;
  UCPTrie *trie =
      ucptrie_openFromBinary(UCPTRIE_TYPE_ANY, UCPTRIE_VALUE_BITS_ANY, data, length, NULL, &error);
  if (U_FAILURE(error)) return error;
  int32_t result = 0;
  UChar32 start = 0, end;
  uint32_t value;
  while ((end = ucptrie_getRange(trie, start, UCPMAP_RANGE_NORMAL, 0, NULL, NULL, &value)) >= 0) {
    if (value > 255) {
      result = -1;
      break;
    }
    memset(categories + start, (int)value, (size_t)(end - start + 1));
    start = end + 1;
  }
  ucptrie_close(trie);
  return result;
}

int32_t braid_icu_is_language_tag(const char *locale) {
  UErrorCode error = U_ZERO_ERROR;
  char name[ULOC_FULLNAME_CAPACITY];
  int32_t parsed = 0;
  uloc_forLanguageTag(locale, name, sizeof name, &parsed, &error);
  return U_SUCCESS(error) && error != U_STRING_NOT_TERMINATED_WARNING && parsed == (int32_t)strlen(locale);
}

int32_t braid_icu_canonical_tag(const char *locale, char *tag, int32_t capacity) {
  UErrorCode error = U_ZERO_ERROR;
  char name[ULOC_FULLNAME_CAPACITY];
  int32_t parsed = 0;
  uloc_forLanguageTag(locale, name, sizeof name, &parsed, &error);
  if (U_FAILURE(error) || error == U_STRING_NOT_TERMINATED_WARNING) return 0;
  int32_t length = uloc_toLanguageTag(name, tag, capacity, 1, &error);
  return U_SUCCESS(error) && length < capacity ? length : 0;
}

void braid_icu_language(const char *locale, char *language, int32_t capacity) {
  UErrorCode error = U_ZERO_ERROR;
  char name[ULOC_FULLNAME_CAPACITY];
  int32_t parsed = 0;
  language[0] = 0;
  uloc_forLanguageTag(locale, name, sizeof name, &parsed, &error);
  if (U_FAILURE(error) || error == U_STRING_NOT_TERMINATED_WARNING) return;
  int32_t length = uloc_getLanguage(name, language, capacity, &error);
  if (U_FAILURE(error) || length >= capacity) language[0] = 0;
}

const char *const *braid_icu_languages(void) { return uloc_getISOLanguages(); }

void braid_icu_language_name(const char *language, const char *locale, char *name, int32_t capacity) {
  UErrorCode error = U_ZERO_ERROR;
  UChar display[128];
  int32_t length = uloc_getDisplayLanguage(language, locale, display, 128, &error);
  name[0] = 0;
  if (U_FAILURE(error) || error == U_USING_DEFAULT_WARNING || length >= 128) return;
  u_strToUTF8(name, capacity, NULL, display, length, &error);
  if (U_FAILURE(error) || error == U_STRING_NOT_TERMINATED_WARNING) name[0] = 0;
}

static int listed(const char *const *list, const char *code) {
  for (; *list; list++)
    if (!strcmp(*list, code)) return 1;
  return 0;
}

int32_t braid_icu_known_parts(const char *locale) {
  if (!braid_icu_is_language_tag(locale)) return 0;
  UErrorCode error = U_ZERO_ERROR;
  char name[ULOC_FULLNAME_CAPACITY], part[ULOC_FULLNAME_CAPACITY], display[256];
  UChar variant[256];
  int32_t parsed = 0, known = 0;
  uloc_forLanguageTag(locale, name, sizeof name, &parsed, &error);
  uloc_getLanguage(name, part, sizeof part, &error);
  braid_icu_language_name(part, "en", display, sizeof display);
  // None, `und` or `root`, is the rules of most.
  if (*part && strcmp(part, "root") && !display[0] && !listed(uloc_getISOLanguages(), part)) return 0;
  known += 1;
  if (uloc_getScript(name, part, sizeof part, &error)) {
    if (u_getPropertyValueEnum(UCHAR_SCRIPT, part) == UCHAR_INVALID_CODE) return known;
    known += 1;
  }
  if (uloc_getCountry(name, part, sizeof part, &error)) {
    // Numbers are those of continents and their parts.
    if (!(part[0] >= '0' && part[0] <= '9') && !listed(uloc_getISOCountries(), part)) return known;
    known += 1;
  }
  if (uloc_getVariant(name, part, sizeof part, &error)) {
    uloc_getDisplayVariant(name, "en", variant, 256, &error);
    if (error == U_USING_DEFAULT_WARNING) return known;
  }
  return U_FAILURE(error) ? known : INT32_MAX;
}

int32_t braid_icu_columns(int32_t code_point) {
  switch (u_charType(code_point)) {
  case U_NON_SPACING_MARK:
  case U_ENCLOSING_MARK:
  case U_FORMAT_CHAR:
  case U_CONTROL_CHAR: return 0;
  default: break;
  }
  // The vowels and final consonants of a Korean syllable that is spelled out stand in its place.
  if (code_point >= 0x1160 && code_point <= 0x11FF) return 0;
  int32_t width = u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

int32_t braid_icu_general_category(int32_t code_point) { return u_charType(code_point); }

static const UNormalizer2 *normalizer(int32_t form, UErrorCode *error) {
  switch (form) {
  case BRAID_ICU_NFC: return unorm2_getNFCInstance(error);
  case BRAID_ICU_NFD: return unorm2_getNFDInstance(error);
  case BRAID_ICU_NFKC: return unorm2_getNFKCInstance(error);
  default: *error = U_ILLEGAL_ARGUMENT_ERROR; return NULL;
  }
}

int32_t braid_icu_normalized_prefix(int32_t form, const uint16_t *text, int32_t length) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *instance = normalizer(form, &error);
  if (U_FAILURE(error)) return 0;
  int32_t prefix = unorm2_spanQuickCheckYes(instance, (const UChar *)text, length, &error);
  return U_FAILURE(error) ? 0 : prefix;
}

int32_t braid_icu_normalization_boundary(int32_t form, int32_t code_point) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *instance = normalizer(form, &error);
  return U_FAILURE(error) ? 0 : unorm2_hasBoundaryBefore(instance, code_point);
}

int32_t braid_icu_normalize(
    int32_t form, const uint16_t *text, int32_t length, uint16_t *output, int32_t capacity) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *instance = normalizer(form, &error);
  if (U_FAILURE(error)) return -1;
  int32_t needed = unorm2_normalize(instance, (const UChar *)text, length, (UChar *)output, capacity, &error);
  return U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR ? -1 : needed;
}

int32_t braid_icu_changes_when_folded(int32_t code_point) {
  return u_hasBinaryProperty(code_point, UCHAR_CHANGES_WHEN_CASEFOLDED);
}

int32_t braid_icu_fold_case(const uint16_t *text, int32_t length, uint16_t *output, int32_t capacity) {
  UErrorCode error = U_ZERO_ERROR;
  int32_t needed =
      u_strFoldCase((UChar *)output, capacity, (const UChar *)text, length, U_FOLD_CASE_DEFAULT, &error);
  return U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR ? -1 : needed;
}

void braid_icu_versions(char icu[20], char unicode[20]) {
  UVersionInfo version;
  u_getVersion(version);
  u_versionToString(version, icu);
  u_getUnicodeVersion(version);
  u_versionToString(version, unicode);
}

const char *braid_icu_error_name(int32_t status) { return u_errorName((UErrorCode)status); }

struct braid_icu_converter {
  UConverter *from;
  UConverter *to;
  int32_t malformed;
  UChar pivot[4096];
  UChar *pivot_source;
  UChar *pivot_target;
};

// Replaces a malformed sequence by U+FFFD and counts it.
static void braid_icu_count_malformed(
    const void *context, UConverterToUnicodeArgs *arguments, const char *units, int32_t length,
    UConverterCallbackReason reason, UErrorCode *error) {
  (void)units;
  (void)length;
  if (reason > UCNV_IRREGULAR) return;
  *(int32_t *)context += 1;
  // ICU's own callback writes U+001A for some encodings.
  static const UChar replacement = 0xFFFD;
  *error = U_ZERO_ERROR;
  ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, error);
}

int32_t braid_icu_skeleton(const uint8_t *text, int32_t length, uint8_t *output, int32_t capacity) {
  UErrorCode error = U_ZERO_ERROR;
  USpoofChecker *checker = uspoof_open(&error);
  int32_t written = 0;
  if (U_SUCCESS(error)) {
    written = uspoof_getSkeletonUTF8(checker, 0, (const char *)text, length, (char *)output, capacity, &error);
    uspoof_close(checker);
  }
  return U_SUCCESS(error) ? written : -1;
}

int32_t braid_icu_converter_name(const char *encoding, char *name, int32_t capacity) {
  UErrorCode error = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(encoding, &error);
  if (U_FAILURE(error)) return 0;
  char opened[UCNV_MAX_CONVERTER_NAME_LENGTH];
  strncpy(opened, ucnv_getName(converter, &error), sizeof opened - 1);
  opened[sizeof opened - 1] = 0;
  ucnv_close(converter);
  const char *best = encoding;
  static const char *const standards[] = {"MIME", "IANA"};
  for (int index = 0; index < 2; index++) {
    UErrorCode unknown = U_ZERO_ERROR;
    const char *standard = ucnv_getStandardName(encoding, standards[index], &unknown);
    if (U_FAILURE(unknown) || !standard) continue;
    // A standard's name may mean another converter where several have it.
    UErrorCode failed = U_ZERO_ERROR;
    UConverter *other = ucnv_open(standard, &failed);
    int same = U_SUCCESS(failed) && !strcmp(ucnv_getName(other, &failed), opened);
    ucnv_close(other);
    if (!same) continue;
    best = standard;
    break;
  }
  int32_t length = (int32_t)strlen(best);
  if (length >= capacity) return 0;
  memcpy(name, best, (size_t)length + 1);
  return length;
}

braid_icu_converter *braid_icu_converter_open(const char *encoding, int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  braid_icu_converter *converter = calloc(1, sizeof *converter);
  if (!converter) {
    *status = U_MEMORY_ALLOCATION_ERROR;
    return NULL;
  }
  converter->from = ucnv_open(encoding, &error);
  converter->to = ucnv_open("UTF-8", &error);
  if (U_SUCCESS(error)) {
    ucnv_setToUCallBack(
        converter->from, braid_icu_count_malformed, &converter->malformed, NULL, NULL, &error);
  }
  converter->pivot_source = converter->pivot_target = converter->pivot;
  *status = error;
  if (U_FAILURE(error)) {
    braid_icu_converter_close(converter);
    return NULL;
  }
  return converter;
}

void braid_icu_converter_close(braid_icu_converter *converter) {
  ucnv_close(converter->from);
  ucnv_close(converter->to);
  free(converter);
}

int32_t braid_icu_converter_convert(
    braid_icu_converter *converter, const uint8_t *input, int32_t length, int32_t is_last, uint8_t *output,
    int32_t capacity, int32_t *read, int32_t *written) {
  UErrorCode error = U_ZERO_ERROR;
  const char *source = (const char *)input;
  char *target = (char *)output;
  converter->malformed = 0;
  ucnv_convertEx(
      converter->to, converter->from, &target, target + capacity, &source, source + length, converter->pivot,
      &converter->pivot_source, &converter->pivot_target, converter->pivot + 4096, 0, (UBool)is_last, &error);
  *read = (int32_t)(source - (const char *)input);
  *written = (int32_t)(target - (char *)output);
  return U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR ? -1 : converter->malformed;
}

int32_t braid_icu_encode(
    const char *encoding, const uint8_t *text, int32_t length, int32_t references, uint8_t *output, int32_t capacity) {
  UErrorCode error = U_ZERO_ERROR;
  UConverter *to = ucnv_open(encoding, &error);
  UConverter *from = ucnv_open("UTF-8", &error);
  int32_t written = -1;
  if (U_SUCCESS(error)) {
    ucnv_setFromUCallBack(
        to, references ? UCNV_FROM_U_CALLBACK_ESCAPE : UCNV_FROM_U_CALLBACK_STOP, references ? UCNV_ESCAPE_XML_HEX : NULL,
        NULL, NULL, &error);
    ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
    const char *source = (const char *)text;
    const char *const end = source + length;
    char *const start = (char *)output;
    UChar pivot[1024];
    UChar *pivot_source = pivot, *pivot_target = pivot;
    char spare[4096];
    int32_t count = 0;
    int first = 1;
    // What does not fit is counted.
    for (;;) {
      int fits = count < capacity;
      char *target = fits ? start + count : spare;
      char *const before = target;
      error = U_ZERO_ERROR;
      ucnv_convertEx(
          to, from, &target, fits ? start + capacity : spare + sizeof spare, &source, end, pivot, &pivot_source,
          &pivot_target, pivot + 1024, (UBool)first, 1, &error);
      first = 0;
      count += (int32_t)(target - before);
      if (error != U_BUFFER_OVERFLOW_ERROR) break;
    }
    if (U_SUCCESS(error)) written = count;
  }
  ucnv_close(to);
  ucnv_close(from);
  return written;
}
