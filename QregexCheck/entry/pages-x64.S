/*
 * The ELF entry point of the tuned program, in front of the other one.
 *
 * A page fault costs some microseconds, and a hundred of them were a third of
 * the start-up; one call for many pages is much cheaper.  So map the program
 * file in one go, then the writable pages that every start writes to: .bss and
 * the last five pages of .data.  Kernels before 5.14 refuse the advice, which
 * does no harm.  The program stands below 2 GB, so addresses fit in 32 bits.
 */
#include <sys/syscall.h>

#define PAGE 4096
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23

        .text
        .globl qregexcheck_populate
        .type qregexcheck_populate, @function
qregexcheck_populate:
        mov     %rdx, %rbx              /* the kernel's, for libc */

        mov     $__executable_start, %edi
        and     $-PAGE, %edi
        mov     $edata + PAGE - 1, %esi
        and     $-PAGE, %esi            /* the end of .data */
        lea     -5 * PAGE(%rsi), %r12
        sub     %rdi, %rsi
        mov     $MADV_POPULATE_READ, %edx
        mov     $SYS_madvise, %eax
        syscall

        mov     %r12, %rdi
        mov     $end + PAGE - 1, %esi
        and     $-PAGE, %esi            /* the end of .bss */
        sub     %rdi, %rsi
        mov     $MADV_POPULATE_WRITE, %edx
        mov     $SYS_madvise, %eax
        syscall

        mov     %rbx, %rdx
        jmp     qregexcheck_start
        .size qregexcheck_populate, . - qregexcheck_populate

        .section .note.GNU-stack, "", @progbits
