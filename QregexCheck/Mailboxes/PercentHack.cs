using System;
using QregexCheck.Control;

namespace QregexCheck.Mailboxes;

/// <summary>
/// Undoes the percent hack: where <c>control/percenthack</c> lists the domain, <c>user%host@domain</c> becomes <c>user@host</c>, again and again.
/// Source: qmail-send.c rewrite, qmail-send(8).
/// </summary>
internal static class PercentHack
{
    /// <summary>Undoes it in place.</summary>
    /// <param name="address">The address; some of its bytes change.</param>
    /// <param name="at">The offset of the <c>@</c> that divides it.</param>
    /// <param name="file">The control file.</param>
    /// <returns>The length of the address that is left.</returns>
    /// <exception cref="HostFileException">The file can't be read.</exception>
    public static int Undo(byte[] address, int at, HostControlFile file)
    {
        // Whether a step is taken depends on those before it. Which domains the steps ask for does not, so the file is read once for all of them.
        int steps = address.AsSpan(0, at).Count((byte)'%');
        if (steps == 0)
            return address.Length;
        var marks = new int[steps + 1];
        marks[0] = at;
        for (int step = 1; step <= steps; step++)
            marks[step] = address.AsSpan(0, marks[step - 1]).LastIndexOf((byte)'%');

        // Steps that ask for domains of one length are chained, so a line is compared with those alone.
        var firstOfLength = new int[address.Length + 1];
        var next = new int[steps];
        for (int step = steps - 1; step >= 0; step--)
        {
            ref int first = ref firstOfLength[DomainOf(step, address, marks).Length];
            next[step] = first;
            first = step + 1;
        }

        var isListed = new bool[steps];
        while (file.Entries.TryRead(out ControlLine line))
        {
            if (line.IsComment || line.Bytes.Length > address.Length)
                continue;
            for (int step = firstOfLength[line.Bytes.Length] - 1; step >= 0; step = next[step] - 1)
                isListed[step] = isListed[step] || AsciiCase.Same(line.Bytes, DomainOf(step, address, marks));
        }

        int taken = 0;
        while (taken < steps && isListed[taken])
            taken++;
        if (taken == 0)
            return address.Length;
        address[marks[taken]] = (byte)'@';
        return marks[taken - 1];
    }

    private static ReadOnlySpan<byte> DomainOf(int step, byte[] address, int[] marks) =>
        address.AsSpan((marks[step] + 1)..(step == 0 ? address.Length : marks[step - 1]));
}
