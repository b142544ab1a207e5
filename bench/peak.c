/*
 * Runs a program and writes its peak resident memory, in KiB, to a file. A child that is spawned by vfork, as posix_spawn does, inherits the
 * peak of the program that spawned it; this one forks, and is small.
 *
 * usage: peak FILE PROG [ARG...]        exits as PROG does, 111 on trouble
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
  struct rusage usage;
  FILE *file;
  int status;
  pid_t child;

  if (argc < 3)
    return 111;
  child = fork();
  if (child == 0) {
    execvp(argv[2], argv + 2);
    _exit(111);
  }
  if (child == -1 || wait4(child, &status, 0, &usage) != child)
    return 111;
  file = fopen(argv[1], "w");
  if (!file || fprintf(file, "%ld\n", usage.ru_maxrss) < 0 || fclose(file))
    return 111;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 111;
}
