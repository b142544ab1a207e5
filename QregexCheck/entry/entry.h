/*
 * What the parts of the entry know of each other.
 *
 * The program is started once per mail recipient, so its start-up is its
 * speed, and qmail takes nearly every exit code other than 100 and 111 for
 * "accept the recipient", so every way to fail must end in 111.  Both need
 * work before the runtime starts.  The parts are linked with --wrap (see the
 * project file): __wrap_X gets the calls to X, __real_X is the original.  The
 * link is static, so the calls inside the runtime come here as well.
 *
 *   fail.c, process.c, remote.c, start-*.S  always: what makes it safe
 *   tune.c, statics.c, collector.c,       not with -p:Tuned=false: what makes
 *   pages-x64.S                           it fast with one version of .NET
 *
 * What hangs on the processor stands in platform-*.h and the assembly, and in
 * Posix/OpenFlags.cs.
 *
 * words.h is written by the build, from the C# that says the same words.
 */
#ifndef ENTRY_H
#define ENTRY_H

#include <pthread.h>
#include <signal.h>

#define COUNT(array) (sizeof (array) / sizeof (array)[0])
/* A number of words.h as a part of a text. */
#define TEXT_OF(number) TEXT_AS_IT_IS(number)
#define TEXT_AS_IT_IS(words) #words

/*
 * For what runs before libc is set up or in a signal handler: no errno, no
 * thread-local data, no call into libc.
 */
#define BEFORE_LIBC \
  __attribute__((optimize("no-stack-protector", \
                          "no-tree-loop-distribute-patterns")))

/* Sets of signals as the kernel has them: bit n - 1 is signal n. */
#define SIGNAL_BIT(n) (1UL << ((n) - 1))

/* fail.c */

/* Set when the C# Main has begun: the runtime is up. */
extern volatile sig_atomic_t started;

/* Set when the C# Main has returned.  A process that ends before has failed. */
extern volatile sig_atomic_t finished;

/* Set for the commands that need some hundred megabytes. */
extern int wants_big_heap;

int is_same(const char *a, const char *b);
/* The value of a variable; NULL where it is not set. */
const char *value_of(char **envp, const char *name);

/* Whether this is the command of a program that qmail runs. */
int is_hook(const char *command);
void find_hook(int argc, char **argv, char **envp);
int qregexcheck_hook(void);

void take_signals(void);
void restore_signals(void);
void ignore_signals(void);

/* A thread that can tell an overflow of its stack. */
int create_thread(pthread_t *, const pthread_attr_t *, void *(*)(void *),
                  void *);

/* One line, the answer to whoever asks, and the end. */
void die(const char *why) __attribute__((noreturn));
void end_process(int code) __attribute__((noreturn));

/* remote.c */

/* Whether we stand in the place of qmail-remote: our name tells. */
int is_remote(char **argv, char **envp);
int is_called(char **argv, const char *name);
void qregexcheck_run_remote(const char *sender) __attribute__((noreturn));

/* collector.c */

/* True for memory that the collector may write to before it asks for it. */
int is_small_heap(const void *start, size_t length);

#endif
