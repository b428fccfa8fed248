#include "cmpi.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// In Open MPI's binary interface communicators, types of data and requests are pointers.
typedef void *handle;

struct cmpi {
  handle world, byte;
  char version[256];
  int (*initialize)(int *, char ***, int, int *);
  int (*rank)(handle, int *);
  int (*count)(handle, int *);
  int (*host)(char *, int *);
  int (*finalize)(void);
  int (*abort_all)(handle, int);
  int (*send)(const void *, int, handle, int, int, handle, handle *);
  int (*receive)(void *, int, handle, int, int, handle, handle *);
  int (*gather)(const void *, int, handle, void *, const int *, const int *, handle, handle, handle *);
  int (*test)(handle *, int *, void *);
};

enum { serialized_threads = 2, tag = 1, longest_host_name = 256 };

#ifdef __APPLE__
static const char *const names[] = {"libmpi.40.dylib", "libmpi.dylib"};
#else
static const char *const names[] = {"libmpi.so.40", "libmpi.so"};
#endif

// Finds a symbol; with none, says so in `problem`.
static void *find(void *library, const char *name, char *problem, size_t size) {
  void *symbol = dlsym(library, name);
  if (!symbol && !problem[0]) snprintf(problem, size, "it has no `%s`", name);
  return symbol;
}

cmpi *cmpi_load(char *problem, size_t size) {
  problem[0] = 0;
  void *library = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) {
    // Open MPI's own plug-ins look for its symbols among those of the program.
    library = dlopen(names[i], RTLD_NOW | RTLD_GLOBAL);
    if (!library && !problem[0]) {
      const char *reason = dlerror();
      snprintf(problem, size, "%s", reason ? reason : names[i]);
    }
  }
  if (!library) return NULL;
  problem[0] = 0;
  int (*version)(char *, int *) = find(library, "MPI_Get_library_version", problem, size);
  if (!version) return NULL;
  char text[8192] = "";
  int length = 0;
  version(text, &length);
  if (strncmp(text, "Open MPI", 8) != 0) {
    snprintf(problem, size, "it is another MPI: %.120s", text);
    return NULL;
  }
  cmpi *mpi = calloc(1, sizeof *mpi);
  if (!mpi) {
    snprintf(problem, size, "no memory");
    return NULL;
  }
  snprintf(mpi->version, sizeof mpi->version, "%.255s", text);
  mpi->world = find(library, "ompi_mpi_comm_world", problem, size);
  mpi->byte = find(library, "ompi_mpi_byte", problem, size);
  mpi->initialize = find(library, "MPI_Init_thread", problem, size);
  mpi->rank = find(library, "MPI_Comm_rank", problem, size);
  mpi->count = find(library, "MPI_Comm_size", problem, size);
  mpi->host = find(library, "MPI_Get_processor_name", problem, size);
  mpi->finalize = find(library, "MPI_Finalize", problem, size);
  mpi->abort_all = find(library, "MPI_Abort", problem, size);
  mpi->send = find(library, "MPI_Isend", problem, size);
  mpi->receive = find(library, "MPI_Irecv", problem, size);
  mpi->gather = find(library, "MPI_Iallgatherv", problem, size);
  mpi->test = find(library, "MPI_Test", problem, size);
  if (problem[0]) {
    free(mpi);
    return NULL;
  }
  return mpi;
}

const char *cmpi_version(const cmpi *mpi) { return mpi->version; }

int cmpi_start(cmpi *mpi, int *rank, int *count) {
  int provided = 0;
  if (mpi->initialize(NULL, NULL, serialized_threads, &provided) != 0) return 1;
  return mpi->rank(mpi->world, rank) != 0 || mpi->count(mpi->world, count) != 0;
}

void cmpi_host(const cmpi *mpi, char *name, size_t size) {
  char text[longest_host_name + 1] = "";
  int length = 0;
  mpi->host(text, &length);
  snprintf(name, size, "%s", text);
}

void cmpi_finish(const cmpi *mpi) { mpi->finalize(); }

void cmpi_abort(const cmpi *mpi, int code) { mpi->abort_all(mpi->world, code); }

void *cmpi_send(const cmpi *mpi, const void *bytes, size_t size, int rank) {
  handle request = NULL;
  mpi->send(bytes, (int)size, mpi->byte, rank, tag, mpi->world, &request);
  return request;
}

void *cmpi_receive(const cmpi *mpi, void *bytes, size_t size, int rank) {
  handle request = NULL;
  mpi->receive(bytes, (int)size, mpi->byte, rank, tag, mpi->world, &request);
  return request;
}

void *cmpi_gather(const cmpi *mpi, const void *bytes, int size, void *all, const int *sizes, const int *offsets) {
  handle request = NULL;
  mpi->gather(bytes, size, mpi->byte, all, sizes, offsets, mpi->byte, mpi->world, &request);
  return request;
}

int cmpi_is_done(const cmpi *mpi, handle *request) {
  int done = 0;
  // No status is asked for: a null pointer in Open MPI.
  mpi->test(request, &done, NULL);
  return done;
}
