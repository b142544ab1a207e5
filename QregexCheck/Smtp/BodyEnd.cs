using System;

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
/// (https://cr.yp.to/docs/smtplf.html), mailfront takes LF dot LF for the end, others for text. Whoever guessed would let commands pass for a
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

        /// <summary>At the start of a line, the one before ended in LF alone; or behind a CR at the start of any line.</summary>
        LooseStart,
        LooseDot,
        LooseDotCr,

        /// <summary>Behind a CR at the start of a line.</summary>
        StartCr,
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
            if (_state == LineState.Within)
            {
                // Nothing matters before the next line that starts with a dot, or with a CR.
                int next = FindLineOfInterest(bytes[at..]);
                if (next > 0)
                {
                    at += next;
                    _state = bytes[at - 1] == (byte)'\r' ? LineState.WithinAfterCr : LineState.Within;
                    continue;
                }
            }

            byte b = bytes[at++];
            if (b != (byte)'\n')
            {
                _state = Next(_state, b);
                continue;
            }

            LineState before = _state;
            _state = before is LineState.WithinAfterCr or LineState.StartCr or LineState.CleanDotCr ? LineState.CleanStart : LineState.LooseStart;
            if (before is LineState.CleanDot or LineState.CleanDotCr or LineState.LooseDot or LineState.LooseDotCr)
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
        (LineState.LooseStart or LineState.StartCr, (byte)'.') => LineState.LooseDot,
        (LineState.CleanDot, (byte)'\r') => LineState.CleanDotCr,
        (LineState.LooseDot, (byte)'\r') => LineState.LooseDotCr,
        (LineState.CleanStart or LineState.LooseStart, (byte)'\r') => LineState.StartCr,
        (_, (byte)'\r') => LineState.WithinAfterCr,
        _ => LineState.Within,
    };

    /// <summary>How many bytes can be passed over: up to the newline in front of a line that starts with a dot or CR.</summary>
    private static int FindLineOfInterest(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (true)
        {
            int newline = bytes[at..].IndexOf((byte)'\n');
            if (newline < 0)
                return bytes.Length;
            at += newline;
            if (at + 1 == bytes.Length || bytes[at + 1] is (byte)'.' or (byte)'\r')
                return at;
            at++;
        }
    }
}
