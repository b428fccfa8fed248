/* Makes one call of the C library fail once, to see what a program does then; loaded before it by LD_PRELOAD.

   FAULT_TABLE  a file of at least sizeof(struct table) bytes, in which calls are counted by kind and the one that failed is named
   FAULT_CALL   the kind of call that fails; none: calls are only counted
   FAULT_AT     which of them, from 1
   FAULT_AS     a number of errno; `short`: half is read or written; `kill`: the process ends before the call, `late`: behind it

   Only calls that a program makes through the linker are seen: of its own code and of its libraries, not those inside of libc. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind {
  OPEN, READ, WRITE, FSYNC, RENAME, CLOSE, MMAP, UNLINK, MKDIR, RMDIR, LINK, FTRUNCATE, LSEEK, FLOCK, STAT, CHMOD, KINDS
};
static const char *const names[KINDS] = {
  "open", "read", "write", "fsync", "rename", "close", "mmap", "unlink",
  "mkdir", "rmdir", "link", "ftruncate", "lseek", "flock", "stat", "chmod"};

struct table {
  struct {
    char name[16];
    uint64_t calls;
  } kinds[KINDS];
  char failed[512];
};

enum verdict { PASS, FAIL, SHORT, LATE };

static struct table *table;
static int wanted = -1, error, is_short, is_kill, is_late;
static uint64_t at;

__attribute__((constructor)) static void start(void) {
  const char *path = getenv("FAULT_TABLE"), *call = getenv("FAULT_CALL"), *as = getenv("FAULT_AS"), *number = getenv("FAULT_AT");
  if (!path) return;
  int file = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  if (file < 0) return;
  void *memory = (void *)syscall(SYS_mmap, NULL, sizeof(struct table), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  syscall(SYS_close, file);
  if (memory == MAP_FAILED) return;
  for (int kind = 0; kind < KINDS; kind++) {
    strncpy(((struct table *)memory)->kinds[kind].name, names[kind], 15);
    if (call && !strcmp(call, names[kind])) wanted = kind;
  }
  at = number ? strtoull(number, NULL, 10) : 0;
  is_short = as && !strcmp(as, "short");
  is_kill = as && !strcmp(as, "kill");
  is_late = as && !strcmp(as, "late");
  error = as ? atoi(as) : EIO;
  table = memory;
}

static void end(void) {
  for (;;) syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}

/* Counts a call, and says what becomes of it. */
static enum verdict judge(enum kind kind, const char *path, int descriptor) {
  if (!table) return PASS;
  uint64_t number = __atomic_add_fetch(&table->kinds[kind].calls, 1, __ATOMIC_RELAXED);
  if ((int)kind != wanted || number != at) return PASS;
  char link[32], place[400] = "";
  if (path) {
    snprintf(place, sizeof place, "%s", path);
  } else {
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    long count = syscall(SYS_readlinkat, AT_FDCWD, link, place, sizeof place - 1);
    place[count < 0 ? 0 : count] = 0;
  }
  snprintf(table->failed, sizeof table->failed, "%s %d %.400s", names[kind], descriptor, place);
  if (is_kill) end();
  if (is_late) return LATE;
  if (is_short) return SHORT;
  errno = error;
  return FAIL;
}

#define REAL(type, name, parameters) \
  static type(*real) parameters; \
  if (!real) real = (type(*) parameters)dlsym(RTLD_NEXT, #name)

/* A function that fails before it has done anything. */
#define CALL(type, name, kind, parameters, arguments, path, descriptor, bad) \
  type name parameters { \
    REAL(type, name, parameters); \
    enum verdict verdict = judge(kind, path, descriptor); \
    if (verdict == FAIL) return bad; \
    type result = real arguments; \
    if (verdict == LATE) end(); \
    return result; \
  }

/* The same for what transfers `count` bytes. */
#define TRANSFER(name, kind, parameters, arguments) \
  ssize_t name parameters { \
    REAL(ssize_t, name, parameters); \
    enum verdict verdict = judge(kind, NULL, file); \
    if (verdict == FAIL) return -1; \
    if (verdict == SHORT && count > 1) count /= 2; \
    ssize_t result = real arguments; \
    if (verdict == LATE) end(); \
    return result; \
  }

/* What opens takes a mode only when it may make a file. */
#define OPENING(name, parameters, arguments) \
  int name parameters { \
    REAL(int, name, parameters); \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
      va_list rest; \
      va_start(rest, flags); \
      mode = va_arg(rest, mode_t); \
      va_end(rest); \
    } \
    enum verdict verdict = judge(OPEN, path, -1); \
    if (verdict == FAIL) return -1; \
    int result = real arguments; \
    if (verdict == LATE) end(); \
    return result; \
  }

OPENING(open, (const char *path, int flags, ...), (path, flags, mode))
OPENING(open64, (const char *path, int flags, ...), (path, flags, mode))
OPENING(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
OPENING(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))

TRANSFER(read, READ, (int file, void *bytes, size_t count), (file, bytes, count))
TRANSFER(pread, READ, (int file, void *bytes, size_t count, off_t place), (file, bytes, count, place))
TRANSFER(pread64, READ, (int file, void *bytes, size_t count, off_t place), (file, bytes, count, place))
TRANSFER(write, WRITE, (int file, const void *bytes, size_t count), (file, bytes, count))
TRANSFER(pwrite, WRITE, (int file, const void *bytes, size_t count, off_t place), (file, bytes, count, place))
TRANSFER(pwrite64, WRITE, (int file, const void *bytes, size_t count, off_t place), (file, bytes, count, place))
CALL(ssize_t, readv, READ, (int file, const struct iovec *parts, int count), (file, parts, count), NULL, file, -1)
CALL(ssize_t, writev, WRITE, (int file, const struct iovec *parts, int count), (file, parts, count), NULL, file, -1)
CALL(int, fsync, FSYNC, (int file), (file), NULL, file, -1)
CALL(int, fdatasync, FSYNC, (int file), (file), NULL, file, -1)
CALL(int, rename, RENAME, (const char *from, const char *to), (from, to), to, -1, -1)
CALL(int, renameat, RENAME, (int a, const char *from, int b, const char *to), (a, from, b, to), to, -1, -1)
CALL(int, renameat2, RENAME, (int a, const char *from, int b, const char *to, unsigned flags), (a, from, b, to, flags), to, -1, -1)
CALL(void *, mmap, MMAP, (void *place, size_t size, int protection, int flags, int file, off_t start),
     (place, size, protection, flags, file, start), NULL, file, MAP_FAILED)
CALL(void *, mmap64, MMAP, (void *place, size_t size, int protection, int flags, int file, off_t start),
     (place, size, protection, flags, file, start), NULL, file, MAP_FAILED)
CALL(int, unlink, UNLINK, (const char *path), (path), path, -1, -1)
CALL(int, unlinkat, UNLINK, (int folder, const char *path, int flags), (folder, path, flags), path, -1, -1)
CALL(int, mkdir, MKDIR, (const char *path, mode_t mode), (path, mode), path, -1, -1)
CALL(int, mkdirat, MKDIR, (int folder, const char *path, mode_t mode), (folder, path, mode), path, -1, -1)
CALL(int, rmdir, RMDIR, (const char *path), (path), path, -1, -1)
CALL(int, link, LINK, (const char *from, const char *to), (from, to), to, -1, -1)
CALL(int, linkat, LINK, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags), to, -1, -1)
CALL(int, symlink, LINK, (const char *from, const char *to), (from, to), to, -1, -1)
CALL(int, ftruncate, FTRUNCATE, (int file, off_t size), (file, size), NULL, file, -1)
CALL(int, ftruncate64, FTRUNCATE, (int file, off_t size), (file, size), NULL, file, -1)
CALL(off_t, lseek, LSEEK, (int file, off_t place, int from), (file, place, from), NULL, file, -1)
CALL(off_t, lseek64, LSEEK, (int file, off_t place, int from), (file, place, from), NULL, file, -1)
CALL(int, flock, FLOCK, (int file, int operation), (file, operation), NULL, file, -1)
CALL(int, stat, STAT, (const char *path, struct stat *status), (path, status), path, -1, -1)
CALL(int, lstat, STAT, (const char *path, struct stat *status), (path, status), path, -1, -1)
CALL(int, fstat, STAT, (int file, struct stat *status), (file, status), NULL, file, -1)
CALL(int, fstatat, STAT, (int folder, const char *path, struct stat *status, int flags), (folder, path, status, flags), path, -1, -1)
CALL(int, access, STAT, (const char *path, int mode), (path, mode), path, -1, -1)
CALL(int, fchmod, CHMOD, (int file, mode_t mode), (file, mode), NULL, file, -1)
CALL(int, fchown, CHMOD, (int file, uid_t user, gid_t group), (file, user, group), NULL, file, -1)
CALL(int, chmod, CHMOD, (const char *path, mode_t mode), (path, mode), path, -1, -1)

/* A close that fails has closed. */
int close(int file) {
  REAL(int, close, (int));
  enum verdict verdict = judge(CLOSE, NULL, file);
  int result = real(file);
  if (verdict == LATE) end();
  if (verdict != FAIL) return result;
  errno = error;
  return -1;
}
