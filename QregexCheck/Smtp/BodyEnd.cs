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
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        int at = 0;
        for (; at + (Stride * width) + Ahead <= bytes.Length; at += Stride * width)
        {
            // A line has one newline: most vectors hold none, and only one that does is looked at closely.
            Vector128<byte> newlines0 = Newlines(ref start, at);
            Vector128<byte> newlines1 = Newlines(ref start, at + width);
            Vector128<byte> newlines2 = Newlines(ref start, at + (2 * width));
            Vector128<byte> newlines3 = Newlines(ref start, at + (3 * width));
            if ((newlines0 | newlines1 | newlines2 | newlines3) == Vector128<byte>.Zero)
                continue;
            if (IsSuspect(ref start, at, newlines0, out int found)
                || IsSuspect(ref start, at + width, newlines1, out found)
                || IsSuspect(ref start, at + (2 * width), newlines2, out found)
                || IsSuspect(ref start, at + (3 * width), newlines3, out found))
            {
                return found;
            }
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

    private static Vector128<byte> Newlines(ref byte start, int at) =>
        Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)at), Vector128.Create((byte)'\n'));

    /// <summary>True when one of some newlines stands in front of a line that may be a dot; two more bytes than the vector's must be there.</summary>
    private static bool IsSuspect(ref byte start, int at, Vector128<byte> newlines, out int found)
    {
        found = 0;
        if (newlines == Vector128<byte>.Zero)
            return false;
        Vector128<byte> dot = Vector128.Create((byte)'.');
        Vector128<byte> cr = Vector128.Create((byte)'\r');
        Vector128<byte> first = Vector128.LoadUnsafe(ref start, (nuint)(at + 1));
        Vector128<byte> second = Vector128.LoadUnsafe(ref start, (nuint)(at + 2));
        Vector128<byte> suspects = newlines
            & ((Vector128.Equals(first, dot) & (Vector128.Equals(second, cr) | Vector128.Equals(second, Vector128.Create((byte)'\n'))))
                | (Vector128.Equals(first, cr) & Vector128.Equals(second, dot)));
        if (suspects == Vector128<byte>.Zero)
            return false;
        found = at + BitOperations.TrailingZeroCount(suspects.ExtractMostSignificantBits());
        return true;
    }
}
