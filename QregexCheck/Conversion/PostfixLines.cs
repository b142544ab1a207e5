using System;
using System.Collections.Generic;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads the logical lines of a table of Postfix. A line that begins with a blank goes on with the one before it. Empty lines and comments count for
/// nothing, even between such lines.
/// </summary>
/// <remarks>Source: postfix, util/readlline.c. What stands behind a NUL is not read there.</remarks>
internal ref struct PostfixLines(ReadOnlySpan<byte> file)
{
    private SourceLines _lines = new(file);

    /// <summary>The number of the first line of the one read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Moves to the next line.</summary>
    /// <param name="line">The line, without blanks at its end.</param>
    /// <param name="sink">Is told of a line that goes on with nothing.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line, ConversionSink sink)
    {
        while (TryReadAny(out line))
        {
            if (BlankBytes.Holds(line[0]))
            {
                sink.LeaveOut(Number, 1, "a line that begins with a blank goes on with the one before it, and there is none");
                continue;
            }

            int nul = line.IndexOf((byte)0);
            if (nul >= 0)
            {
                sink.LeaveOut(Number, nul + 1, "what stands behind a NUL, as it does there");
                line = line[..nul];
            }

            line = line.TrimEnd(BlankBytes.All);
            if (!line.IsEmpty)
                return true;
        }

        return false;
    }

    private bool TryReadAny(out ReadOnlySpan<byte> line)
    {
        line = default;
        List<byte>? joined = null;
        while (_lines.TryRead(out ReadOnlySpan<byte> part))
        {
            ReadOnlySpan<byte> text = part.TrimStart(BlankBytes.All);
            bool counts = !text.IsEmpty && text[0] != (byte)'#';
            if (line.IsEmpty)
                Number = _lines.Number;
            if (counts && line.IsEmpty)
            {
                line = part;
            }
            else if (counts)
            {
                if (joined is null)
                {
                    joined = new List<byte>(line.Length + part.Length);
                    joined.AddRange(line);
                }

                joined.AddRange(part);
            }

            if (!line.IsEmpty && (_lines.Next is not { } next || (next != (byte)'#' && !BlankBytes.Holds(next))))
                break;
        }

        if (joined is not null)
            line = joined.ToArray();
        return !line.IsEmpty;
    }
}
