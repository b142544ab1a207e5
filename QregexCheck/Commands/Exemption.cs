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
/// <param name="Rule">What to write there; null where it can't be made of what the log has.</param>
/// <param name="Command">A command that adds it; null when its bytes can't be pasted into a shell, or when it does not go to the file's end.</param>
/// <param name="Advice">What to do where there is no command, as a clause without its directory; null for a rule about an address.</param>
/// <param name="Line">The line above which it goes; 0 for any place.</param>
internal readonly record struct Exemption(string File, byte[]? Rule, string? Command, string? Advice = null, int Line = 0)
{
    /// <summary>A rule that lets an address through.</summary>
    public static Exemption OfAddress(ControlList list, byte[] address, ControlDirectory directory)
    {
        byte[] rule = AddressRule.Of(address);
        return new Exemption(ControlLists.Name(list), rule, ExceptionCommand.Of(rule, directory, list));
    }

    /// <summary>
    /// A rule that lets through the bounces that quote a line. Of a line that a server wrote it names who handed the mail to whom, since the rest is of this
    /// mail alone. Where the line names no host there is no rule: it would let in nothing but this mail, or any forged one.
    /// </summary>
    public static Exemption OfQuotedLine(byte[] line, ControlDirectory directory)
    {
        ControlList list = ListFamily.About(Subject.QuotedLine).Exceptions!.Value;
        string file = ControlLists.Name(list);
        int end = QuotedFields.Of(line) == QuotedField.Received ? ReceivedServer.EndOfName(line) : line.Length;
        if (end < 0)
            return new Exemption(file, null, null, "write a rule for another quoted line, one that names a server of yours, into ");
        byte[] rule = AddressRule.Of(line.AsSpan(0, end));
        if (end < line.Length)
            rule = [.. rule.AsSpan()[..^1], .. line[end] == '\t' ? "([[:space:];]|$)"u8 : "([ ;]|$)"u8];
        return new Exemption(file, rule, ExceptionCommand.Of(rule, directory, list), "write a rule for the quoted line into ");
    }

    /// <summary>The policy that lets bounces for a domain through, whatever their recipients' tags.</summary>
    public static Exemption OfTag(BounceEntry entry) => new(
        Encoding.ASCII.GetString(entry.File), "#: action=log"u8.ToArray(), null,
        $"write #: action=log above line {entry.Line}, in the place of its action, in ", entry.Line);
}
