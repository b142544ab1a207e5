using System;
using System.Numerics;
using QregexCheck.Logs;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>A thread's part in reading: makes events of the lines of a chunk.</summary>
/// <param name="reader">Reads a line.</param>
internal sealed class ChunkReader(LogReader reader)
{
    private readonly EventBlock _cut = new();

    /// <summary>Reads the lines of a chunk.</summary>
    /// <param name="lines">The chunk. It may stand in the block; see <see cref="EventBlock.BeginText"/>.</param>
    /// <param name="notAfter">No line is of a later time; see <see cref="EventBlock.NotAfter"/>.</param>
    /// <param name="into">Gets the events.</param>
    public void Read(ReadOnlySpan<byte> lines, long notAfter, EventBlock into)
    {
        reader.Fronts.NotAfter = notAfter;
        into.NotAfter = notAfter;
        while (!lines.IsEmpty)
        {
            if (reader.TryReadKnown(lines, into) is > 0 and var known)
            {
                lines = lines[known..];
                continue;
            }

            int end = LineEnd(lines);
            ReadOnlySpan<byte> line = end < 0 ? lines : lines[..end];
            if (line.Length <= LogLines.LongestLine)
                reader.Read(line, into);
            else
                ReadCut(line[..LogLines.LongestLine], into);
            lines = end < 0 ? default : lines[(end + 1)..];
        }
    }

    /// <summary>Where the first line ends. Lines are some hundred bytes long: so many are looked at together.</summary>
    /// <returns>-1 when it has no newline.</returns>
    private static int LineEnd(ReadOnlySpan<byte> lines)
    {
        for (int from = 0; from < lines.Length; from += ByteMask.CountOfMany)
        {
            if (ByteMask.OfMany(lines[from..], (byte)'\n') is not 0 and var newlines)
                return from + BitOperations.TrailingZeroCount(newlines);
        }

        return -1;
    }

    /// <summary>
    /// Reads a line that is too long. It is counted as not understood, whatever its beginning looks like: what stood behind it is not known. One that waits
    /// for those behind it waits as it is.
    /// </summary>
    private void ReadCut(ReadOnlySpan<byte> line, EventBlock into)
    {
        _cut.Clear();
        reader.Read(line, _cut);
        into.Lines.All++;
        foreach (ref readonly MailEvent mail in _cut.Events)
        {
            if (mail.IsLine)
                into.AddLine(_cut.Line(mail));
        }

        for (LogFormat format = 0; format <= LogFormat.Tcpserver; format++)
        {
            if (_cut.Lines.Recognized(format) > 0)
                into.Lines.Count(format, isUnderstood: false);
        }
    }
}
