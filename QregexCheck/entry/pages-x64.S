/*
 * The ELF entry point of the tuned program, in front of the other one.
 *
 * A page fault costs a microsecond or more, and one call for many pages much
 * less.  So have the writable pages that every start writes to, .bss and the
 * last five pages of .data, in one go.  Kernels before 5.14 refuse the advice,
 * which does no harm.  What is only read is left to the kernel, which maps many
 * pages at a fault: to map all of the program was slower.  The program stands
 * below 2 GB, so addresses fit in 32 bits.
 */
#include <sys/syscall.h>

#define PAGE 4096
#define SIGNAL_STACK 65536             /* fail.c's */
#define MADV_POPULATE_WRITE 23

        .text
        .globl qregexcheck_populate
        .type qregexcheck_populate, @function
qregexcheck_populate:
        mov     %rdx, %rbx              /* the kernel's, for libc */

        mov     $edata + PAGE - 1, %edi
        and     $-PAGE, %edi            /* the end of .data */
        sub     $5 * PAGE, %edi
        mov     $signal_stack + PAGE - 1, %esi
        and     $-PAGE, %esi
        sub     %rdi, %rsi
        mov     $MADV_POPULATE_WRITE, %edx
        mov     $SYS_madvise, %eax
        syscall

        mov     $signal_stack + SIGNAL_STACK, %edi
        and     $-PAGE, %edi
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
