// Reading and counting in plain C: what Braid is measured against.
#ifndef BRAID_CORPUS_REFERENCE_H
#define BRAID_CORPUS_REFERENCE_H

#include <stdint.h>

/// Reads a file of blank-separated columns line by line and copies the cells of each sentence; returns the number of
/// token lines, or -1.
int64_t reference_columns(const char *path, int64_t *sentences);

/// Reads an XML file with libxml2's SAX2 push parser; returns the bytes of character data, or -1.
int64_t reference_xml(const char *path, int64_t *elements);

/// Counts the tokens at the given byte ranges in a hash table of pointers into the text; returns how many different ones
/// there are, or -1.
int64_t reference_count(const uint8_t *text, const int32_t *ranges, int64_t tokens);

#endif
