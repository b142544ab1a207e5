/*
 * What Linux has differently on each kind of processor: here for x86-64, with
 * the two files of assembly whose names end in -x64.
 */
#ifndef PLATFORM_H
#define PLATFORM_H

#include <sys/syscall.h>

#define PAGE 4096UL

/* A system call without errno. */
__attribute__((always_inline))
static inline long system_call(long number, long a, long b, long c, long d)
{
  register long fourth __asm__ ("r10") = d;
  long result;

  __asm__ volatile ("syscall" : "=a"(result)
                    : "0"(number), "D"(a), "S"(b), "d"(c), "r"(fourth)
                    : "rcx", "r11", "memory");
  return result;
}

/* Makes memory the place of thread-local data, as libc does.  0 or an error. */
__attribute__((always_inline))
static inline long set_thread_pointer(void *memory)
{
  const long set_fs = 0x1002;

  return system_call(SYS_arch_prctl, set_fs, (long)memory, 0, 0);
}

/* What rt_sigaction(2) takes, which is not libc's struct sigaction. */
struct kernel_action {
  void *handler;
  unsigned long flags;
  void (*restorer)(void);
  unsigned long mask;
};

/* The kernel wants the way back from a handler; libc keeps the flag to itself. */
#define RESTORER_FLAG 0x04000000UL

#endif
