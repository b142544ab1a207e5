/*
 * qregexcheck-remote: runs qmail-remote in our place, with the sender that C#
 * has signed.  Whatever fails before that is no reason to keep mail: it is run
 * then with the sender as it is.  All of it may run before libc is set up, or
 * in a signal handler.
 */
#include <sys/types.h>
#include "entry.h"
#include "platform.h"
#include "words.h"

/* In the auxiliary vector: the path that was executed.  Source: getauxval(3). */
#define EXECUTED_PATH 31

#define SENDER 2

/*
 * QREGEXCHECK_HOME=HOME, and colons: install.sh writes another home over it, so
 * the compiler must not know what it says.
 */
static const volatile char home_slot[] = HomeSlot;

static char path[4096];
static int is_known, is_running;
static char **arguments, **environment;
static const char *executed;

BEFORE_LIBC
static int is_named(const char *file, const char *name)
{
  const char *at;

  if (!file)
    return 0;
  for (at = file; *at; at++)
    if (*at == '/')
      file = at + 1;
  return is_same(file, name);
}

/* Whether the program has a name, by the path that was run or by its own word. */
BEFORE_LIBC
int is_called(char **argv, const char *name)
{
  return is_named(executed, name) || is_named(argv[0], name);
}

/*
 * Whether our name is a remote's: the file's, or the one that the caller gives
 * us, since sagredo's qmail-rspawn calls any QMAILREMOTE qmail-remote.
 */
BEFORE_LIBC
int is_remote(char **argv, char **envp)
{
  unsigned long *vector;
  char **end = envp;

  while (*end)
    end++;
  executed = argv[0];
  for (vector = (unsigned long *)(end + 1); vector[0]; vector += 2)
    if (vector[0] == EXECUTED_PATH)
      executed = (const char *)vector[1];
  arguments = argv;
  environment = envp;
  is_known = is_called(argv, "qregexcheck-remote")
             || is_called(argv, "qmail-remote");
  return is_known;
}

/* The value of a variable; none when it is empty. */
BEFORE_LIBC
static const char *named_by(const char *variable)
{
  const char *value = value_of(environment, variable);

  return value && *value ? value : 0;
}

BEFORE_LIBC
static size_t add(size_t length, const char *text)
{
  for (; *text && length < sizeof path - 1; text++)
    path[length++] = *text;
  return length;
}

BEFORE_LIBC
static size_t add_home(size_t length)
{
  const volatile char *at = home_slot;

  while (*at++ != '=')
    ;
  for (; *at != ':' && length < sizeof path - 1; at++)
    path[length++] = *at;
  return length;
}

/* The real qmail-remote; none where it would be ourselves again. */
BEFORE_LIBC
static const char *find_next(void)
{
  const char *next = named_by("QREGEXCHECK_REMOTE");
  const char *home = named_by("QREGEXCHECK_QMAIL");
  size_t length;

  if (next)
    return next;
  if (is_named(executed, "qmail-remote.real"))
    return 0;
  length = add(home ? add(0, home) : add_home(0), "/bin/qmail-remote");
  if (is_named(executed, "qmail-remote"))
    length = add(length, ".real");
  return length < sizeof path - 1 ? path : 0;
}

/* It gets the environment without the variable that was for us. */
BEFORE_LIBC
static void forget_variable(void)
{
  static const char name[] = "QREGEXCHECK_REMOTE=";
  char **from, **to = environment;
  size_t i;

  for (from = environment; *from; from++) {
    for (i = 0; name[i] && (*from)[i] == name[i]; i++)
      ;
    if (name[i])
      *to++ = *from;
  }
  *to = 0;
}

/*
 * Runs qmail-remote with a sender, or with the one that we got.  Its name stays
 * qmail-remote, which some wrappers look at.  What can't be run is told as
 * qmail-remote tells trouble: a report that ends in NUL, and exit code 0.
 */
BEFORE_LIBC
void qregexcheck_run_remote(const char *sender)
{
  static const char report[] = "Zqregexcheck-remote is unable to run qmail-remote. (#4.3.0)\n";
  const char *next = is_running ? 0 : find_next();

  is_running = 1;
  if (next) {
    if (sender && arguments[0] && arguments[1] && arguments[SENDER])
      arguments[SENDER] = (char *)sender;
    if (arguments[0])
      arguments[0] = (char *)"qmail-remote";
    forget_variable();
    restore_signals();
    system_call(SYS_execve, (long)next, (long)arguments, (long)environment, 0);
  }
  system_call(SYS_write, 1, (long)report, sizeof report, 0);
  end_process(0);
}
