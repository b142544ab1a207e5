/*
 * The ELF entry point: the first code of the process.  libc's _start wants the
 * stack and rdx as the kernel left them.
 */
        .text
        .globl qregexcheck_start
        .type qregexcheck_start, @function
qregexcheck_start:
        mov     %rdx, %rbx
        mov     %rsp, %rdi
        call    begin_process
        mov     %rbx, %rdx
        jmp     _start
        .size qregexcheck_start, . - qregexcheck_start

        .section .note.GNU-stack, "", @progbits
