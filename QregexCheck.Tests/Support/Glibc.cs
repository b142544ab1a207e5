using System;
using System.Runtime.InteropServices;

namespace QregexCheck.Tests.Support;

/// <summary>The judge of all verdicts: libc's own regcomp and regexec, with the flags the qregex patch passes.</summary>
internal static unsafe partial class Glibc
{
    // POSIX leaves the values open; these are glibc's (<regex.h>).
    private const int Extended = 1;
    private const int IgnoreCase = 2;

    // sizeof(regex_t) is 64 on this platform; four times that leaves no doubt.
    private const int PatternBufferSize = 256;

    private static readonly string[] ErrorNames =
    [
        "REG_NOERROR", "REG_NOMATCH", "REG_BADPAT", "REG_ECOLLATE", "REG_ECTYPE", "REG_EESCAPE", "REG_ESUBREG", "REG_EBRACK",
        "REG_EPAREN", "REG_EBRACE", "REG_BADBR", "REG_ERANGE", "REG_ESPACE", "REG_BADRPT", "REG_EEND", "REG_ESIZE", "REG_ERPAREN",
    ];

    /// <summary>Answers <c>match</c>, <c>nomatch</c> or <c>error:NAME</c>.</summary>
    public static string Verdict(byte[] pattern, byte[] subject) => Verdicts(pattern, [subject])[0];

    /// <summary>The same for several subjects of one pattern.</summary>
    public static string[] Verdicts(byte[] pattern, byte[][] subjects)
    {
        var compiled = new Compiled(pattern);
        var verdicts = new string[subjects.Length];
        for (int i = 0; i < subjects.Length; i++)
            verdicts[i] = compiled.Error is { } error ? "error:" + error : compiled.Matches(subjects[i]) ? "match" : "nomatch";
        compiled.Release();
        return verdicts;
    }

    private static byte[] Terminated(byte[] bytes)
    {
        var text = new byte[bytes.Length + 1];
        bytes.CopyTo(text, 0);
        return text;
    }

    [LibraryImport("libc", EntryPoint = "regcomp")]
    private static partial int Compile(byte* compiled, byte* pattern, int flags);

    [LibraryImport("libc", EntryPoint = "regexec")]
    private static partial int Execute(byte* compiled, byte* subject, nuint matches, void* match, int flags);

    [LibraryImport("libc", EntryPoint = "regfree")]
    private static partial void Free(byte* compiled);

    /// <summary>A pattern as regcomp leaves it, until it is released.</summary>
    public sealed class Compiled
    {
        private readonly byte* _buffer = (byte*)NativeMemory.AllocZeroed(PatternBufferSize);

        public Compiled(byte[] pattern)
        {
            fixed (byte* text = Terminated(pattern))
            {
                int code = Compile(_buffer, text, Extended | IgnoreCase);
                Error = code == 0 ? null : ErrorNames[code];
            }
        }

        /// <summary>Why it is none, as <c>REG_EBRACK</c>; null when it is one.</summary>
        public string? Error { get; }

        /// <param name="subject">The subject.</param>
        /// <param name="tellsGroups">True to ask where the first group stands, which the patch does not.</param>
        /// <exception cref="InvalidOperationException">regexec could not tell.</exception>
        public bool Matches(byte[] subject, bool tellsGroups = false)
        {
            const int Asked = 2;
            int* places = stackalloc int[Asked * 2];
            fixed (byte* text = Terminated(subject))
            {
                int code = Execute(_buffer, text, tellsGroups ? (nuint)Asked : 0, places, 0);
                return code <= 1 ? code == 0 : throw new InvalidOperationException("regexec: " + ErrorNames[code]);
            }
        }

        public void Release()
        {
            if (Error is null)
                Free(_buffer);
            NativeMemory.Free(_buffer);
        }
    }
}
