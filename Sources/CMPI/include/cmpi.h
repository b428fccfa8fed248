// Open MPI, loaded while the program runs: nobody needs it to build Braid, or to run it on one machine.
//
// The few functions that are called are declared here; Open MPI's predefined handles are found by name. Every function that
// can fail ends the job with Open MPI's own message when it does, as is the default for its communicator of all processes.
#ifndef CMPI_H
#define CMPI_H
#include <stddef.h>

/// Open MPI, loaded.
typedef struct cmpi cmpi;

/// Loads Open MPI; null when there is none, with the reason in `problem`, which has room for `size` bytes.
cmpi *_Nullable cmpi_load(char *_Nonnull problem, size_t size);
/// What the library says of its version, such as `Open MPI v4.1.4, package: …`.
const char *_Nonnull cmpi_version(const cmpi *_Nonnull mpi);

/// Joins the processes that were started together; returns 0 when that worked.
int cmpi_start(cmpi *_Nonnull mpi, int *_Nonnull rank, int *_Nonnull count);
/// The name of this host; `name` has room for `size` bytes.
void cmpi_host(const cmpi *_Nonnull mpi, char *_Nonnull name, size_t size);
/// Leaves, when all processes do.
void cmpi_finish(const cmpi *_Nonnull mpi);
/// Ends all processes.
void cmpi_abort(const cmpi *_Nonnull mpi, int code);

/// Begins to send `bytes`, which must stay as they are until `cmpi_is_done` says so.
void *_Nullable cmpi_send(const cmpi *_Nonnull mpi, const void *_Nullable bytes, size_t size, int rank);
/// Begins to receive as many bytes as are sent, at most `size`.
void *_Nullable cmpi_receive(const cmpi *_Nonnull mpi, void *_Nullable bytes, size_t size, int rank);
/// Begins to give every process the bytes of all; process i gives `sizes[i]` bytes, which go to `all + offsets[i]`.
void *_Nullable cmpi_gather(const cmpi *_Nonnull mpi, const void *_Nullable bytes, int size, void *_Nullable all,
                            const int *_Nonnull sizes, const int *_Nonnull offsets);
/// Whether a transfer is over; `request` is null then. Open MPI works on all transfers meanwhile.
int cmpi_is_done(const cmpi *_Nonnull mpi, void *_Nullable *_Nonnull request);

#endif
