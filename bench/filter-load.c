/*
 * The load of the filter's figures: an SMTP client that times itself, a server that swallows bodies, and a plain relay to compare with.
 *
 * usage: filter-load rcpt ROUNDS COUNT -- SERVER... [-- SERVER...]   microseconds a RCPT, COUNT of them sent ahead
 *        filter-load body ROUNDS MEGABYTES -- SERVER... [-- SERVER...]   megabytes a second of a message's body
 *        filter-load sink                                            an SMTP server on descriptors 0 and 1
 *        filter-load relay PROG ARG...                               passes bytes both ways over two pipes, as simply as can be
 *
 * The servers take turns, round by round; the median of each is printed, and the median of its ratios to the first one.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BUFFER 65536
#define MOST_SERVERS 8
#define MOST_ROUNDS 100

static char buffer[BUFFER];

static void fail(const char *what)
{
  fprintf(stderr, "filter-load: fatal: %s: %s\n", what, strerror(errno));
  exit(111);
}

static void put(int fd, const char *bytes, size_t count)
{
  while (count) {
    ssize_t done = write(fd, bytes, count);
    if (done <= 0)
      fail("unable to write");
    bytes += done;
    count -= done;
  }
}

static double now(void)
{
  struct timespec t;

  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

/* ---- The server of bodies: it looks at no more of them than their last five bytes ---- */

static void sink(void)
{
  static const char end[] = "\r\n.\r\n";
  char last[5] = "";
  int in_body = 0;
  ssize_t count;

  put(1, "220 sink\r\n", 10);
  while ((count = read(0, buffer, sizeof buffer)) > 0) {
    ssize_t keep = count < 5 ? count : 5;
    memmove(last, last + keep, 5 - keep);
    memcpy(last + 5 - keep, buffer + count - keep, keep);
    if (in_body) {
      if (memcmp(last, end, 5) == 0) {
        in_body = 0;
        put(1, "250 taken\r\n", 11);
      }
    } else if (memcmp(buffer, "DATA", 4) == 0) {
      in_body = 1;
      put(1, "354 go on\r\n", 11);
    } else if (memcmp(buffer, "QUIT", 4) == 0) {
      put(1, "221 bye\r\n", 9);
      exit(0);
    } else {
      put(1, "250 ok\r\n", 8);
    }
  }
}

/* ---- The relay ---- */

static void relay(char **argv)
{
  int up[2], down[2];
  struct pollfd fds[2];

  if (pipe(up) == -1 || pipe(down) == -1)
    fail("unable to make a pipe");
  if (fork() == 0) {
    dup2(up[0], 0);
    dup2(down[1], 1);
    close(up[0]);
    close(up[1]);
    close(down[0]);
    close(down[1]);
    execvp(argv[0], argv);
    _exit(111);
  }
  close(up[0]);
  close(down[1]);
  fds[0].fd = 0;
  fds[1].fd = down[0];
  fds[0].events = fds[1].events = POLLIN;
  for (;;) {
    int i;

    if (poll(fds, 2, -1) == -1)
      fail("unable to poll");
    for (i = 0; i < 2; i++)
      if (fds[i].revents) {
        ssize_t count = read(fds[i].fd, buffer, sizeof buffer);
        if (count <= 0) {
          if (i == 1)
            exit(0);
          close(up[1]);
          fds[0].fd = -1;
          continue;
        }
        put(i == 0 ? up[1] : 1, buffer, count);
      }
  }
}

/* ---- The client ---- */

/* Reads until so many replies have ended: lines whose fourth byte is a blank. */
static void await(int fd, int replies)
{
  static char line[BUFFER];
  static size_t length;
  static ssize_t count, at;

  while (replies) {
    if (at == count) {
      count = read(fd, buffer, sizeof buffer);
      at = 0;
      if (count <= 0)
        fail("the server has hung up");
    }
    if (length < sizeof line)
      line[length++] = buffer[at];
    if (buffer[at++] == '\n') {
      if (line[3] == ' ') {
        if (line[0] > '3')
          fail("the server says no");
        replies--;
      }
      length = 0;
    }
  }
}

static void tell(int fd, const char *line)
{
  put(fd, line, strlen(line));
  await(fd, 1);
}

static double send_recipients(int fd, int count)
{
  double begun = now();
  int sent, i;

  for (sent = 0; sent < count; sent += 100) {
    static char commands[100 * 64];
    size_t length = 0;
    for (i = 0; i < 100; i++)
      length += sprintf(commands + length, "RCPT TO:<jane.doe%d@mail.example.org>\r\n", sent + i);
    put(fd, commands, length);
    await(fd, 100);
  }
  return (now() - begun) * 1e6 / sent;
}

static double send_body(int fd, int megabytes)
{
  static char text[1 << 20];
  double begun;
  size_t i;

  for (i = 0; i < sizeof text; i++)
    text[i] = i % 64 == 62 ? '\r' : i % 64 == 63 ? '\n' : "ABCDEFGHIJKLMNOPqrstuvwxyz0123456789+/"[i * 7 % 38];
  tell(fd, "DATA\r\n");
  begun = now();
  for (i = 0; i < (size_t)megabytes; i++)
    put(fd, text, sizeof text);
  tell(fd, ".\r\n");
  return megabytes * 1.048576 / (now() - begun);
}

static double session(char **server, int bodies, int amount)
{
  int pair[2], status;
  double figure;
  pid_t pid;

  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == -1)
    fail("unable to make a socketpair");
  pid = fork();
  if (pid == 0) {
    dup2(pair[1], 0);
    dup2(pair[1], 1);
    close(pair[0]);
    close(pair[1]);
    execvp(server[0], server);
    _exit(111);
  }
  close(pair[1]);
  await(pair[0], 1);
  tell(pair[0], "EHLO client.example\r\n");
  tell(pair[0], "MAIL FROM:<sender@client.example>\r\n");
  tell(pair[0], "RCPT TO:<somebody@example.org>\r\n");
  figure = bodies ? send_body(pair[0], amount) : send_recipients(pair[0], amount);
  tell(pair[0], "QUIT\r\n");
  close(pair[0]);
  waitpid(pid, &status, 0);
  return figure;
}

static int compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static double median(double *figures, int count)
{
  qsort(figures, count, sizeof *figures, compare);
  return figures[count / 2];
}

int main(int argc, char **argv)
{
  static double figures[MOST_SERVERS][MOST_ROUNDS], ratios[MOST_SERVERS][MOST_ROUNDS];
  char **servers[MOST_SERVERS];
  int count = 0, rounds, amount, bodies, i, k;

  if (argc > 1 && strcmp(argv[1], "sink") == 0)
    sink();
  if (argc > 2 && strcmp(argv[1], "relay") == 0)
    relay(argv + 2);
  if (argc < 6)
    return 100;
  bodies = strcmp(argv[1], "body") == 0;
  rounds = atoi(argv[2]);
  amount = atoi(argv[3]);
  if (rounds < 1 || rounds > MOST_ROUNDS || amount < 1)
    return 100;
  for (i = 4; i < argc; i++)
    if (strcmp(argv[i], "--") == 0 && count < MOST_SERVERS) {
      argv[i] = NULL;
      servers[count++] = argv + i + 1;
    }
  for (k = 0; k < rounds; k++)
    for (i = 0; i < count; i++) {
      figures[i][k] = session(servers[i], bodies, amount);
      ratios[i][k] = figures[i][k] / figures[0][k];
    }
  for (i = 0; i < count; i++)
    printf("%.2f %.2f\n", median(figures[i], rounds), median(ratios[i], rounds));
  return 0;
}
