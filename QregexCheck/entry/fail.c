/*
 * Who asks, what he has been told, and every way to fail: each ends with one
 * line, an answer and an exit code that no mail server takes for an accept.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include "entry.h"
#include "platform.h"
#include "words.h"

int __real_pthread_create(pthread_t *, const pthread_attr_t *,
                          void *(*)(void *), void *);
void *__real__dl_early_allocate(size_t);
int __real_sigaction(int, const struct sigaction *, struct sigaction *);

volatile sig_atomic_t started;
volatile sig_atomic_t finished;
int wants_big_heap;

static unsigned long initial_ignored;
static unsigned long initial_mask;

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

void end_process(int code)
{
  for (;;)
    system_call(SYS_exit_group, code, 0, 0, 0);
}


/* ---- Who asks, and what he has been told ------------------------------ */

/*
 * Who waits for an answer, a Hook of C#: decided once, before anything can
 * fail, and read by C# from here.
 */
static int hook;

/* The commands that qmail runs.  Without pointers, which may want relocation. */
#undef HOOK_COMMAND
#define HOOK_COMMAND(name) name,
static const char hook_commands[][16] = {
#include "words.h"
};

/*
 * The index of the first argument behind the command.  A program that is run by
 * a bare path has no room for a command: its name is the command.
 */
static int first_argument = 2;

/*
 * The exit code that goes with what has been told; 0 while nothing has.  From
 * then on nothing may be added, and no failure counts any more.
 */
static volatile sig_atomic_t told;

BEFORE_LIBC
int is_same(const char *a, const char *b)
{
  while (*a && *a == *b)
    a++, b++;
  return *a == *b;
}

BEFORE_LIBC
const char *value_of(char **envp, const char *name)
{
  const char *a, *b;

  for (; *envp; envp++) {
    for (a = *envp, b = name; *b && *a == *b; a++)
      b++;
    if (!*b && *a == '=')
      return a + 1;
  }
  return NULL;
}

BEFORE_LIBC
int is_hook(const char *command)
{
  size_t i;

  for (i = 0; i < COUNT(hook_commands); i++)
    if (is_same(command, hook_commands[i]))
      return 1;
  return 0;
}

/*
 * The program's name first, and then the command line: what they name is so,
 * whatever an earlier hook left in the environment.  A command that is nobody's
 * (a mistyped one, say) is asked by whom the environment shows.
 */
BEFORE_LIBC
void find_hook(int argc, char **argv, char **envp)
{
  const char *command = argc > 1 ? argv[1] : NULL;
  int is_of_remote = is_remote(argv, envp);

  if (is_called(argv, "qregexcheck-queue")) {
    command = Command_queue;
    first_argument = 1;
  }
  if (is_of_remote)
    hook = Hook_Remote;
  else if (command && is_same(command, Command_spp))
    hook = Hook_Spp;
  else if (command && is_same(command, Command_queue))
    hook = Hook_Queue;
  else if (command && is_hook(command))
    hook = Hook_None;
  else if (value_of(envp, "RECIPIENT"))
    hook = Hook_RcptCheck;
  else if (value_of(envp, "SMTPRCPTTO") || value_of(envp, "SMTPMAILFROM")
           || value_of(envp, "SMTPHELOHOST"))
    hook = Hook_Spp;
  else
    hook = Hook_None;
}

int qregexcheck_hook(void)
{
  return hook;
}

int qregexcheck_first_argument(void)
{
  return first_argument;
}

/*
 * From here on only SIGKILL and a fault of our own end the process: what is
 * being told, or handed on, is not to be cut off.
 */
void qregexcheck_hold_signals(void)
{
  unsigned long held = ~SIGNAL_BIT(SUSPEND_SIGNAL);
  size_t i;

  for (i = 0; i < COUNT(fatal_signals); i++)
    held &= ~SIGNAL_BIT(fatal_signals[i]);
  system_call(SYS_rt_sigprocmask, SIG_BLOCK, (long)&held, 0, sizeof held);
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
 * qmail-spp, which reads no exit code, silence on its pipe is an accept.  Who
 * runs qmail-queue knows codes of qmail-queue.
 */
int qregexcheck_fail(void)
{
  static const char reply[] = "E" TroubleReply "\n";

  if (told)
    return told;
  if (hook == Hook_Queue)
    return ExitCode_QueueFailure;
  if (hook == Hook_Remote)
    qregexcheck_run_remote(0);
  if (hook != Hook_Spp)
    return ExitCode_SoftError;
  return qregexcheck_answer(1, reply, sizeof reply - 1, ExitCode_SoftError,
                            ExitCode_Unable);
}


/* ---- Failing ---------------------------------------------------------- */

/* Only what a signal handler may do.  The answer first, then the line. */
void die(const char *why)
{
  int code = qregexcheck_fail();
  const char *end;

  if (!started && wants_big_heap)
    why = "qregexcheck: fatal: cannot start: too little memory for this command;"
          " run it without softlimit -m\n";
  else if (!started)
    why = hook == Hook_None
      ? "qregexcheck: fatal: cannot start: too little memory;"
        " raise softlimit -m to at least " TEXT_OF(FilterMemory) "\n"
      : "qregexcheck: fatal: cannot start: too little memory;"
        " raise softlimit -m to at least " TEXT_OF(HookMemory) "\n";
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

int create_thread(pthread_t *thread, const pthread_attr_t *attr,
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

/* tune.c has one that comes before this. */
__attribute__((weak))
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
                          void *(*run)(void *), void *arg)
{
  return create_thread(thread, attr, run, arg);
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




/* ---- Signals ----------------------------------------------------------- */

/* Not static: pages-x64.S leaves it out, as no ordinary run writes to it. */
char signal_stack[65536] __attribute__((aligned(4096)));

/* Where the kernel wants the way back from a handler; ours never return. */
static void no_way_back(void)
{
  end_process(ExitCode_SoftError);
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
void take_signals(void)
{
  stack_t stack = { .ss_sp = signal_stack, .ss_size = sizeof signal_stack };
  struct kernel_action fatal = {
    (void *)on_fatal_signal, SA_SIGINFO | SA_ONSTACK | RESTORER_FLAG,
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

/*
 * Just before exec: what was ignored at the start, and the signal mask.  What
 * is caught goes back to its default by itself.
 */
BEFORE_LIBC
static void restore_signal(int sig)
{
  struct kernel_action action = {
    (void *)(initial_ignored & SIGNAL_BIT(sig) ? SIG_IGN : SIG_DFL), 0, NULL, 0
  };

  system_call(SYS_rt_sigaction, sig, (long)&action, 0, sizeof action.mask);
}

BEFORE_LIBC
void restore_signals(void)
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

/* Again, when the program that exec was to become isn't there. */
void ignore_signals(void)
{
  size_t i;

  for (i = 0; i < COUNT(ignored_signals); i++)
    signal(ignored_signals[i], SIG_IGN);
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
  void *memory = __real__dl_early_allocate(size);

  if (!memory || set_thread_pointer(memory) != 0)
    die(NULL);
  return memory;
}
