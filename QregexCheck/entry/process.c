/*
 * The process: its first lines, its main, and the programs it runs.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "entry.h"
#include "platform.h"
#include "words.h"

int __real_main(int argc, char **argv, char **envp);

static char **initial_argv;

/* The stack as the kernel made it: argc, argv, NULL, envp, NULL. */
BEFORE_LIBC
void begin_process(long *stack)
{
  int argc = (int)stack[0];

  initial_argv = (char **)(stack + 1);
  find_hook(argc, initial_argv, initial_argv + argc + 1);
  take_signals();
}

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

  if (argc < 2 || qregexcheck_hook() == Hook_Remote || has_option(argc, argv, "--help"))
    return 0;
  if (strcmp(argv[1], Command_doctor) == 0 || strcmp(argv[1], Command_report) == 0 || strcmp(argv[1], Command_why) == 0)
    return 1;
  /* These keep rules in memory, and under softlimit as many as fit. */
  if (strcmp(argv[1], Command_test) == 0 || strcmp(argv[1], Command_dump) == 0)
    return has_option(argc, argv, Option_explain)
           || (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur == RLIM_INFINITY);
  if (strcmp(argv[1], Command_compile) == 0)
    return !has_option(argc, argv, Option_check) || has_option(argc, argv, Option_recipients);
  return strcmp(argv[1], Command_lint) == 0 || strcmp(argv[1], Command_compare) == 0
         || strcmp(argv[1], Command_replay) == 0 || strcmp(argv[1], Command_convert) == 0;
}

/*
 * The next file that is opened would take the number of a closed one: input
 * would be /dev/urandom, which the runtime opens first, and warnings could go
 * into a file.  What stands there instead fails as a closed one does.  The
 * hooks and filter look for themselves which are open, and pass them on.  The
 * queue wrapper passes on pipes of its own, and must not take anything else
 * for a message.
 */
static void hold_standard_descriptors(int argc, char **argv)
{
  int descriptor;

  if (qregexcheck_hook() == Hook_Remote
      || (qregexcheck_hook() != Hook_Queue && (argc < 2 || is_hook(argv[1]))))
    return;
  for (descriptor = 0; descriptor <= 2; descriptor++)
    if (fcntl(descriptor, F_GETFD) == -1)
      open("/dev/null", (descriptor == 0 ? O_WRONLY : O_RDONLY) | O_CLOEXEC);
}

/*
 * The project file's heap wants its range of address space beside the program,
 * which the linker's marks measure, and the stacks and tables of libc and the
 * runtime.  Where softlimit -m gives less, have a heap of what is left, so that
 * a rule too large for it is trouble and all others are still asked.  Below the
 * smallest heap the runtime tells that it can't start.
 */
static void fit_heap(void)
{
  extern char __executable_start[], _end[];
  /* The program grows with each version; stacks, malloc's and tables do not. */
  const unsigned long tables = 1000000;
  const unsigned long beside = (unsigned long)(_end - __executable_start) + tables;
  const unsigned long region = 131072, smallest = 30 * region, usual = 9437184;
  struct rlimit space;
  unsigned long range;
  char number[24];

  if (getrlimit(RLIMIT_AS, &space) < 0 || space.rlim_cur >= beside + usual
      || space.rlim_cur < beside + smallest)
    return;
  range = (space.rlim_cur - beside) / region * region;
  snprintf(number, sizeof number, "%lx", range);
  setenv("DOTNET_GCRegionRange", number, 0);
  snprintf(number, sizeof number, "%lx", range / 3 * 2);
  setenv("DOTNET_GCHeapHardLimit", number, 0);
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
    pthread_attr_setstacksize(&attr, ThreadStackSize);
    pthread_setattr_default_np(&attr);
  }

  wants_big_heap = needs_big_heap(argc, argv);
  if (wants_big_heap) {
    /* Hexadecimal; with 0x in front the runtime would ignore them. */
    setenv("DOTNET_GCHeapHardLimit", "40000000", 0);
    setenv("DOTNET_GCRegionRange", "80000000", 0);
    setenv("DOTNET_GCRegionSize", "100000", 0);
  } else {
    fit_heap();
  }
  code = __real_main(argc, argv, envp);
  /* If the runtime cannot start, this returns and nothing was asked. */
  if (!started)
    die(NULL);
  finished = 1;
  return code;
}

/* Whether this is a command for which memory is not bounded by softlimit. */
int qregexcheck_has_big_heap(void)
{
  return wants_big_heap;
}

/* The first call of the C# Main.  Until then every exit is a failed start. */
char **qregexcheck_begin(void)
{
  started = 1;
  return initial_argv;
}

/*
 * Replace this process by a program, with signals as we got them.  Returns
 * errno when it cannot be run; what is said about that meets ignored signals
 * again.
 */
int qregexcheck_execute(const char *path, char **argv, int is_searched)
{
  int error;

  restore_signals();
  if (is_searched)
    execvp(path, argv);
  else
    execv(path, argv);
  error = errno;
  ignore_signals();
  return error;
}

/*
 * Close all descriptors from one on.  Before Linux 5.9 there is no call for it,
 * and a process that has more than these was not started by qmail.
 */
static void close_from(int first)
{
  int descriptor;

  if (system_call(SYS_close_range, first, ~0U, 0, 0) >= 0)
    return;
  for (descriptor = first; descriptor < 1024; descriptor++)
    close(descriptor);
}

/*
 * Start a program with two descriptors of ours as its input and output, and
 * all else as we got it.  One that is apart leads a process group of its own,
 * and gets of the other descriptors only standard error.  Returns its process
 * number, or errno negated, also when the program is there but cannot be run.
 * Not posix_spawn(): glibc's leaves signals 32 and 33 ignored.
 */
static int spawn(char **argv, int input, int output, int is_apart)
{
  volatile int error = 0;
  sigset_t all, before;
  void (*on_child)(int);
  pid_t child;

  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  /* A SIGCHLD that was ignored when we were started takes exit codes away. */
  on_child = signal(SIGCHLD, SIG_DFL);
  child = vfork();
  if (child == 0) {
    if (dup2(input, 0) == 0 && dup2(output, 1) == 1) {
      if (is_apart) {
        setpgid(0, 0);
        close_from(3);
      }
      signal(SIGCHLD, on_child);
      restore_signals();
      execvp(argv[0], argv);
    }
    error = errno;
    end_process(ExitCode_SoftError);
  }
  if (child == -1)
    error = errno;
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (child > 0 && error)
    waitpid(child, NULL, 0);
  return error ? -error : child;
}

int qregexcheck_spawn(char **argv, int input, int output)
{
  return spawn(argv, input, output, 0);
}

int qregexcheck_spawn_apart(char **argv, int input, int output)
{
  return spawn(argv, input, output, 1);
}
