using System;
using QregexCheck.Decision;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>Counts the results of <c>test</c>, and knows the exit code for them.</summary>
internal sealed class TestSummary
{
    private readonly int[] _counts = new int[(int)VerdictKind.Trouble + 1];

    public int Envelopes { get; private set; }

    /// <summary>Accept if all would be accepted, HardError if any is refused, SoftError if one can't be decided.</summary>
    public ExitCode Code => _counts[(int)VerdictKind.Trouble] > 0 ? ExitCode.SoftError
        : _counts[(int)VerdictKind.Reject] + _counts[(int)VerdictKind.Defer] > 0 ? ExitCode.HardError
        : ExitCode.Accept;

    public void Count(VerdictKind kind)
    {
        Envelopes++;
        _counts[(int)kind]++;
    }

    /// <summary>A line for people.</summary>
    public ReadOnlySpan<byte> ToText()
    {
        var text = new ByteText().Add(Envelopes).Add(Envelopes == 1 ? " envelope: "u8 : " envelopes: "u8);
        for (var kind = VerdictKind.Accept; kind <= VerdictKind.Trouble; kind++)
            text.Add(kind == VerdictKind.Accept ? ""u8 : ", "u8).Add(_counts[(int)kind]).Add(" "u8).Add(kind.Word());
        return text.Add("\n"u8).Bytes;
    }

    /// <summary>A line for programs.</summary>
    public ReadOnlySpan<byte> ToJson()
    {
        JsonText json = new JsonText().BeginLine().Begin("summary"u8).Add("envelopes"u8, Envelopes);
        for (var kind = VerdictKind.Accept; kind <= VerdictKind.Trouble; kind++)
            json.Add(kind.Word(), _counts[(int)kind]);
        return json.End().EndLine().Bytes;
    }
}
