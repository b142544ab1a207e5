using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Queue;
using Xunit;

namespace QregexCheck.Tests.Rooms.Queue;

public sealed class EnvelopeReaderTests
{
    private const string Plain = "Fa@b\0Tc@d\0T\0Te\xFF@f\0\0";

    [Fact]
    public void An_envelope_reads_the_same_wherever_it_is_cut()
    {
        string whole = Told(Plain, Plain.Length);
        Assert.Equal("Sender a@b|Recipient c@d|Recipient |Recipient e\xFF@f|End", whole);
        for (int size = 1; size < Plain.Length; size++)
            Assert.Equal(whole, Told(Plain, size));
    }

    [Fact]
    public void An_envelope_that_ends_early_has_no_end()
    {
        for (int length = 0; length < Plain.Length; length++)
            Assert.EndsWith("|More", "|" + Told(Plain[..length], 3), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("Ta@b\0")]
    [InlineData("fa@b\0")]
    [InlineData(" Fa@b\0")]
    public void Without_a_sender_in_front_it_is_malformed(string envelope) =>
        Assert.Equal(envelope.Length == 0 ? "More" : "Malformed", Told(envelope, 1));

    [Theory]
    [InlineData("Fa@b\0Fc@d\0\0")]
    [InlineData("Fa@b\0c@d\0\0")]
    [InlineData("Fa@b\0\nTc@d\0\0")]
    public void Between_recipients_only_recipients_stand(string envelope) => Assert.Equal("Sender a@b|Malformed", Told(envelope, 2));

    [Fact]
    public void What_stands_behind_the_end_is_left_alone()
    {
        ReadOnlySpan<byte> bytes = "F\0Ta\0\0Tb\0\0"u8;
        var reader = new EnvelopeReader();
        while (reader.Next(ref bytes, out _) != EnvelopeStep.End)
            Assert.False(bytes.IsEmpty);
        Assert.Equal("\0Tb\0\0", Encoding.Latin1.GetString(bytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1004)]
    [InlineData(100_000)]
    public void An_address_that_is_too_long_to_be_held_is_told_in_pieces(int size)
    {
        string longest = new('x', EnvelopeReader.LongestAddress);
        string tooLong = longest + "y" + longest;
        string envelope = $"F{tooLong}\0T{longest}\0T{tooLong}\0Ta\0\0";
        string told = Told(envelope, size);
        Assert.Equal($"F{tooLong}\0|Recipient {longest}|T{tooLong}\0|Recipient a|End", Joined(told));
    }

    /// <summary>The pieces of one address side by side.</summary>
    private static string Joined(string told) => string.Join(
        '|', told.Split('|').Aggregate(new List<string>(), (all, step) =>
        {
            if (!step.StartsWith("Piece ", StringComparison.Ordinal))
                all.Add(step);
            else if (all.Count > 0 && all[^1][0] is 'F' or 'T' && !all[^1].EndsWith('\0'))
                all[^1] += step["Piece ".Length..];
            else
                all.Add(step["Piece ".Length..]);
            return all;
        }));

    private static string Told(string envelope, int size)
    {
        var reader = new EnvelopeReader();
        var steps = new List<string>();
        byte[] all = Encoding.Latin1.GetBytes(envelope);
        int at = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = all.AsSpan(at, Math.Min(size, all.Length - at));
            at += rest.Length;
            EnvelopeStep step;
            do
            {
                step = reader.Next(ref rest, out ReadOnlySpan<byte> text);
                string said = Encoding.Latin1.GetString(text);
                if (step is EnvelopeStep.Sender or EnvelopeStep.Recipient or EnvelopeStep.Piece)
                    steps.Add($"{step} {said}");
                if (step is EnvelopeStep.End or EnvelopeStep.Malformed)
                    return string.Join('|', steps.Append(step.ToString()));
            }
            while (step != EnvelopeStep.More);
            if (at == all.Length)
                return string.Join('|', steps.Append("More"));
        }
    }
}
