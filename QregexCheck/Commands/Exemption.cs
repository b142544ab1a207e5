using System;
using System.Text;
using QregexCheck.Bounces;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Qmail;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary>What lets a mail through.</summary>
/// <param name="File">The control file that it belongs to.</param>
/// <param name="Rule">What to write there.</param>
/// <param name="Command">A command that adds it; null when its bytes can't be pasted into a shell, or when it does not go to the file's end.</param>
/// <param name="Advice">What to do where there is no command, as a clause without its directory; null for a rule about an address.</param>
/// <param name="Line">The line above which it goes; 0 for any place.</param>
internal readonly record struct Exemption(string File, byte[] Rule, string? Command, string? Advice = null, int Line = 0)
{
    /// <summary>A rule that lets an address through.</summary>
    public static Exemption OfAddress(ControlList list, byte[] address, ControlDirectory directory)
    {
        byte[] rule = AddressRule.Of(address);
        return new Exemption(ControlLists.Name(list), rule, ExceptionCommand.Of(rule, directory, list));
    }

    /// <summary>
    /// A rule that lets through the bounces that quote a line. Of a line that a server wrote it names who handed the mail to whom, since the rest is of this
    /// mail alone.
    /// </summary>
    public static Exemption OfQuotedLine(byte[] line, ControlDirectory directory)
    {
        ControlList list = ListFamily.About(Subject.QuotedLine).Exceptions!.Value;
        int by = QuotedFields.Of(line) == QuotedField.Received ? line.AsSpan().IndexOf(" by "u8) : -1;
        byte[] rule = AddressRule.Of(line);
        if (by > 0)
        {
            int begin = by + " by ".Length;
            int length = line.AsSpan(begin).IndexOfAny(" ;"u8);
            if (length > 0)
                rule = [.. AddressRule.Of(line.AsSpan(0, begin + length))[..^1], .. "([ ;]|$)"u8];
        }

        return new Exemption(ControlLists.Name(list), rule, ExceptionCommand.Of(rule, directory, list), "write a rule for the quoted line into ");
    }

    /// <summary>The policy that lets bounces for a domain through, whatever their recipients' tags.</summary>
    public static Exemption OfTag(BounceEntry entry) => new(
        Encoding.ASCII.GetString(entry.File), "#: action=log"u8.ToArray(), null,
        $"write #: action=log above line {entry.Line}, in the place of its action, in ", entry.Line);
}
