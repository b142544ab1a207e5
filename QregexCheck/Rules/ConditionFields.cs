using System;
using System.Collections.Generic;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Rules;

/// <summary>Tells what is wrong with an expression; <see cref="SyntaxErrorKind.None"/> when it can be used.</summary>
internal delegate SyntaxError PatternTest(ReadOnlySpan<byte> pattern);

/// <summary>
/// The fields of an annotation that make the <see cref="Condition"/> of a rule. Where one of them can't be read, the rule must not be used: without
/// its condition it would refuse more than was meant.
/// </summary>
internal sealed class ConditionFields
{
    /// <summary>The names, as a complaint lists them.</summary>
    public const string Names = "only-to, only-from, only-ip and not-ip";

    private readonly List<IpNetwork> _onlyIp = new();
    private readonly List<IpNetwork> _notIp = new();
    private readonly ByteText _onlyIpText = new();
    private readonly ByteText _notIpText = new();
    private byte[]? _onlyTo;
    private byte[]? _onlyFrom;
    private (int Line, int Column) _onlyToAt;
    private (int Line, int Column) _onlyFromAt;
    private (int Line, int Column) _lastAt;

    /// <summary>
    /// True for a name that is one of ours, or was hardly meant to be another: it begins like one, in whatever case.
    /// </summary>
    public static bool IsMeant(ReadOnlySpan<byte> name) => BeginsWith(name, "only"u8) || BeginsWith(name, "not-"u8) || BeginsWith(name, "not_"u8);

    /// <summary>True for the rest of a line, which can't be read, when a field of ours may stand there: its name, or one like it with a = behind it.</summary>
    public static bool MayStandIn(ReadOnlySpan<byte> text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (at > 0 && text[at - 1] is not ((byte)' ' or (byte)'\t' or (byte)':'))
                continue;
            int end = at;
            while (end < text.Length && (char.IsAsciiLetter((char)text[end]) || text[end] is (byte)'-' or (byte)'_'))
                end++;
            if (IsMeant(text[at..end]) && (IsOurs(text[at..end]) || text[end..].TrimStart(" \t"u8).StartsWith("="u8)))
                return true;
            at = Math.Max(at, end - 1);
        }

        return false;
    }

    /// <summary>Sets a field. Says what is wrong with it; empty when it is right.</summary>
    public string Problem(ReadOnlySpan<byte> name, byte[] value, int line, int column)
    {
        _lastAt = (line, column);
        if (name.SequenceEqual("only-to"u8))
            return Problem(value, (line, column), ref _onlyTo, ref _onlyToAt);
        if (name.SequenceEqual("only-from"u8))
            return Problem(value, (line, column), ref _onlyFrom, ref _onlyFromAt);
        if (name.SequenceEqual("only-ip"u8))
            return Problem(value, _onlyIp, _onlyIpText);
        if (name.SequenceEqual("not-ip"u8))
            return Problem(value, _notIp, _notIpText);
        return "unknown name: known are " + Names;
    }

    /// <summary>Puts the fields together.</summary>
    /// <param name="test">Tells whether an expression can be used.</param>
    /// <param name="error">What is wrong; its message is empty when nothing is.</param>
    /// <returns>Null when something is wrong.</returns>
    public Condition? Take(PatternTest? test, out RuleError error)
    {
        var text = new ByteText();
        error = new RuleError(0, 0, string.Empty);
        if (IsRefused(_onlyTo, _onlyToAt, "only-to"u8, test, text, ref error) || IsRefused(_onlyFrom, _onlyFromAt, "only-from"u8, test, text, ref error))
            return null;
        Add(text, "only-ip"u8, _onlyIpText.Bytes);
        Add(text, "not-ip"u8, _notIpText.Bytes);
        if (text.Length > Condition.Longest)
        {
            error = new RuleError(_lastAt.Line, _lastAt.Column, "what only-to, only-from, only-ip and not-ip say is longer than 32768 bytes");
            return null;
        }

        return new Condition
        {
            OnlyTo = _onlyTo,
            OnlyFrom = _onlyFrom,
            OnlyIp = _onlyIp.ToArray(),
            NotIp = _notIp.ToArray(),
            Text = text.Bytes.ToArray(),
        };
    }

    private static string Problem(byte[] value, (int Line, int Column) place, ref byte[]? field, ref (int Line, int Column) at)
    {
        if (field is not null)
            return "it stands here twice: join the two expressions with |";
        if (Rule.Of(value).Pattern.IsEmpty)
            return "an empty expression hits everything; leave it out";
        field = value;
        at = place;
        return string.Empty;
    }

    /// <summary>Reads a list of networks. What stands in several fields is one list.</summary>
    private static string Problem(ReadOnlySpan<byte> value, List<IpNetwork> networks, ByteText text)
    {
        while (true)
        {
            int comma = value.IndexOf((byte)',');
            ReadOnlySpan<byte> one = (comma < 0 ? value : value[..comma]).Trim(" \t"u8);
            string problem = IpNetwork.Problem(one, out IpNetwork network);
            if (problem.Length > 0)
                return problem;
            networks.Add(network);
            text.Add(text.Length == 0 ? ""u8 : ","u8).Add(one);
            if (comma < 0)
                return string.Empty;
            value = value[(comma + 1)..];
        }
    }

    private static bool IsRefused(
        byte[]? rule, (int Line, int Column) at, ReadOnlySpan<byte> name, PatternTest? test, ByteText text, ref RuleError error)
    {
        if (rule is null)
            return false;
        SyntaxError mistake = test?.Invoke(Rule.Of(rule).Pattern) ?? default;
        if (mistake.Kind != SyntaxErrorKind.None)
        {
            error = new RuleError(at.Line, at.Column, mistake.Message);
            return true;
        }

        text.Add(text.Length == 0 ? ""u8 : " "u8).Add(name).Add("=\""u8);
        foreach (byte b in rule)
        {
            if (b is (byte)'"' or (byte)'\\')
                text.Add((byte)'\\');
            text.Add(b);
        }

        text.Add((byte)'"');
        return false;
    }

    private static void Add(ByteText text, ReadOnlySpan<byte> name, ReadOnlySpan<byte> networks)
    {
        if (!networks.IsEmpty)
            text.Add(text.Length == 0 ? ""u8 : " "u8).Add(name).Add("="u8).Add(networks);
    }

    private static bool IsOurs(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("only-to"u8) || name.SequenceEqual("only-from"u8) || name.SequenceEqual("only-ip"u8) || name.SequenceEqual("not-ip"u8);

    private static bool BeginsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        if (text.Length < word.Length)
            return false;
        for (int i = 0; i < word.Length; i++)
        {
            if ((text[i] | 0x20) != word[i] && text[i] != word[i])
                return false;
        }

        return true;
    }
}
