// Packing of whole numbers of 8 bits: once when a model is read, the same in every build.
#include "table.h"
#include <string.h>

#pragma clang fp contract(off)

// A panel: scales of its 16 columns, -128 times the sums of their numbers, then groups of four numbers of each column.
void bk_bytes_pack(const float *b, const float *scales, long k, long n, void *packed) {
  const long groups = (k + 3) / 4, panel = BYTES_HEADER + groups * 64;
  memset(packed, 0, bk_bytes_size(k, n));
  for (long first = 0; first < n; first += 16) {
    int8_t *header = (int8_t *)packed + first / 16 * panel, *numbers = header + BYTES_HEADER;
    const long columns = n - first < 16 ? n - first : 16;
    int32_t sums[16] = {0};
    for (long q = 0; q < k; q++)
      for (long j = 0; j < columns; j++) {
        const float scale = scales[first + j];
        // Adding 1.5 * 2^23 rounds to an integer.
        const int32_t number = scale > 0 ? (int32_t)(b[q * n + first + j] / scale + 12582912.0f) - 12582912 : 0;
        numbers[q / 4 * 64 + j * 4 + q % 4] = (int8_t)number;
        sums[j] -= 128 * number;
      }
    memcpy(header, scales + first, columns * sizeof(float));
    memcpy(header + 64, sums, sizeof sums);
  }
}
