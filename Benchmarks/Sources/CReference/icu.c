#include "icu_reference.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

static int is_token(const uint8_t *text, int64_t length, int64_t start, int32_t status) {
  if (status >= 100) return 1;
  UChar32 c;
  U8_NEXT(text, start, length, c);
  int8_t category = u_charType(c);
  return !(category >= U_SPACE_SEPARATOR && category <= U_FORMAT_CHAR) && category != U_SURROGATE;
}

int64_t reference_count_utf8(
    const uint8_t *text, int64_t length, const char *locale, int32_t sentences, int64_t *sentence_count) {
  UErrorCode error = U_ZERO_ERROR;
  UText utext = UTEXT_INITIALIZER;
  utext_openUTF8(&utext, (const char *)text, length, &error);
  UBreakIterator *words = ubrk_open(UBRK_WORD, locale, NULL, 0, &error);
  ubrk_setUText(words, &utext, &error);
  if (U_FAILURE(error)) return -1;
  int64_t tokens = 0;
  int32_t start = ubrk_first(words);
  for (int32_t end = ubrk_next(words); end != UBRK_DONE; start = end, end = ubrk_next(words))
    tokens += is_token(text, length, start, ubrk_getRuleStatus(words));
  ubrk_close(words);
  *sentence_count = 0;
  if (sentences) {
    UBreakIterator *iterator = ubrk_open(UBRK_SENTENCE, locale, NULL, 0, &error);
    ubrk_setUText(iterator, &utext, &error);
    if (U_FAILURE(error)) return -1;
    ubrk_first(iterator);
    while (ubrk_next(iterator) != UBRK_DONE) *sentence_count += 1;
    ubrk_close(iterator);
  }
  utext_close(&utext);
  return tokens;
}

// Runs an iterator and calls back with byte ranges.
typedef int (*segment_callback)(void *context, int32_t start, int32_t end, int32_t status);

static int run(
    const uint8_t *text, int64_t length, UBreakIteratorType kind, const char *locale, int32_t utf16,
    segment_callback callback, void *context) {
  UErrorCode error = U_ZERO_ERROR;
  UBreakIterator *iterator = ubrk_open(kind, locale, NULL, 0, &error);
  UText utext = UTEXT_INITIALIZER;
  UChar *units = NULL;
  int32_t *offsets = NULL;
  if (utf16) {
    units = malloc(sizeof *units * (size_t)(length + 1));
    offsets = malloc(sizeof *offsets * (size_t)(length + 2));
    if (!units || !offsets) return -1;
    int32_t count = 0;
    for (int64_t at = 0; at < length;) {
      int32_t before = (int32_t)at;
      UChar32 c;
      U8_NEXT(text, at, length, c);
      if (c < 0) c = 0xFFFD;
      offsets[count] = before;
      if (U_IS_SUPPLEMENTARY(c)) offsets[count + 1] = before;
      U16_APPEND_UNSAFE(units, count, c);
    }
    offsets[count] = (int32_t)length;
    ubrk_setText(iterator, units, count, &error);
  } else {
    utext_openUTF8(&utext, (const char *)text, length, &error);
    ubrk_setUText(iterator, &utext, &error);
  }
  if (U_FAILURE(error)) return -1;
  int32_t start = ubrk_first(iterator);
  for (int32_t end = ubrk_next(iterator); end != UBRK_DONE; start = end, end = ubrk_next(iterator)) {
    int32_t from = utf16 ? offsets[start] : start, to = utf16 ? offsets[end] : end;
    if (!callback(context, from, to, ubrk_getRuleStatus(iterator))) break;
  }
  ubrk_close(iterator);
  utext_close(&utext);
  free(units);
  free(offsets);
  return 0;
}

struct output {
  const uint8_t *text;
  int64_t length, count, capacity;
  int32_t *values;
};

static int add_token(void *context, int32_t start, int32_t end, int32_t status) {
  struct output *out = context;
  if (!is_token(out->text, out->length, start, status)) return 1;
  if (out->count == out->capacity) return 0;
  out->values[2 * out->count] = start;
  out->values[2 * out->count + 1] = end;
  out->count += 1;
  return 1;
}

static int add_end(void *context, int32_t start, int32_t end, int32_t status) {
  struct output *out = context;
  (void)start, (void)status;
  if (out->count == out->capacity) return 0;
  out->values[out->count++] = end;
  return 1;
}

int64_t reference_tokens(
    const uint8_t *text, int64_t length, const char *locale, int32_t utf16, int32_t *ranges, int64_t capacity) {
  struct output out = {text, length, 0, capacity, ranges};
  return run(text, length, UBRK_WORD, locale, utf16, add_token, &out) ? -1 : out.count;
}

int64_t reference_sentences(
    const uint8_t *text, int64_t length, const char *locale, int32_t utf16, int32_t *ends, int64_t capacity) {
  struct output out = {text, length, 0, capacity, ends};
  return run(text, length, UBRK_SENTENCE, locale, utf16, add_end, &out) ? -1 : out.count;
}
