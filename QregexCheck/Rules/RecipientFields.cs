using System;
using QregexCheck.Text;

namespace QregexCheck.Rules;

/// <summary>The fields of an annotation that only the entries of control/checkrcpthosts have: <c>relay=yes|no ext=yes|no age=SECONDS</c>.</summary>
internal sealed class RecipientFields
{
    /// <summary>Longest <c>age</c> in digits: some 30 years.</summary>
    private const int LongestAge = 9;

    public bool? Relay { get; private set; }

    public bool? Extensions { get; private set; }

    public int? Age { get; private set; }

    /// <summary>Sets a field. Says what is wrong with it; empty when it is right.</summary>
    public string Problem(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("relay"u8))
        {
            Relay = YesOrNo(value);
            return Relay is null ? "relay is yes or no" : string.Empty;
        }

        if (name.SequenceEqual("ext"u8))
        {
            Extensions = YesOrNo(value);
            return Extensions is null ? "ext is yes or no" : string.Empty;
        }

        if (!name.SequenceEqual("age"u8))
            return "unknown name: known are action, reply, until, note, lint-ignore, relay, ext and age";
        if (value.Length is 0 or > LongestAge || !CalendarDay.TryParseNumber(value, out int seconds))
            return "age takes a number of seconds, of at most 9 digits";
        Age = seconds;
        return string.Empty;
    }

    private static bool? YesOrNo(ReadOnlySpan<byte> value) => value.SequenceEqual("yes"u8) ? true : value.SequenceEqual("no"u8) ? false : null;
}
