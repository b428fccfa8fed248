#define _GNU_SOURCE
#include "corpus_reference.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t reference_columns(const char *path, int64_t *sentences) {
  FILE *file = fopen(path, "r");
  if (!file) return -1;
  char *line = NULL, **cells = NULL;
  size_t size = 0, count = 0, capacity = 0;
  int64_t tokens = 0;
  int inside = 0;
  *sentences = 0;
  for (ssize_t length; (length = getline(&line, &size, file)) >= 0;) {
    if (length > 0 && line[length - 1] == '\n') line[length - 1] = 0;
    if (!*line) {
      *sentences += inside;
      inside = 0;
      for (size_t cell = 0; cell < count; cell++) free(cells[cell]);
      count = 0;
      continue;
    }
    if (*line == '#' && !inside) continue;
    inside = 1;
    tokens += 1;
    char *rest = line;
    for (char *cell; (cell = strsep(&rest, " \t"));) {
      if (!*cell) continue;
      if (count == capacity) cells = realloc(cells, sizeof *cells * (capacity = capacity ? 2 * capacity : 64));
      cells[count++] = strdup(cell);
    }
  }
  *sentences += inside;
  for (size_t cell = 0; cell < count; cell++) free(cells[cell]);
  free(cells);
  free(line);
  fclose(file);
  return tokens;
}

struct counts {
  int64_t elements, bytes;
};

static void start_element(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
    const xmlChar **namespace, int attributes, int defaulted, const xmlChar **attribute) {
  (void)name, (void)prefix, (void)uri, (void)namespaces, (void)namespace, (void)attributes, (void)defaulted,
      (void)attribute;
  ((struct counts *)context)->elements += 1;
}

static void characters(void *context, const xmlChar *text, int length) {
  (void)text;
  ((struct counts *)context)->bytes += length;
}

int64_t reference_xml(const char *path, int64_t *elements) {
  FILE *file = fopen(path, "r");
  if (!file) return -1;
  xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = start_element, .characters = characters};
  struct counts counts = {0, 0};
  xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, &counts, NULL, 0, NULL);
  static char buffer[32 << 10];
  for (size_t length; (length = fread(buffer, 1, sizeof buffer, file)) > 0;)
    xmlParseChunk(parser, buffer, (int)length, 0);
  int failed = xmlParseChunk(parser, buffer, 0, 1);
  xmlFreeParserCtxt(parser);
  fclose(file);
  *elements = counts.elements;
  return failed ? -1 : counts.bytes;
}

struct entry {
  const uint8_t *word;
  int32_t length;
  uint32_t hash;
  int64_t count;
};

int64_t reference_count(const uint8_t *text, const int32_t *ranges, int64_t tokens) {
  size_t capacity = 1 << 12, used = 0;
  struct entry *table = calloc(capacity, sizeof *table);
  if (!table) return -1;
  for (int64_t token = 0; token < tokens; token++) {
    const uint8_t *word = text + ranges[2 * token];
    int32_t length = ranges[2 * token + 1] - ranges[2 * token];
    uint32_t hash = 2166136261u;
    for (int32_t byte = 0; byte < length; byte++) hash = (hash ^ word[byte]) * 16777619u;
    size_t at = hash & (capacity - 1);
    while (table[at].word
           && (table[at].hash != hash || table[at].length != length || memcmp(table[at].word, word, (size_t)length)))
      at = (at + 1) & (capacity - 1);
    if (!table[at].word) {
      table[at] = (struct entry){word, length, hash, 0};
      used += 1;
    }
    table[at].count += 1;
    if (2 * used > capacity) {
      struct entry *larger = calloc(2 * capacity, sizeof *larger);
      if (!larger) return -1;
      for (size_t old = 0; old < capacity; old++) {
        if (!table[old].word) continue;
        size_t place = table[old].hash & (2 * capacity - 1);
        while (larger[place].word) place = (place + 1) & (2 * capacity - 1);
        larger[place] = table[old];
      }
      free(table);
      table = larger;
      capacity *= 2;
    }
  }
  free(table);
  return (int64_t)used;
}
