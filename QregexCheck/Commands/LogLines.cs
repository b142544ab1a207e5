using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Logs;

namespace QregexCheck.Commands;

/// <summary>One log, from its oldest file to the one that is written to, in chunks of whole lines.</summary>
internal sealed class LogLines : IDisposable
{
    /// <summary>
    /// The longest line in bytes. multilog cuts at 1,000 by default, syslog at 8,192 or so; a longer line is one that nobody wrote to be read.
    /// </summary>
    public const int LongestLine = 64 * 1024;

    private const byte Newline = (byte)'\n';

    private readonly List<LogFile> _files;
    private readonly Action<string> _warn;
    private readonly long _now;

    // The beginning of a line whose end was not read yet.
    private readonly byte[] _rest = new byte[LongestLine + 1];
    private int _restLength;

    // True in the rest of a line that is longer than the longest: it is left out.
    private bool _isCut;

    private LogBytes? _bytes;
    private int _next;
    private long _done;

    /// <param name="files">Its files, the oldest first. They are closed when they were read.</param>
    /// <param name="now">Nanoseconds since 1970.</param>
    /// <param name="warn">Is told what could not be read as it should.</param>
    public LogLines(List<LogFile> files, long now, Action<string> warn)
    {
        _now = now;
        _files = files;
        _warn = warn;
    }

    /// <summary>True when only its deliveries count: it was named for what was sent.</summary>
    public bool IsOfSent => _files.Count > 0 && _files[0].IsOfSent;

    /// <summary>The bytes of all its files.</summary>
    public long Size
    {
        get
        {
            long size = 0;
            foreach (LogFile file in _files)
                size += file.Size;
            return size;
        }
    }

    /// <summary>How many bytes of the files were read.</summary>
    public long Done => _done + (_bytes?.Done ?? 0);

    /// <summary>
    /// The file of the last chunk holds no line of a later time, in nanoseconds since 1970: it was written to then for the last time, or is read now.
    /// </summary>
    public long NotAfter { get; private set; }

    /// <summary>
    /// Fills a chunk with whole lines of one file. A line that is longer than <see cref="LongestLine"/> has one byte more than that, and the rest is left
    /// out; what is read of a damaged file ends with its last whole line. Only the last line of a file may lack its newline.
    /// </summary>
    /// <param name="chunk">More than the longest line.</param>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public int Fill(Span<byte> chunk)
    {
        while (_bytes is not null || _next < _files.Count)
        {
            if (_bytes is null)
            {
                LogFile file = _files[_next];
                _bytes = new LogBytes(file);
                _next++;
                NotAfter = file.IsRegular ? Math.Min(_now, file.Modified) : _now;
            }

            if (FillFrom(_bytes, chunk) is > 0 and var length)
                return length;
        }

        return 0;
    }

    /// <summary>The first stamp in the beginning of the log; less than all times when there is none, or when the log can't be read twice.</summary>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public long FirstStamp(LineFronts fronts)
    {
        var beginning = new byte[LongestLine];
        foreach (LogFile file in _files)
        {
            if (!file.IsRegular)
                break;
            fronts.NotAfter = Math.Min(_now, file.Modified);
            using var bytes = new LogBytes(file);
            int length = 0;
            while (length < beginning.Length && bytes.Read(beginning.AsSpan(length)) is > 0 and var count)
                length += count;
            ReadOnlySpan<byte> lines = beginning.AsSpan(0, length);
            while (lines.IndexOf(Newline) is >= 0 and var end)
            {
                if (fronts.Of(lines[..end]).Time is var time and not MailEvent.NoTime)
                    return time;
                lines = lines[(end + 1)..];
            }

            if (length > 0)
                break;
        }

        return MailEvent.NoTime;
    }

    public void Dispose()
    {
        Close();
        for (; _next < _files.Count; _next++)
            _files[_next].Close();
    }

    private int FillFrom(LogBytes bytes, Span<byte> chunk)
    {
        _rest.AsSpan(0, _restLength).CopyTo(chunk);
        int length = _restLength;
        _restLength = 0;
        while (length < chunk.Length)
        {
            int count = bytes.Read(chunk[length..]);
            if (count == 0)
                return EndFile(bytes, chunk, length);
            int end = length + count;
            if (_isCut)
            {
                // The newline that ends the line is kept: in front of it stands the part of the line that counts, or it is the one of a chunk before.
                int newline = chunk[length..end].IndexOf(Newline);
                if (newline < 0)
                    continue;
                _isCut = false;
                chunk[(length + newline)..end].CopyTo(chunk[length..]);
                end -= newline;
            }

            length = end;
        }

        int whole = chunk.LastIndexOf(Newline) + 1;
        if (whole == 0)
        {
            // No line ends in it. The part that counts waits for its newline.
            _isCut = true;
            Keep(chunk[..(LongestLine + 1)]);
            return FillFrom(bytes, chunk);
        }

        _isCut = chunk.Length - whole > LongestLine;
        Keep(chunk.Slice(whole, Math.Min(chunk.Length - whole, LongestLine + 1)));
        return whole;
    }

    private void Close()
    {
        if (_bytes is null)
            return;
        _bytes.Dispose();
        _bytes = null;
        _files[_next - 1].Close();
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }

    private int EndFile(LogBytes bytes, Span<byte> chunk, int length)
    {
        if (bytes.IsDamaged)
        {
            _warn($"{_files[_next - 1].Name} is damaged or cut; what stands before that is used");
            length = chunk[..length].LastIndexOf(Newline) + 1;
        }
        else if (length > 0 && chunk[length - 1] != Newline)
        {
            // A line was being written when the file was opened.
            Span<byte> behind = chunk[length..Math.Min(chunk.Length, length + LongestLine)];
            int count = bytes.ReadBehind(behind);
            int newline = behind[..count].IndexOf(Newline);
            length += newline < 0 ? count : newline + 1;
        }

        _isCut = false;
        _done += bytes.Done;
        Close();
        return length;
    }
}
