using System;
using System.Runtime.CompilerServices;

namespace QregexCheck.Logs;

/// <summary>How many lines of logs were seen, whose they were, and how many were understood.</summary>
internal sealed class LineCounts
{
    private const int Formats = (int)LogFormat.Tcpserver + 1;

    private readonly long[] _understood = new long[Formats];
    private readonly long[] _strange = new long[Formats];

    /// <summary>All lines, those of no format among them.</summary>
    public long All { get; set; }

    /// <summary>Lines that are a format's own: by their beginning, whether they were understood or not.</summary>
    public long Recognized(LogFormat format) => _understood[(int)format] + _strange[(int)format];

    /// <summary>Lines of a format that were understood. A line that holds no mail by its form, as the end of a session, is understood.</summary>
    public long Understood(LogFormat format) => _understood[(int)format];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(LogFormat format, bool isUnderstood)
    {
        if (isUnderstood)
            _understood[(int)format]++;
        else
            _strange[(int)format]++;
    }

    public void Add(LineCounts others)
    {
        All += others.All;
        for (int i = 0; i < Formats; i++)
        {
            _understood[i] += others._understood[i];
            _strange[i] += others._strange[i];
        }
    }

    public void Clear()
    {
        All = 0;
        Array.Clear(_understood);
        Array.Clear(_strange);
    }
}
