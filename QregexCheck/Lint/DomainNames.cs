using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;

namespace QregexCheck.Lint;

/// <summary>
/// Names of domains, in small letters, sorted by their ends: so that it is quickly told whether any is below another. A name may begin with a dot. It takes as
/// much memory as the names do.
/// </summary>
internal sealed class DomainNames
{
    private readonly string[] _reversed;

    public DomainNames(IReadOnlyCollection<string> names)
    {
        _reversed = new string[names.Count];
        int count = 0;
        foreach (string name in names)
            _reversed[count++] = Reversed(name);
        Array.Sort(_reversed, string.CompareOrdinal);
    }

    /// <summary>A name of a control file as text: a character for each byte, letters small.</summary>
    public static string Of(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(AsciiCase.Lowered(name));

    /// <summary>True when a name is this suffix or ends with it.</summary>
    public bool HasBelow(string suffix)
    {
        string begin = Reversed(suffix);
        int at = Array.BinarySearch(_reversed, begin, StringComparer.Ordinal);
        if (at >= 0)
            return true;
        return ~at < _reversed.Length && _reversed[~at].StartsWith(begin, StringComparison.Ordinal);
    }

    private static string Reversed(string name) => string.Create(name.Length, name, static (room, text) =>
    {
        text.CopyTo(room);
        room.Reverse();
    });
}
