using System;

namespace QregexCheck.Control;

/// <summary>Fills a buffer with the next bytes of a file. It answers 0 at the end, and throws when the file can't be read.</summary>
internal delegate int ByteSource(Span<byte> buffer);

/// <summary>Reads bytes of a file at an offset into a buffer; fewer than asked only at the file's end. Throws when the file can't be read.</summary>
internal delegate int RandomSource(long offset, Span<byte> buffer);

/// <summary>
/// Reads a control file as qmail's <c>control_readfile</c> does, one line at a time. No more than one line is held in memory.
/// </summary>
/// <remarks>
/// <para>Source: qmail-control(5), and what real qmail-smtpd binaries do:</para>
/// <list type="bullet">
/// <item>a <c>#</c> in column 1 makes a comment; anywhere else it is data;</item>
/// <item>blanks, tabs and the newline are cut from the end of a line; nothing is cut from its beginning, and CR is data;</item>
/// <item>a line that is then empty, or whose first byte is NUL, is dropped;</item>
/// <item>a NUL splits a line into entries: <c>a NUL b</c> is two entries, and <c>a NUL</c> is <c>a</c> and an empty one;</item>
/// <item>the last newline may be missing.</item>
/// </list>
/// </remarks>
internal sealed class ControlFile
{
    private readonly LineReader _lines;
    private int _number;

    // A line that a NUL splits is copied, so that its entries outlive the reader's buffer. Such lines are rare.
    private byte[] _split = [];
    private int _pieceStart = -1;

    public ControlFile(LineReader lines) => _lines = lines;

    /// <summary>A control file whose bytes are in memory.</summary>
    public static ControlFile Of(byte[] bytes)
    {
        int read = 0;
        return new ControlFile(new LineReader(Next, new byte[bytes.Length + 1]));

        int Next(Span<byte> room)
        {
            int count = Math.Min(room.Length, bytes.Length - read);
            bytes.AsSpan(read, count).CopyTo(room);
            read += count;
            return count;
        }
    }

    /// <summary>
    /// True for an entry that a control file can have at that column. Entries that are kept elsewhere must obey the same rules. An entry is one
    /// line without a NUL. In column 1 it is neither empty nor a comment.
    /// </summary>
    public static bool CanHold(ReadOnlySpan<byte> entry, int column) =>
        entry.IndexOfAny((byte)'\n', (byte)0) < 0 && (column > 1 || (column == 1 && entry.Length > 0 && entry[0] != (byte)'#'));

    /// <summary>Moves to the next entry or comment.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool TryRead(out ControlLine line)
    {
        if (_pieceStart >= 0)
        {
            line = NextPiece();
            return true;
        }

        while (_lines.TryRead(out ReadOnlySpan<byte> bytes))
        {
            _number++;
            while (bytes.Length > 0 && bytes[^1] is (byte)' ' or (byte)'\t')
                bytes = bytes[..^1];
            if (bytes.IsEmpty || bytes[0] == 0)
                continue;

            bool isComment = bytes[0] == (byte)'#';
            if (isComment || !bytes.Contains((byte)0))
            {
                line = new ControlLine(bytes, _number, 1, isComment);
                return true;
            }

            _split = bytes.ToArray();
            _pieceStart = 0;
            line = NextPiece();
            return true;
        }

        line = default;
        return false;
    }

    private ControlLine NextPiece()
    {
        int start = _pieceStart;
        ReadOnlySpan<byte> rest = _split.AsSpan(start);
        int nul = rest.IndexOf((byte)0);
        _pieceStart = nul < 0 ? -1 : start + nul + 1;
        return new ControlLine(nul < 0 ? rest : rest[..nul], _number, start + 1, isComment: false);
    }
}
