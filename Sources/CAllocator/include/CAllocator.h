#ifndef CALLOCATOR_H
#define CALLOCATOR_H

/// Limits the pools that threads take memory from, so that what one thread has freed serves others; only glibc has such.
void allocator_limit_pools(int count);

#endif
