using QregexCheck.Batv;

namespace QregexCheck.Smtp;

/// <summary>A line of RCPT on its way to the server without its tag: the bytes before the tag pass, the tag goes nowhere, the rest passes.</summary>
/// <remarks>The whole line has come, so each step has its bytes. Nothing of the client is read between the steps.</remarks>
internal sealed class TagCut
{
    private int _dropping;
    private int _passing;

    /// <summary>True while some of the line is still to come.</summary>
    public bool IsOpen => _passing > 0;

    /// <summary>The first step.</summary>
    /// <param name="at">Where the tag stands in the line; not at its start.</param>
    /// <param name="length">The length of the line with its LF.</param>
    public SmtpStep Begin(int at, int length)
    {
        _dropping = SenderTag.Length;
        _passing = length - at - SenderTag.Length;
        return SmtpStep.Pass(at);
    }

    /// <summary>The next step.</summary>
    public SmtpStep Next()
    {
        SmtpStep step = _dropping > 0 ? SmtpStep.Drop(_dropping) : SmtpStep.Pass(_passing);
        (_dropping, _passing) = (0, _dropping > 0 ? _passing : 0);
        return step;
    }
}
