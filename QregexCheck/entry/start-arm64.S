/*
 * The ELF entry point: the first code of the process.  libc's _start wants the
 * stack and x0 as the kernel left them.
 */
        .text
        .globl qregexcheck_start
        .type qregexcheck_start, %function
qregexcheck_start:
        mov     x19, x0
        mov     x0, sp
        bl      begin_process
        mov     x0, x19
        b       _start
        .size qregexcheck_start, . - qregexcheck_start

        .section .note.GNU-stack, "", %progbits
