using System;
using QregexCheck.Control;
using QregexCheck.Proof;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads badmailpatterns and badrcptpatterns of the wildmat patches. Each line is asked in turn, and the last that matches decides: it refuses, or frees
/// with a <c>!</c> in front. So they are handed out from the last to the first.
/// </summary>
/// <remarks>Source: README.wildmat of the patch; wildmat.c of INN.</remarks>
internal static class WildmatList
{
    /// <summary>Why a rule of wildmat refuses more, or frees more, than its line.</summary>
    public const string SeesCase = "case matters there, and not in a rule";

    public static void Read(byte[] file, ConversionTarget target, ConversionSink sink)
    {
        int first = sink.Rules.Count;
        ControlFile lines = new LintedFile(target.ToString(), file).Read();
        while (lines.TryRead(out ControlLine line))
        {
            if (!line.IsComment && !line.Bytes.IsEmpty)
                Add(line.Bytes, line.Number, line.Column, sink);
        }

        sink.Rules.Reverse(first, sink.Rules.Count - first);
    }

    /// <summary>Adds the rule of one line.</summary>
    public static void Add(ReadOnlySpan<byte> line, int number, int column, ConversionSink sink)
    {
        bool frees = line[0] == (byte)'!';
        column += frees ? 1 : 0;
        TranslatedGlob glob = TranslatedGlob.Of(frees ? line[1..] : line, GlobDialect.Wildmat);
        if (glob.Whole() is not { } pattern)
            sink.LeaveOut(number, column + glob.Column - 1, glob.Problem!);
        else
            sink.Add(new SourceRule(pattern, false, frees ? SourceAction.Accept : SourceAction.Reject, null, number, glob.SeesCase ? SeesCase : null));
    }
}
