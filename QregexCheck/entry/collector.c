/*
 * A fault in the collector.  With concurrent collection off, the GC of .NET
 * 10.0.12 never commits the last page of its table of regions and crashes when
 * the heap has grown into the last part of its range (dotnet/runtime issue
 * 129681, mended in its pull request 131947).  So hand out the small reservations, of which that table is one,
 * readable and writable; the heap's own range is larger than the bound, its
 * table of regions smaller.
 *
 * Without this part the project file turns concurrent collection on: the table
 * that it adds behind that one is what gets the page committed.
 */
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/mman.h>
#include "entry.h"

/* The small heap of the hooks is below it, and the large one's tables are. */
#define LARGEST_WRITABLE (16UL << 20)

void *__real_mmap64(void *, size_t, int, int, int, off64_t);

static char *heap_start, *heap_end;

/* True for a part of what was handed out writable last, and is the heap. */
int is_small_heap(const void *start, size_t length)
{
  return (const char *)start >= heap_start
         && (const char *)start + length <= heap_end;
}

void *__wrap_mmap64(void *start, size_t length, int protection, int flags,
                    int fd, off64_t offset)
{
  int is_reserved = !started && protection == PROT_NONE && fd == -1
                    && !(flags & MAP_FIXED) && length < LARGEST_WRITABLE;
  char *memory = __real_mmap64(start, length,
                               is_reserved ? PROT_READ | PROT_WRITE
                                           : protection,
                               flags, fd, offset);

  if (is_reserved && memory != MAP_FAILED
      && (size_t)(heap_end - heap_start) < length) {
    heap_start = memory;
    heap_end = memory + length;
  }
  return memory;
}
