/*
 * What Linux has differently on each kind of processor.  A new one needs a file
 * beside these, the start in assembly, and the numbers of Posix/OpenFlags.cs.
 */
#if defined(__x86_64__)
#include "platform-x64.h"
#elif defined(__aarch64__)
#include "platform-arm64.h"
#else
#error "this processor has no platform-*.h"
#endif
