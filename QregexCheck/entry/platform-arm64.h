/*
 * What Linux has differently on each kind of processor: here for 64-bit ARM,
 * with the file of assembly whose name ends in -arm64.
 */
#ifndef PLATFORM_H
#define PLATFORM_H

#include <sys/syscall.h>

/*
 * The smallest there is.  A kernel with pages of 16 or 64 KB refuses the advice
 * that is given by it, which does no harm, and rounds up what it is told of the
 * stack.
 */
#define PAGE 4096UL

/* A system call without errno. */
__attribute__((always_inline))
static inline long system_call(long number, long a, long b, long c, long d)
{
  register long call __asm__ ("x8") = number;
  register long first __asm__ ("x0") = a;
  register long second __asm__ ("x1") = b;
  register long third __asm__ ("x2") = c;
  register long fourth __asm__ ("x3") = d;

  __asm__ volatile ("svc #0" : "+r"(first)
                    : "r"(call), "r"(second), "r"(third), "r"(fourth)
                    : "memory");
  return first;
}

/* libc writes a register for this, which can't fail.  So there is no trial. */
__attribute__((always_inline))
static inline long set_thread_pointer(void *memory)
{
  (void)memory;
  return 0;
}

/*
 * What rt_sigaction(2) takes, which is not libc's struct sigaction.  The kernel
 * has a way back of its own, and the member all the same.
 */
struct kernel_action {
  void *handler;
  unsigned long flags;
  void (*restorer)(void);
  unsigned long mask;
};

/* Known here for 32-bit programs; libc sets no restorer. */
#define RESTORER_FLAG 0UL

#endif
