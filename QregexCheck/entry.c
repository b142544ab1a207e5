/*
 * Entry point of qregexcheck, in front of the one that .NET links in.
 *
 * The program is started once per mail recipient, so its start-up is its
 * speed, and qmail takes nearly every exit code other than 100 and 111 for
 * "accept the recipient", so every way to fail must end in 111.  Both need
 * work before the runtime starts.  This file is linked with --wrap (see the
 * project file): __wrap_X here gets the calls to X, __real_X is the original.
 * The link is static, so the calls inside the runtime come here as well.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

#define TEMPORARY_FAILURE 111
#define SPP_FAILURE 120
#define PAGE 4096UL
#define PAGE_DOWN(a) ((unsigned long)(a) & ~(PAGE - 1))
#define PAGE_UP(a) PAGE_DOWN((unsigned long)(a) + PAGE - 1)

int __real_main(int argc, char **argv, char **envp);
int __real_pthread_create(pthread_t *, const pthread_attr_t *,
                          void *(*)(void *), void *);
int __real_pthread_cond_broadcast(pthread_cond_t *);
int __real_pthread_getattr_np(pthread_t, pthread_attr_t *);
void *__real_mmap64(void *, size_t, int, int, int, off64_t);
int __real_madvise(void *, size_t, int);
int __real_mprotect(void *, size_t, int);
FILE *__real_fopen64(const char *, const char *);
DIR *__real_opendir(const char *);
int __real_statfs64(const char *, struct statfs64 *);
long __real_sysconf(int);
int __real_minipal_get_cpu_max_possible_count(void);
void *__real__dl_early_allocate(size_t);
int __real_sigaction(int, const struct sigaction *, struct sigaction *);

/* Set when the C# Main has begun: the runtime is up. */
static volatile sig_atomic_t started;

/* Set when the C# Main has returned.  A process that ends before has failed. */
static volatile sig_atomic_t finished;

static char **initial_argv;

/* Sets of signals as the kernel has them: bit n - 1 is signal n. */
static unsigned long initial_ignored;
static unsigned long initial_mask;
#define SIGNAL_BIT(n) (1UL << ((n) - 1))

/* What ends in die(). */
static const int fatal_signals[] = {
  SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGXCPU
};

/*
 * What is ignored.  A reader that has gone, and a log that has reached
 * RLIMIT_FSIZE, are errors of write(2); the signal would kill before an answer
 * is given.
 */
static const int ignored_signals[] = { SIGPIPE, SIGXFSZ };

/* SIGRTMIN, no constant in glibc: the collector stops threads with it. */
#define SUSPEND_SIGNAL 34

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

/*
 * Some of this runs before libc is set up and some in a signal handler: no
 * errno, no thread-local data, no call into libc.
 */
#define BEFORE_LIBC \
  __attribute__((optimize("no-stack-protector", \
                          "no-tree-loop-distribute-patterns")))

BEFORE_LIBC
static long system_call(long number, long a, long b, long c, long d)
{
  register long fourth __asm__ ("r10") = d;
  long result;

  __asm__ volatile ("syscall" : "=a"(result)
                    : "0"(number), "D"(a), "S"(b), "d"(c), "r"(fourth)
                    : "rcx", "r11", "memory");
  return result;
}

__attribute__((noreturn))
static void end_process(int code)
{
  for (;;)
    system_call(SYS_exit_group, code, 0, 0, 0);
}


/* ---- Who asks, and what he has been told ------------------------------ */

/*
 * Who waits for an answer: decided once, before anything can fail, and read by
 * C# from here.  The numbers are those of Hook in Qmail/HookEnvironment.cs.
 */
enum { HOOK_NONE, HOOK_RCPTCHECK, HOOK_SPP };
static int hook;

/*
 * The exit code that goes with what has been told; 0 while nothing has.  From
 * then on nothing may be added, and no failure counts any more.
 */
static volatile sig_atomic_t told;

BEFORE_LIBC
static int is_same(const char *a, const char *b)
{
  while (*a && *a == *b)
    a++, b++;
  return *a == *b;
}

BEFORE_LIBC
static int is_set(char **envp, const char *name)
{
  const char *a, *b;

  for (; *envp; envp++) {
    for (a = *envp, b = name; *b && *a == *b; a++)
      b++;
    if (!*b && *a == '=')
      return 1;
  }
  return 0;
}

/*
 * The command line first: what it names is so, whatever an earlier hook left in
 * the environment.  A command that is nobody's (a mistyped one, say) is asked
 * by whom the environment shows.
 */
BEFORE_LIBC
static int find_hook(int argc, char **argv, char **envp)
{
  if (argc > 1) {
    if (is_same(argv[1], "spp"))
      return HOOK_SPP;
    if (is_same(argv[1], "checkpassword") || is_same(argv[1], "filter"))
      return HOOK_NONE;
  }
  if (is_set(envp, "RECIPIENT"))
    return HOOK_RCPTCHECK;
  return is_set(envp, "SMTPRCPTTO") || is_set(envp, "SMTPMAILFROM")
         || is_set(envp, "SMTPHELOHOST") ? HOOK_SPP : HOOK_NONE;
}

int qregexcheck_hook(void)
{
  return hook;
}

/*
 * Tells a refusal: text, if there is any, on a descriptor, and the exit code.
 * Returns the exit code to end with, which is another one when the text could
 * not be written.  No signal comes between the text and the note that it is
 * written.  From then on only SIGKILL comes between the text and the exit code:
 * qmail-spp adds a reply of its own for a plugin that was killed.
 */
int qregexcheck_answer(int descriptor, const char *text, long length,
                       int code, int untold)
{
  unsigned long all = ~0UL, faults = SIGNAL_BIT(SUSPEND_SIGNAL);
  size_t i;
  long n;

  for (i = 0; i < COUNT(fatal_signals); i++)
    faults |= SIGNAL_BIT(fatal_signals[i]);
  system_call(SYS_rt_sigprocmask, SIG_BLOCK, (long)&all, 0, sizeof all);

  told = untold;
  while (length > 0) {
    n = system_call(SYS_write, descriptor, (long)text, length, 0);
    if (n > 0) {
      text += n;
      length -= n;
    } else if (n != -EINTR) {
      break;
    }
  }
  if (length == 0)
    told = code;
  system_call(SYS_rt_sigprocmask, SIG_UNBLOCK, (long)&faults, 0, sizeof faults);
  return told;
}

/*
 * The exit code of a run that has failed, after whoever asks has been told: to
 * qmail-spp, which reads no exit code, silence on its pipe is an accept.
 */
int qregexcheck_fail(void)
{
  static const char reply[] =
    "E451 temporary problem, try again later (#4.3.0)\n";

  if (told)
    return told;
  if (hook != HOOK_SPP)
    return TEMPORARY_FAILURE;
  return qregexcheck_answer(1, reply, sizeof reply - 1, TEMPORARY_FAILURE,
                            SPP_FAILURE);
}


/* ---- Failing ---------------------------------------------------------- */

/* Set for the commands that need some hundred megabytes. */
static int wants_big_heap;

/* Only what a signal handler may do.  The answer first, then the line. */
__attribute__((noreturn))
static void die(const char *why)
{
  int code = qregexcheck_fail();
  const char *end;

  if (!started)
    why = wants_big_heap
      ? "qregexcheck: fatal: cannot start: too little memory for this command;"
        " run it without softlimit -m\n"
      : "qregexcheck: fatal: cannot start: too little memory;"
        " raise softlimit -m to at least 24000000\n";
  for (end = why; *end; end++)
    ;
  system_call(SYS_write, 2, (long)why, end - why, 0);
  end_process(code);
}

static void on_fatal_signal(int sig, siginfo_t *info, void *context)
{
  (void)info;
  (void)context;
  switch (sig) {
  case SIGABRT: die("qregexcheck: fatal: internal error (abort)\n");
  case SIGSEGV: die("qregexcheck: fatal: internal error (bad memory access"
                    " or stack overflow)\n");
  case SIGBUS:  die("qregexcheck: fatal: internal error (bus error)\n");
  case SIGFPE:  die("qregexcheck: fatal: internal error (arithmetic)\n");
  case SIGXCPU: die("qregexcheck: fatal: too much processor time;"
                    " raise softlimit -t\n");
  default:      die("qregexcheck: fatal: internal error (signal)\n");
  }
}

/*
 * Whatever ends the process otherwise than by the return of the C# Main: libc
 * that can't set itself up (127), the runtime that can't, exit() from anywhere.
 */
__attribute__((noreturn))
void __wrap__exit(int code)
{
  if (!finished)
    die("qregexcheck: fatal: internal error (unexpected exit)\n");
  end_process(code);
}

/*
 * The runtime puts its SIGSEGV and SIGFPE handlers over ours, turns faults in
 * managed code into exceptions and hands the others down to ours.  It does not
 * ask for the alternate stack, without which a stack overflow is fatal before
 * any handler runs, so ask for it here.
 */
int __wrap_sigaction(int sig, const struct sigaction *act,
                     struct sigaction *old)
{
  struct sigaction changed;

  if (act && (sig == SIGSEGV || sig == SIGFPE)) {
    changed = *act;
    changed.sa_flags |= SA_ONSTACK;
    act = &changed;
  }
  return __real_sigaction(sig, act, old);
}

/* Further threads need an alternate stack of their own: the top of theirs. */
struct thread_start {
  void *(*run)(void *);
  void *arg;
};

static void *run_thread(void *arg)
{
  struct thread_start start = *(struct thread_start *)arg;
  char memory[16384] __attribute__((aligned(16)));
  stack_t stack = { .ss_sp = memory, .ss_size = sizeof memory };
  void *result;

  free(arg);
  sigaltstack(&stack, NULL);
  result = start.run(start.arg);
  stack.ss_flags = SS_DISABLE;
  sigaltstack(&stack, NULL);
  return result;
}

static int create_thread(pthread_t *thread, const pthread_attr_t *attr,
                         void *(*run)(void *), void *arg)
{
  struct thread_start *start = malloc(sizeof *start);
  int r;

  if (!start)
    return EAGAIN;
  start->run = run;
  start->arg = arg;
  r = __real_pthread_create(thread, attr, run_thread, start);
  if (r != 0)
    free(start);
  return r;
}

/*
 * The runtime calls this for an exception that nobody caught.  The original
 * writes a report, for which it allocates; when memory is what it lacks, that
 * fails in turn and the process was seen to sleep forever.
 */
void __wrap_RuntimeFailFast(void)
{
  die("qregexcheck: fatal: internal error (unhandled exception)\n");
}


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


/* ---- A fault in the GC ------------------------------------------------ */

/*
 * With concurrent collection off, the GC of .NET 10.0.12 never commits the last
 * page of its table of regions and crashes when the heap has grown into the
 * last part of its range (dotnet/runtime issue 129681).  So hand out the
 * small reservations, of which that table is one, readable and writable; the
 * heap's own range is larger than the bound, its table of regions smaller.
 */
void *__wrap_mmap64(void *start, size_t length, int protection, int flags,
                    int fd, off64_t offset)
{
  if (!started && protection == PROT_NONE && fd == -1 && !(flags & MAP_FIXED)
      && length < (4UL << 20))
    protection = PROT_READ | PROT_WRITE;
  return __real_mmap64(start, length, protection, flags, fd, offset);
}


/* ---- Page faults ------------------------------------------------------ */

/*
 * A page fault costs some microseconds, and a hundred of them were a third of
 * the start-up; one call for many pages is much cheaper.  Kernels before 5.14
 * refuse the advice, which does no harm.
 */

/* What the GC commits while it starts, it also writes to, a page at a time. */
int __wrap_mprotect(void *start, size_t length, int protection)
{
  extern char __executable_start[], end[];
  int r = __real_mprotect(start, length, protection);

  if (r == 0 && !started && protection == (PROT_READ | PROT_WRITE)
      && length <= 65536
      && ((char *)start < __executable_start || (char *)start >= end))
    __real_madvise(start, length, MADV_POPULATE_WRITE);
  return r;
}

/* What a core dump would hold is not worth some twenty system calls. */
int __wrap_madvise(void *start, size_t length, int advice)
{
  if (advice == MADV_DONTDUMP || advice == MADV_DODUMP)
    return 0;
  return __real_madvise(start, length, advice);
}

/*
 * Map the program file in one go, then the writable pages that every start
 * writes to: .bss and the end of .data.
 */
BEFORE_LIBC
static void populate_program(void)
{
  extern char __executable_start[], edata[], end[];
  unsigned long from = PAGE_DOWN(__executable_start);
  unsigned long last = PAGE_UP(edata);
  unsigned long hot = last - 5 * PAGE;

  system_call(SYS_madvise, from, last - from, MADV_POPULATE_READ, 0);
  system_call(SYS_madvise, hot, PAGE_UP(end) - hot, MADV_POPULATE_WRITE, 0);
}


/* ---- libc's own start -------------------------------------------------- */

/*
 * libc gives up with exit code 127, by a system call of its own, where it gets
 * no memory for thread-local data or can't point the FS register to it.  Both
 * are tried here, in the call it makes for that memory.
 */
BEFORE_LIBC
void *__wrap__dl_early_allocate(size_t size)
{
  const long set_fs = 0x1002;
  void *memory = __real__dl_early_allocate(size);

  if (!memory || system_call(SYS_arch_prctl, set_fs, (long)memory, 0, 0) != 0)
    die(NULL);
  return memory;
}


/* ---- The first code of the process ------------------------------------ */

struct kernel_action {
  void *handler;
  unsigned long flags;
  void (*restorer)(void);
  unsigned long mask;
};

/* Where the kernel wants the way back from a handler; ours never return. */
static void no_way_back(void)
{
  end_process(TEMPORARY_FAILURE);
}

BEFORE_LIBC
static void change_signal(int sig, struct kernel_action *action)
{
  struct kernel_action old;

  if (system_call(SYS_rt_sigaction, sig, (long)action, (long)&old,
                  sizeof old.mask) == 0
      && old.handler == (void *)SIG_IGN)
    initial_ignored |= SIGNAL_BIT(sig);
}

BEFORE_LIBC
static void take_signals(void)
{
  static char stack_memory[65536] __attribute__((aligned(16)));
  stack_t stack = { .ss_sp = stack_memory, .ss_size = sizeof stack_memory };
  /* SA_RESTORER, which libc keeps to itself, is 0x04000000. */
  struct kernel_action fatal = {
    (void *)on_fatal_signal, SA_SIGINFO | SA_ONSTACK | 0x04000000UL,
    no_way_back, 0
  };
  struct kernel_action ignore = { (void *)SIG_IGN, 0, NULL, 0 };
  unsigned long set = 0;
  size_t i;

  system_call(SYS_sigaltstack, (long)&stack, 0, 0, 0);
  for (i = 0; i < COUNT(fatal_signals); i++) {
    change_signal(fatal_signals[i], &fatal);
    set |= SIGNAL_BIT(fatal_signals[i]);
  }
  for (i = 0; i < COUNT(ignored_signals); i++)
    change_signal(ignored_signals[i], &ignore);
  change_signal(SUSPEND_SIGNAL, NULL);
  /* A blocked SIGSEGV would kill the process without asking the handler. */
  system_call(SYS_rt_sigprocmask, SIG_UNBLOCK, (long)&set, (long)&initial_mask,
              sizeof set);
}

/* The stack as the kernel made it: argc, argv, NULL, envp, NULL. */
__attribute__((used)) BEFORE_LIBC
static void begin_process(long *stack)
{
  int argc = (int)stack[0];

  populate_program();
  initial_argv = (char **)(stack + 1);
  hook = find_hook(argc, initial_argv, initial_argv + argc + 1);
  take_signals();
}

/* The ELF entry point.  _start wants the stack and rdx as the kernel left them. */
__asm__ (".text\n"
         ".globl qregexcheck_start\n"
         ".type qregexcheck_start, @function\n"
         "qregexcheck_start:\n"
         "\tmov %rdx, %rbx\n"
         "\tmov %rsp, %rdi\n"
         "\tcall begin_process\n"
         "\tmov %rbx, %rdx\n"
         "\tjmp _start\n"
         ".size qregexcheck_start, . - qregexcheck_start\n");


/* ---- Main, and what C# asks for --------------------------------------- */

static int has_option(int argc, char **argv, const char *option)
{
  int i;

  for (i = 2; i < argc; i++)
    if (strncmp(argv[i], option, strlen(option)) == 0)
      return 1;
  return 0;
}

/* Commands for a person at a terminal, which may use a big heap. */
static int needs_big_heap(int argc, char **argv)
{
  struct rlimit space;

  if (argc < 2 || has_option(argc, argv, "--help"))
    return 0;
  /* These keep rules in memory, and under softlimit as many as fit. */
  if (strcmp(argv[1], "test") == 0 || strcmp(argv[1], "dump") == 0)
    return has_option(argc, argv, "--explain")
           || (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur == RLIM_INFINITY);
  if (strcmp(argv[1], "compile") == 0)
    return !has_option(argc, argv, "--check");
  return strcmp(argv[1], "lint") == 0 || strcmp(argv[1], "compare") == 0;
}

/*
 * The next file that is opened would take the number of a closed one: input
 * would be /dev/urandom, which the runtime opens first, and warnings could go
 * into a file.  What stands there instead fails as a closed one does.  The
 * hooks and filter look for themselves which are open, and pass them on.
 */
static void hold_standard_descriptors(int argc, char **argv)
{
  int descriptor;

  if (argc < 2 || is_same(argv[1], "spp") || is_same(argv[1], "checkpassword")
      || is_same(argv[1], "filter"))
    return;
  for (descriptor = 0; descriptor <= 2; descriptor++)
    if (fcntl(descriptor, F_GETFD) == -1)
      open("/dev/null", (descriptor == 0 ? O_WRONLY : O_RDONLY) | O_CLOEXEC);
}

int __wrap_main(int argc, char **argv, char **envp)
{
  pthread_attr_t attr;
  int code;

  hold_standard_descriptors(argc, argv);
  /* A second thread would reserve 128 MB for a heap of its own. */
  mallopt(M_ARENA_MAX, 1);
  /* The default is RLIMIT_STACK, which softlimit -m makes all the memory. */
  if (pthread_attr_init(&attr) == 0) {
    pthread_attr_setstacksize(&attr, 131072);
    pthread_setattr_default_np(&attr);
  }

  wants_big_heap = needs_big_heap(argc, argv);
  if (wants_big_heap) {
    /* Hexadecimal; with 0x in front the runtime would ignore them. */
    setenv("DOTNET_GCHeapHardLimit", "30000000", 0);
    setenv("DOTNET_GCRegionRange", "80000000", 0);
    setenv("DOTNET_GCRegionSize", "100000", 0);
  }
  code = __real_main(argc, argv, envp);
  /* If the runtime cannot start, this returns and nothing was asked. */
  if (!started)
    die(NULL);
  finished = 1;
  return code;
}

/* The first call of the C# Main.  Until then every exit is a failed start. */
char **qregexcheck_begin(void)
{
  started = 1;
  return initial_argv;
}

/*
 * Just before exec: what was ignored at the start, and the signal mask.  What
 * is caught goes back to its default by itself.
 */
static void restore_signal(int sig)
{
  signal(sig, initial_ignored & SIGNAL_BIT(sig) ? SIG_IGN : SIG_DFL);
}

static void restore_signals(void)
{
  size_t i;

  for (i = 0; i < COUNT(fatal_signals); i++)
    restore_signal(fatal_signals[i]);
  for (i = 0; i < COUNT(ignored_signals); i++)
    restore_signal(ignored_signals[i]);
  restore_signal(SUSPEND_SIGNAL);
  system_call(SYS_rt_sigprocmask, SIG_SETMASK, (long)&initial_mask, 0,
              sizeof initial_mask);
}

/*
 * Replace this process by a program, with signals as we got them.  Returns
 * errno when it cannot be run; what is said about that meets ignored signals
 * again.
 */
int qregexcheck_execute(const char *path, char **argv, int is_searched)
{
  int error;
  size_t i;

  restore_signals();
  if (is_searched)
    execvp(path, argv);
  else
    execv(path, argv);
  error = errno;
  for (i = 0; i < COUNT(ignored_signals); i++)
    signal(ignored_signals[i], SIG_IGN);
  return error;
}

/*
 * Start a program with two descriptors of ours as its input and output, and
 * all else as we got it.  Returns its process number, or errno negated, also
 * when the program is there but cannot be run.  Not posix_spawn(): glibc's
 * leaves signals 32 and 33 ignored.
 */
int qregexcheck_spawn(char **argv, int input, int output)
{
  volatile int error = 0;
  sigset_t all, before;
  pid_t child;

  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  child = vfork();
  if (child == 0) {
    if (dup2(input, 0) == 0 && dup2(output, 1) == 1) {
      restore_signals();
      execvp(argv[0], argv);
    }
    error = errno;
    end_process(TEMPORARY_FAILURE);
  }
  if (child == -1)
    error = errno;
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (child > 0 && error)
    waitpid(child, NULL, 0);
  return error ? -error : child;
}

/*
 * Once the program runs: a SIGCHLD that was ignored when we were started would
 * take its exit code away.
 */
void qregexcheck_keep_children(void)
{
  signal(SIGCHLD, SIG_DFL);
}
