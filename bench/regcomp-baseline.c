/*
 * What the qregex patch costs, as a process: reads one control file as qmail's control_readfile does, then compiles each rule with
 * regcomp and asks it with regexec. Statically linked, like the program it is compared with.
 *
 * usage: RECIPIENT=address regcomp-baseline FILE        exits 100 when a rule hits, 0 when none does, 111 on trouble
 */
#include <fcntl.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *entries;
static size_t used;
static size_t room;

static void append(const char *bytes, size_t count)
{
  if (used + count > room) {
    room = (used + count) * 2 + 4096;
    entries = realloc(entries, room);
    if (!entries)
      _exit(111);
  }
  memcpy(entries + used, bytes, count);
  used += count;
}

/* A line without its trailing blanks and its newline, NUL-terminated; comments and what is empty are left out. */
static void take_line(const char *line, size_t length)
{
  while (length && (line[length - 1] == ' ' || line[length - 1] == '\t'))
    --length;
  if (!length || !line[0] || line[0] == '#')
    return;
  append(line, length);
  append("", 1);
}

static void read_file(const char *path)
{
  static char buffer[1024];
  char *line = 0;
  size_t length = 0, size = 0;
  ssize_t count, i;
  int fd = open(path, O_RDONLY | O_NONBLOCK);

  if (fd == -1)
    _exit(111);
  while ((count = read(fd, buffer, sizeof buffer)) > 0)
    for (i = 0; i < count; i++) {
      if (buffer[i] == '\n') {
        take_line(line, length);
        length = 0;
        continue;
      }
      if (length == size) {
        size = size * 2 + 128;
        line = realloc(line, size);
        if (!line)
          _exit(111);
      }
      line[length++] = buffer[i];
    }
  if (count == -1)
    _exit(111);
  take_line(line, length);
  close(fd);
}

int main(int argc, char **argv)
{
  const char *recipient = getenv("RECIPIENT");
  size_t at;

  if (argc != 2 || !recipient)
    return 111;
  read_file(argv[1]);
  for (at = 0; at < used; at += strlen(entries + at) + 1) {
    const char *rule = entries + at;
    int negated = *rule == '!';
    regex_t regex;
    int matches;

    if (regcomp(&regex, rule + negated, REG_EXTENDED | REG_ICASE))
      continue;
    matches = regexec(&regex, recipient, 0, 0, 0) == 0;
    regfree(&regex);
    if (matches != negated)
      return 100;
  }
  return 0;
}
