/*
 * What the queue wrapper adds: a caller that hands messages on as qmail.c does,
 * and a queue that only reads.
 *
 * queue-load take                reads descriptor 0 to its end, then descriptor 1, and stores nothing
 * queue-load pass ROUNDS BYTES BLOCK SENDER PROG ARG... -- OTHER ARG...
 *                                hands a message of BYTES bytes on, in writes of BLOCK bytes, to PROG and
 *                                to OTHER in turns; prints the median time of each in milliseconds, the
 *                                megabytes a second of each, and the median of the ratios
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char buffer[1 << 20];

static void fail(const char *what)
{
  fprintf(stderr, "queue-load: fatal: %s\n", what);
  _exit(111);
}

static int take(void)
{
  int last = -1, previous = -1;
  ssize_t n, i;

  while ((n = read(0, buffer, sizeof buffer)) > 0)
    ;
  if (n < 0)
    return 54;
  while ((n = read(1, buffer, sizeof buffer)) > 0)
    for (i = 0; i < n; i++) {
      previous = last;
      last = buffer[i];
      if (previous == 0 && last == 0)
        return 0;
    }
  return 54;
}

static void put(int fd, const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t n = write(fd, bytes, length);

    if (n <= 0)
      fail("unable to write");
    bytes += n;
    length -= n;
  }
}

static double now(void)
{
  struct timespec t;

  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static double pass(char **argv, long bytes, long block, const char *sender)
{
  int message[2], envelope[2], status;
  double start = now();
  pid_t child;

  if (pipe(message) < 0 || pipe(envelope) < 0)
    fail("unable to make pipes");
  child = fork();
  if (child == 0) {
    close(message[1]);
    close(envelope[1]);
    if (dup2(message[0], 0) == 0 && dup2(envelope[0], 1) == 1) {
      close(message[0]);
      close(envelope[0]);
      execv(argv[0], argv);
    }
    _exit(120);
  }
  close(message[0]);
  close(envelope[0]);
  for (; bytes > 0; bytes -= block)
    put(message[1], buffer, bytes < block ? bytes : block);
  close(message[1]);
  put(envelope[1], "F", 1);
  put(envelope[1], sender, strlen(sender) + 1);
  put(envelope[1], "Tsomebody@example.com\0", 23);
  close(envelope[1]);
  if (waitpid(child, &status, 0) != child || status != 0)
    fail("the message was not taken");
  return now() - start;
}

static int compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

static double median(double *values, int count)
{
  qsort(values, count, sizeof *values, compare);
  return values[count / 2];
}

int main(int argc, char **argv)
{
  char **other;
  double *first, *second, *ratio, one, two;
  long bytes, block;
  int rounds, i;

  if (argc == 2 && strcmp(argv[1], "take") == 0)
    return take();
  if (argc < 9 || strcmp(argv[1], "pass") != 0)
    fail("usage: queue-load take | pass ROUNDS BYTES BLOCK SENDER PROG ARG... -- OTHER ARG...");
  rounds = atoi(argv[2]);
  bytes = atol(argv[3]);
  block = atol(argv[4]);
  if (rounds < 1 || block < 1 || block > (long)sizeof buffer)
    fail("ROUNDS and BLOCK are numbers from 1 on, BLOCK up to a million");
  for (other = argv + 6; *other && strcmp(*other, "--") != 0; other++)
    ;
  if (!*other)
    fail("-- is missing");
  *other++ = NULL;
  memset(buffer, 'x', sizeof buffer);
  for (i = 76; i < (int)sizeof buffer; i += 77)
    buffer[i] = '\n';
  first = calloc(rounds, sizeof *first);
  second = calloc(rounds, sizeof *second);
  ratio = calloc(rounds, sizeof *ratio);
  if (!first || !second || !ratio)
    fail("out of memory");
  pass(argv + 6, bytes, block, argv[5]);
  pass(other, bytes, block, argv[5]);
  for (i = 0; i < rounds; i++) {
    if (i % 2) {
      second[i] = pass(other, bytes, block, argv[5]);
      first[i] = pass(argv + 6, bytes, block, argv[5]);
    } else {
      first[i] = pass(argv + 6, bytes, block, argv[5]);
      second[i] = pass(other, bytes, block, argv[5]);
    }
    ratio[i] = second[i] / first[i];
  }
  one = median(first, rounds);
  two = median(second, rounds);
  printf("%.2f %.2f %.0f %.0f %.2f\n", one, two, bytes / one / 1e3, bytes / two / 1e3, median(ratio, rounds));
  return 0;
}
