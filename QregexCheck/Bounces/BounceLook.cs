using System;

namespace QregexCheck.Bounces;

/// <summary>Looks into a message that may be a bounce, while it passes by in pieces.</summary>
/// <remarks>
/// The envelope comes behind the message, so that it is known last whether the message is a bounce at all. Therefore nothing is read yet while the message
/// passes: its first <see cref="LookLimits.Scanned"/> bytes are kept, and only a bounce is ever read. What comes behind them costs nothing.
/// </remarks>
internal sealed class BounceLook
{
    private const int FirstSize = 16 * 1024;

    private byte[] _kept = [];
    private int _length;
    private bool _isCut;

    /// <summary>Takes the next piece of the message; it may end anywhere.</summary>
    public void Read(ReadOnlySpan<byte> piece)
    {
        if (_isCut || piece.IsEmpty)
            return;
        int room = LookLimits.Scanned - _length;
        if (piece.Length > room)
        {
            _isCut = true;
            piece = piece[..room];
        }

        if (piece.Length > _kept.Length - _length)
            Array.Resize(ref _kept, Math.Min(LookLimits.Scanned, Math.Max(Math.Max(FirstSize, _kept.Length * 4), _length + piece.Length)));
        piece.CopyTo(_kept.AsSpan(_length));
        _length += piece.Length;
    }

    /// <summary>Tells what the message quotes, when all of it has passed and it is a bounce.</summary>
    public QuotedMail End()
    {
        if (!_isCut)
            return QuotedReader.Read(_kept.AsMemory(0, _length), LookLimit.None);

        // The line that was cut is no line of the message.
        int whole = _kept.AsSpan(0, _length).LastIndexOf((byte)'\n') + 1;
        return QuotedReader.Read(_kept.AsMemory(0, whole), LookLimit.Scanned);
    }
}
