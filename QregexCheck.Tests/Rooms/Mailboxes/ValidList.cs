using System;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Mailboxes;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>A host that has nothing but a validrcptto, or none.</summary>
internal sealed class ValidList : HostFiles
{
    public static readonly QmailPlaces Places = new("/q"u8.ToArray(), "/q/control"u8.ToArray());

    private readonly byte[]? _bytes;
    private readonly int _failsAt;

    /// <param name="text">Its text, one byte a Latin-1 character; null where it is missing.</param>
    /// <param name="failsAt">Where reading it begins to fail.</param>
    public ValidList(string? text, int failsAt = int.MaxValue)
    {
        _bytes = text is null ? null : Encoding.Latin1.GetBytes(text);
        _failsAt = failsAt;
    }

    /// <summary>How many files are open.</summary>
    public int OpenFiles { get; private set; }

    /// <summary>What the list says of a recipient.</summary>
    public ValidEntry? Find(string recipient) => ValidRecipients.FromText(this, Places)(Encoding.Latin1.GetBytes(recipient));

    public override FileLook Look(ReadOnlySpan<byte> path) => default;

    public override HostFile? Open(ReadOnlySpan<byte> path)
    {
        if (!path.SequenceEqual("/q/control/validrcptto"u8) || _bytes is null)
            return null;
        OpenFiles++;
        byte[] name = path.ToArray();
        var look = new FileLook(FileKind.Regular, 0x1A4, 0, 0, default(SourceStamp) with { Size = (ulong)_bytes.Length }, null);
        return new HostFile(look, ReadAt, () => OpenFiles--);

        int ReadAt(long offset, Span<byte> buffer)
        {
            if (offset >= _failsAt)
                throw new HostFileException(name, "input/output error");
            int count = (int)Math.Min(buffer.Length, _bytes.Length - offset);
            _bytes.AsSpan((int)offset, count).CopyTo(buffer);
            return count;
        }
    }

    public override byte[] RunGetpw(ReadOnlySpan<byte> local) => throw new NotSupportedException();
}
