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
        var verdicts = new string[subjects.Length];
        byte* compiled = stackalloc byte[PatternBufferSize];
        new Span<byte>(compiled, PatternBufferSize).Clear();
        fixed (byte* text = Terminated(pattern))
        {
            int code = Compile(compiled, text, Extended | IgnoreCase);
            if (code != 0)
            {
                Array.Fill(verdicts, "error:" + ErrorNames[code]);
                return verdicts;
            }
        }

        for (int i = 0; i < subjects.Length; i++)
        {
            fixed (byte* text = Terminated(subjects[i]))
            {
                int code = Execute(compiled, text, 0, null, 0);
                verdicts[i] = code == 0 ? "match" : code == 1 ? "nomatch" : "error:" + ErrorNames[code];
            }
        }

        Free(compiled);
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
}
