using System;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QregexCheck.Smtp;

/// <summary>What a stretch of bytes behind DATA's 354 comes to.</summary>
internal enum BodyPart
{
    /// <summary>All of it belongs to the body, and more follows.</summary>
    More,

    /// <summary>The body ends in it, for every server.</summary>
    End,

    /// <summary>Some servers see the end of the body here, others go on: only the server can tell.</summary>
    MaybeEnd,
}

/// <summary>Finds the end of a message body: a line that is a dot. Source: RFC 5321 4.1.1.4.</summary>
/// <remarks>
/// <para>CR LF dot CR LF ends a body for every server. Servers differ over lines that end in LF alone: qmail-smtpd refuses them and hangs up
/// (https://cr.yp.to/docs/smtplf.html), mailfront takes LF dot LF for the end, and LF CR dot LF; others for text. Whoever guessed would let commands pass for a
/// body, or change a body for a command. So nothing is guessed: behind such a line the client is held until the server has spoken.</para>
/// </remarks>
internal sealed class BodyEnd
{
    private LineState _state = LineState.CleanStart;

    private enum LineState
    {
        /// <summary>Somewhere in a line.</summary>
        Within,
        WithinAfterCr,

        /// <summary>At the start of a line, the one before ended in CR LF.</summary>
        CleanStart,
        CleanDot,
        CleanDotCr,

        /// <summary>At the start of a line, the one before ended in LF alone.</summary>
        LooseStart,
        LooseDot,
        LooseDotCr,

        /// <summary>Behind a CR at the start of a line.</summary>
        StartCr,
        StartCrDot,
    }

    /// <summary>Makes ready for the next body.</summary>
    public void Reset() => _state = LineState.CleanStart;

    /// <summary>Reads on.</summary>
    /// <param name="bytes">The next bytes of the client.</param>
    /// <param name="length">How many of them belong to the body, its last line included.</param>
    public BodyPart Read(ReadOnlySpan<byte> bytes, out int length)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            int skipped = CanSkip(bytes[at..]) ? FindSuspectLine(bytes[at..]) : 0;
            if (skipped > 0)
            {
                at += skipped;
                _state = bytes[at - 1] == (byte)'\r' ? LineState.WithinAfterCr : LineState.Within;
                continue;
            }

            byte b = bytes[at++];
            if (b != (byte)'\n')
            {
                _state = Next(_state, b);
                continue;
            }

            LineState before = _state;
            _state = before is LineState.WithinAfterCr or LineState.StartCr or LineState.CleanDotCr ? LineState.CleanStart : LineState.LooseStart;
            if (before is LineState.CleanDot or LineState.CleanDotCr or LineState.LooseDot or LineState.LooseDotCr or LineState.StartCrDot)
            {
                length = at;
                return before == LineState.CleanDotCr ? BodyPart.End : BodyPart.MaybeEnd;
            }
        }

        length = at;
        return BodyPart.More;
    }

    private static LineState Next(LineState state, byte b) => (state, b) switch
    {
        (LineState.CleanStart, (byte)'.') => LineState.CleanDot,
        (LineState.LooseStart, (byte)'.') => LineState.LooseDot,
        (LineState.StartCr, (byte)'.') => LineState.StartCrDot,
        (LineState.CleanDot, (byte)'\r') => LineState.CleanDotCr,
        (LineState.LooseDot, (byte)'\r') => LineState.LooseDotCr,
        (LineState.CleanStart or LineState.LooseStart, (byte)'\r') => LineState.StartCr,
        (_, (byte)'\r') => LineState.WithinAfterCr,
        _ => LineState.Within,
    };

    /// <summary>True when no line that may be a dot has begun, nor begins here.</summary>
    private bool CanSkip(ReadOnlySpan<byte> bytes) => _state switch
    {
        LineState.Within or LineState.WithinAfterCr => true,
        LineState.StartCr => bytes[0] != (byte)'.',
        LineState.CleanStart or LineState.LooseStart => bytes[0] != (byte)'.' && (bytes[0] != (byte)'\r' || (bytes.Length > 1 && bytes[1] != (byte)'.')),
        _ => false,
    };

    /// <summary>
    /// How many bytes come before the newline in front of the first line that may be a dot: one that starts with a dot and a CR or LF, or
    /// with CR and a dot, or is not all there.
    /// </summary>
    private static int FindSuspectLine(ReadOnlySpan<byte> bytes)
    {
        const int Ahead = 2;
        const int Stride = 4;
        int width = Vector128<byte>.Count;
        Vector128<byte> newline = Vector128.Create((byte)'\n');
        Vector128<byte> cr = Vector128.Create((byte)'\r');
        Vector128<byte> dot = Vector128.Create((byte)'.');
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        int at = 0;
        while (at + width + Ahead <= bytes.Length)
        {
            // Most of a body is not newlines: pass over that in larger steps.
            if (at + (Stride * width) + Ahead <= bytes.Length)
            {
                Vector128<byte> newlines = Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)at), newline)
                    | Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)(at + width)), newline)
                    | Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)(at + (2 * width))), newline)
                    | Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)(at + (3 * width))), newline);
                if (newlines == Vector128<byte>.Zero)
                {
                    at += Stride * width;
                    continue;
                }
            }

            Vector128<byte> first = Vector128.LoadUnsafe(ref start, (nuint)(at + 1));
            Vector128<byte> second = Vector128.LoadUnsafe(ref start, (nuint)(at + Ahead));
            Vector128<byte> isSuspect = (Vector128.Equals(first, dot) & (Vector128.Equals(second, cr) | Vector128.Equals(second, newline)))
                | (Vector128.Equals(first, cr) & Vector128.Equals(second, dot));
            isSuspect &= Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)at), newline);
            if (isSuspect != Vector128<byte>.Zero)
                return at + BitOperations.TrailingZeroCount(isSuspect.ExtractMostSignificantBits());
            at += width;
        }

        for (; at < bytes.Length; at++)
        {
            if (bytes[at] != (byte)'\n')
                continue;
            bool isWhole = at + Ahead < bytes.Length;
            if (!isWhole || (bytes[at + 1] == (byte)'.' && bytes[at + 2] is (byte)'\r' or (byte)'\n') || (bytes[at + 1] == (byte)'\r' && bytes[at + 2] == (byte)'.'))
                return at;
        }

        return bytes.Length;
    }
}
