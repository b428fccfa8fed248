#ifndef CALLOCATOR_H
#define CALLOCATOR_H

/// Limits the pools that threads take memory from, so that what one thread has freed serves others; only glibc has such.
void allocator_limit_pools(int count);

/// Keeps so many bytes that were freed for what is taken next, instead of giving them back to the system each time, which
/// then has to clear them again; only glibc can be told.
void allocator_keep(int bytes);

/// Gives what was freed back to the system, also where it lies between what is in use; only glibc can be told.
void allocator_trim(void);

#endif
