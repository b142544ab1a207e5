using System;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace QregexCheck.Smtp;

/// <summary>What some bytes behind DATA's 354 mean.</summary>
internal enum BodyPart
{
    /// <summary>All of them belong to the body, and more follows.</summary>
    More,

    /// <summary>The body ends in them, for every server.</summary>
    End,

    /// <summary>Some servers see the end of the body here, others read on. Only the server can tell.</summary>
    MaybeEnd,

    /// <summary>
    /// Some servers see the end of the body here. But nobody sends this form to end a body, nor as its text. It is not worth a wait.
    /// </summary>
    FalseEnd,
}

/// <summary>Finds the end of a message body: a line that is a dot. Source: RFC 5321 4.1.1.4.</summary>
/// <remarks>
/// <para>CR LF dot CR LF ends a body for every server. Servers differ over lines that end in LF alone. qmail-smtpd refuses them and hangs up
/// (https://cr.yp.to/docs/smtplf.html). mailfront takes LF dot LF, and LF CR dot LF, for the end. Others take them for text. A wrong guess
/// would take commands for a body, or a body for commands. So the filter does not guess: behind such a line it holds the client until the
/// server has answered.</para>
/// <para>For some servers a CR alone ends a line, and some leave out a CR or a NUL. Only such servers may then see a dot as a line of its own.
/// At the start of a real line such a dot ends the session, since a client would double the dot of a text. Behind a CR in the middle of a line a
/// dot is text, as any bytes may stand there.</para>
/// </remarks>
internal sealed class BodyEnd
{
    private LineState _state = LineState.CleanStart;

    private enum LineState
    {
        /// <summary>In the middle of a line.</summary>
        Within,
        WithinAfterCr,

        /// <summary>At the start of a line. The line before ended in CR LF.</summary>
        CleanStart,
        CleanDot,
        CleanDotCr,

        /// <summary>At the start of a line. The line before ended in LF alone.</summary>
        LooseStart,
        LooseDot,
        LooseDotCr,

        /// <summary>Behind a CR at the start of a line.</summary>
        StartCr,
        StartCrDot,

        /// <summary>Behind several CRs and NULs at the start of a line. The last one is a NUL.</summary>
        OddStart,

        /// <summary>Behind several CRs and NULs at the start of a line. The last one is a CR.</summary>
        OddStartCr,

        /// <summary>Behind a dot, with such CRs or NULs around it.</summary>
        OddDot,
    }

    /// <summary>Makes ready for the next body.</summary>
    public void Reset() => _state = LineState.CleanStart;

    /// <summary>Reads the next bytes.</summary>
    /// <param name="bytes">The next bytes of the client.</param>
    /// <param name="length">
    /// How many of them belong to the body, its last line included. It may be 0 with <see cref="BodyPart.FalseEnd"/>.
    /// </param>
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

            if (IsFalseEnd(_state, bytes[at]))
            {
                length = at;
                return BodyPart.FalseEnd;
            }

            byte b = bytes[at++];
            if (b != (byte)'\n')
            {
                _state = Next(_state, b);
                continue;
            }

            LineState before = _state;
            _state = before is LineState.WithinAfterCr or LineState.StartCr or LineState.OddStartCr or LineState.CleanDotCr
                ? LineState.CleanStart : LineState.LooseStart;
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
        (LineState.OddStart or LineState.OddStartCr, (byte)'.') => LineState.OddDot,
        (LineState.CleanDot or LineState.LooseDot or LineState.StartCrDot or LineState.OddDot, 0) => LineState.OddDot,
        (LineState.CleanStart or LineState.LooseStart, (byte)'\r') => LineState.StartCr,
        (LineState.StartCr or LineState.OddStart or LineState.OddStartCr, (byte)'\r') => LineState.OddStartCr,
        (LineState.CleanStart or LineState.LooseStart or LineState.StartCr or LineState.OddStart or LineState.OddStartCr, 0) => LineState.OddStart,
        (_, (byte)'\r') => LineState.WithinAfterCr,
        _ => LineState.Within,
    };

    /// <summary>True when the next byte makes a dot the end of a body for some server, and nobody means that.</summary>
    private static bool IsFalseEnd(LineState state, byte b) => state switch
    {
        LineState.CleanDotCr or LineState.LooseDotCr => b != (byte)'\n',
        LineState.StartCrDot => b == (byte)'\r',
        LineState.OddDot => b is (byte)'\r' or (byte)'\n',
        _ => false,
    };

    /// <summary>True when no line that may be a dot has begun, and none begins here.</summary>
    private bool CanSkip(ReadOnlySpan<byte> bytes) => _state switch
    {
        LineState.Within or LineState.WithinAfterCr => true,
        LineState.StartCr => !IsOddBehindCr(bytes[0]),
        LineState.CleanStart or LineState.LooseStart =>
            bytes[0] is not ((byte)'.' or 0) && (bytes[0] != (byte)'\r' || (bytes.Length > 1 && !IsOddBehindCr(bytes[1]))),
        _ => false,
    };

    /// <summary>
    /// The number of bytes before the newline in front of the first line that may be a dot. Such a line starts with a dot and a CR, LF or NUL; or
    /// with a NUL; or with CR and a dot, CR or NUL. A line that is not complete may be one too.
    /// </summary>
    private static int FindSuspectLine(ReadOnlySpan<byte> bytes)
    {
        const int Ahead = 2;
        const int Stride = 4;
        int width = Vector128<byte>.Count;
        int at = 0;
        for (; at + (Stride * width) + Ahead <= bytes.Length; at += Stride * width)
        {
            // A line has one newline, so most vectors hold none. Only a vector with a newline is looked at closely.
            Vector128<byte> newlines0 = Newlines(bytes, at);
            Vector128<byte> newlines1 = Newlines(bytes, at + width);
            Vector128<byte> newlines2 = Newlines(bytes, at + (2 * width));
            Vector128<byte> newlines3 = Newlines(bytes, at + (3 * width));
            if ((newlines0 | newlines1 | newlines2 | newlines3) == Vector128<byte>.Zero)
                continue;
            if (IsSuspect(bytes, at, newlines0, out int found)
                || IsSuspect(bytes, at + width, newlines1, out found)
                || IsSuspect(bytes, at + (2 * width), newlines2, out found)
                || IsSuspect(bytes, at + (3 * width), newlines3, out found))
            {
                return found;
            }
        }

        for (; at < bytes.Length; at++)
        {
            if (bytes[at] != (byte)'\n')
                continue;
            bool isWhole = at + Ahead < bytes.Length;
            if (!isWhole
                || bytes[at + 1] == 0
                || (bytes[at + 1] == (byte)'.' && bytes[at + 2] is (byte)'\r' or (byte)'\n' or 0)
                || (bytes[at + 1] == (byte)'\r' && IsOddBehindCr(bytes[at + 2])))
            {
                return at;
            }
        }

        return bytes.Length;
    }

    private static bool IsOddBehindCr(byte b) => b is (byte)'.' or (byte)'\r' or 0;

    private static Vector128<byte> Newlines(ReadOnlySpan<byte> bytes, int at) =>
        Vector128.Equals(Vector128.Create(bytes[at..]), Vector128.Create((byte)'\n'));

    /// <summary>True when one of the newlines stands in front of a line that may be a dot. Two bytes behind the vector must be there.</summary>
    private static bool IsSuspect(ReadOnlySpan<byte> bytes, int at, Vector128<byte> newlines, out int found)
    {
        found = 0;
        if (newlines == Vector128<byte>.Zero)
            return false;
        Vector128<byte> dot = Vector128.Create((byte)'.');
        Vector128<byte> cr = Vector128.Create((byte)'\r');
        Vector128<byte> first = Vector128.Create(bytes[(at + 1)..]);
        Vector128<byte> isDot = newlines & Vector128.Equals(first, dot);
        Vector128<byte> isCr = newlines & Vector128.Equals(first, cr);
        Vector128<byte> isNul = newlines & Vector128.Equals(first, Vector128<byte>.Zero);
        if ((isDot | isCr | isNul) == Vector128<byte>.Zero)
            return false; // Nearly every line ends here, and its second byte is not looked at.
        Vector128<byte> second = Vector128.Create(bytes[(at + 2)..]);
        Vector128<byte> crOrNul = Vector128.Equals(second, cr) | Vector128.Equals(second, Vector128<byte>.Zero);
        Vector128<byte> suspects = (isDot & (crOrNul | Vector128.Equals(second, Vector128.Create((byte)'\n'))))
            | (isCr & (crOrNul | Vector128.Equals(second, dot)))
            | isNul;
        if (suspects == Vector128<byte>.Zero)
            return false;
        found = at + BitOperations.TrailingZeroCount(suspects.ExtractMostSignificantBits());
        return true;
    }
}
