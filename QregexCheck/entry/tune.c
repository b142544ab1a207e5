/*
 * Speed that is bound to the inside of .NET 10.0.12: what the runtime does while
 * it starts, and need not do for a run of a millisecond.  It may change how
 * fast the program is and how much memory it takes, never what it means.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "entry.h"
#include "platform.h"

/* Bytes of a stretch of the heap that a run for one recipient writes to. */
#define USED_AT_FIRST 53248
/* A longer stretch is for one large array alone, which is written to whole; one
 * longer than any of these is a stack. */
#define LARGEST_SHARED 65536
#define LARGEST_ARRAY (4UL << 20)

#define PAGE_DOWN(a) ((unsigned long)(a) & ~(PAGE - 1))
#define PAGE_UP(a) PAGE_DOWN((unsigned long)(a) + PAGE - 1)

int __real_pthread_cond_broadcast(pthread_cond_t *);
int __real_pthread_getattr_np(pthread_t, pthread_attr_t *);
int __real_madvise(void *, size_t, int);
int __real_mprotect(void *, size_t, int);
FILE *__real_fopen64(const char *, const char *);
DIR *__real_opendir(const char *);
int __real_statfs64(const char *, struct statfs64 *);
long __real_sysconf(int);
int __real_minipal_get_cpu_max_possible_count(void);
int __real_minipal_getcpufeatures(void);


/* ---- Files the runtime reads for its tuning --------------------------- */

/*
 * While it starts, the runtime reads a dozen files under /proc and /sys to
 * learn about cgroups, NUMA, caches and memory.  All of it only tunes the GC,
 * whose sizes are fixed in the project file, so say that there are none.  The
 * program's own file access goes through as usual.
 */
FILE *__wrap_fopen64(const char *path, const char *mode)
{
  if (!started) {
    errno = ENOENT;
    return NULL;
  }
  return __real_fopen64(path, mode);
}

DIR *__wrap_opendir(const char *path)
{
  if (!started) {
    errno = ENOENT;
    return NULL;
  }
  return __real_opendir(path);
}

int __wrap_statfs64(const char *path, struct statfs64 *buf)
{
  if (!started) {
    errno = ENOENT;
    return -1;
  }
  return __real_statfs64(path, buf);
}

/* glibc reads a file for these two, too. */
long __wrap_sysconf(int name)
{
  cpu_set_t set;

  if (!started
      && (name == _SC_NPROCESSORS_ONLN || name == _SC_NPROCESSORS_CONF)
      && sched_getaffinity(0, sizeof set, &set) == 0)
    return CPU_COUNT(&set);
  return __real_sysconf(name);
}

/* The runtime wants the size of its CPU masks: any that the kernel takes. */
int __wrap_minipal_get_cpu_max_possible_count(void)
{
  cpu_set_t set;

  if (sched_getaffinity(0, sizeof set, &set) == 0)
    return CPU_SETSIZE;
  return __real_minipal_get_cpu_max_possible_count();
}

/* Asked twice, and each CPUID of it is an exit from a virtual machine. */
int __wrap_minipal_getcpufeatures(void)
{
  static int is_known, features;

  if (!is_known) {
    features = __real_minipal_getcpufeatures();
    is_known = 1;
  }
  return features;
}

/*
 * glibc reads /proc/self/maps to find the main thread's stack.  The runtime
 * wants an upper bound above all its frames and a size, which the stack limit
 * gives; an unlimited stack is given a bound so that the address stays sane.
 */
int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attr)
{
  extern void *__libc_stack_end;
  const unsigned long most = 64UL << 20;
  struct rlimit limit;
  unsigned long top, size;
  int r;

  if (started || getrlimit(RLIMIT_STACK, &limit) < 0)
    return __real_pthread_getattr_np(thread, attr);
  size = limit.rlim_cur > most ? most : PAGE_DOWN(limit.rlim_cur);
  top = PAGE_UP(__libc_stack_end);
  if ((r = pthread_attr_init(attr)) != 0)
    return r;
  return pthread_attr_setstack(attr, (void *)(top - size), size);
}


/* ---- The finalizer thread --------------------------------------------- */

/*
 * The runtime starts a thread for finalizers before it knows of any.  A run
 * for one recipient is over before the first collection, so put the thread
 * off until somebody signals the event that it would wait for (the thread's
 * argument is that event; its condition variable lies inside).
 */
static pthread_mutex_t finalizer_lock = PTHREAD_MUTEX_INITIALIZER;
static void *(*finalizer_main)(void *);
static char *finalizer_event;
#define EVENT_SIZE 256

static void start_finalizer(void)
{
  pthread_attr_t attr;
  pthread_t thread;

  pthread_mutex_lock(&finalizer_lock);
  if (finalizer_main) {
    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    /* Without memory for it, try again at the next signal. */
    if (create_thread(&thread, &attr, finalizer_main, finalizer_event) == 0)
      finalizer_main = NULL;
    pthread_attr_destroy(&attr);
  }
  pthread_mutex_unlock(&finalizer_lock);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
                          void *(*run)(void *), void *arg)
{
  if (!started && !finalizer_main && arg) {
    finalizer_main = run;
    finalizer_event = arg;
    *thread = 0;
    return 0;
  }
  return create_thread(thread, attr, run, arg);
}

int __wrap_pthread_cond_broadcast(pthread_cond_t *cond)
{
  if (finalizer_main && (char *)cond >= finalizer_event
      && (char *)cond < finalizer_event + EVENT_SIZE)
    start_finalizer();
  return __real_pthread_cond_broadcast(cond);
}


/* ---- Pages -------------------------------------------------------------- */

/*
 * The collector commits its heap in stretches of up to 64 KB.  The small heap is
 * readable and writable from the start (collector.c), so nothing is to be
 * changed then; later what was given back has to be had again.  A run for one
 * recipient writes to most of a stretch, and one that looks him up in a snapshot
 * to as much of the next: one call for these pages costs less than their faults.
 * So it is with the tables in which report counts, whose pages are read before
 * they are written to: two faults each.
 */
int __wrap_mprotect(void *start, size_t length, int protection)
{
  int is_heap = protection == (PROT_READ | PROT_WRITE)
                && is_small_heap(start, length);

  if ((started || !is_heap)
      && __real_mprotect(start, length, protection) < 0)
    return -1;
  if (is_heap)
    __real_madvise(start, length < USED_AT_FIRST ? length : USED_AT_FIRST,
                   MADV_POPULATE_WRITE);
  else if (started && wants_big_heap && length > LARGEST_SHARED
           && length <= LARGEST_ARRAY
           && protection == (PROT_READ | PROT_WRITE))
    __real_madvise(start, length, MADV_POPULATE_WRITE);
  return 0;
}

/* What a core dump would hold is not worth some twenty system calls. */
int __wrap_madvise(void *start, size_t length, int advice)
{
  if (advice == MADV_DONTDUMP || advice == MADV_DODUMP)
    return 0;
  return __real_madvise(start, length, advice);
}
