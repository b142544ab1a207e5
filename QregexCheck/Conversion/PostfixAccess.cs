using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads an access table of Postfix as text. Of an address it is asked for <c>user@domain</c>, then for the domain and each one above it, then for
/// <c>user@</c>; of a HELO name for the name and each one above it. So a key's kind decides about its turn, not its line.
/// </summary>
/// <remarks>
/// Source: access(5); mail_addr_find.c, dict_thash.c and check_domain_access in smtpd_check.c of postfix. Its defaults are assumed: smtpd_access_maps
/// stands in parent_domain_matches_subdomains, and recipient_delimiter is empty.
/// </remarks>
internal sealed class PostfixAccess
{
    private static readonly SearchValues<byte> NumericBytes = SearchValues.Create("0123456789.:[]"u8);

    // What is below 192.0.2 may be an address of a host, for which Postfix does not ask for what is above it, or a name, for which it does.
    private const string StandsForItself = "it stands for this name alone, and there for names below it that are no addresses of hosts, too";

    private readonly ConversionTarget _target;
    private readonly ConversionSink _sink;
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<(int Turn, int Length, SourceRule Rule)> _entries = new();
    private bool _toldOfExtensions;

    private PostfixAccess(ConversionTarget target, ConversionSink sink)
    {
        _target = target;
        _sink = sink;
    }

    public static void Read(ReadOnlySpan<byte> file, ConversionTarget target, ConversionSink sink)
    {
        var table = new PostfixAccess(target, sink);
        var lines = new PostfixLines(file);
        while (lines.TryRead(out ReadOnlySpan<byte> line, sink))
            table.Read(line, lines.Number);
        table._entries.Sort(static (one, other) =>
            one.Turn != other.Turn ? one.Turn.CompareTo(other.Turn)
            : one.Length != other.Length ? other.Length.CompareTo(one.Length)
            : one.Rule.Line.CompareTo(other.Rule.Line));
        foreach ((_, _, SourceRule rule) in table._entries)
            sink.Add(rule);
    }

    private void Read(ReadOnlySpan<byte> line, int number)
    {
        int end = KeyEnd(line);
        ReadOnlySpan<byte> value = end < 0 ? default : line[end..].TrimStart(BlankBytes.All);
        if (value.IsEmpty)
        {
            string what = end < 0 ? "a quote is not closed" : "nothing stands behind the key";
            _sink.LeaveOut(number, 1, $"{what}, and the line is ignored there");
            return;
        }

        byte[] key = AsciiCase.Lowered(line[..end]);
        if (!_keys.Add(Encoding.Latin1.GetString(key)))
        {
            _sink.Say(number, 1, "this key stands in a line above, and only that one counts");
            return;
        }

        PostfixAction action = PostfixAction.Read(value, isFilledIn: false);
        int column = line.Length - value.Length + 1;
        if (action.Problem is not null)
        {
            _sink.LeaveOut(number, column, action.Problem);
            return;
        }

        if (Pattern(key, out int turn, out int length, out string problem) is not { } pattern)
        {
            _sink.LeaveOut(number, 1, problem);
            return;
        }

        if (action.LostReply is { } lost)
            _sink.LoseReply(number, column, lost);
        if (action.Note is { } note)
            _sink.Say(number, column, note);
        if (key.AsSpan().Contains((byte)'@') && !_toldOfExtensions)
        {
            _toldOfExtensions = true;
            _sink.Say(number, 1, "where recipient_delimiter is set, a user stands for the user's extensions, too; here it does not");
        }

        string? mark = _target == ConversionTarget.BadHelo && IsNumeric(key) ? StandsForItself : null;
        _entries.Add((turn, length, new SourceRule(pattern, IsNegated: false, action.Action, action.Reply, number, mark)));
    }

    /// <summary>The pattern of a key, and its turn; null when the key is never asked for.</summary>
    private byte[]? Pattern(ReadOnlySpan<byte> key, out int turn, out int length, out string problem)
    {
        turn = 1;
        length = key.Length;
        problem = string.Empty;
        int at = key.LastIndexOf((byte)'@');
        if (_target == ConversionTarget.BadHelo && at >= 0)
            problem = "a HELO name is no address";
        else if (key.SequenceEqual("<>"u8))
            problem = "the null sender is never asked about here";
        else if (at == 0)
            problem = "a key that begins with @ is never asked for there; a domain stands without it";
        else if (key[0] == (byte)'.')
            problem = "a key that begins with a dot is never asked for there, unless smtpd_access_maps is taken out of parent_domain_matches_subdomains";
        if (problem.Length > 0)
            return null;
        if (_target == ConversionTarget.BadHelo)
            return IsNumeric(key) ? LiteralPattern.Whole(key) : LiteralPattern.Ending("(^|\\.)"u8, key);
        if (at < 0)
            return LiteralPattern.Ending("[@.]"u8, key);
        if (Unquoted(key[..at]) is not { } user)
        {
            problem = "a backslash or a quote in it, as it is never asked for there";
            return null;
        }

        byte[] address = [.. user, .. key[at..]];
        turn = at == key.Length - 1 ? 2 : 0;

        // A quoted user may hold an @, and the user whom Postfix asks for ends at the last one.
        return turn == 2 ? LiteralPattern.Between("^"u8, address, "[^@]*$"u8) : LiteralPattern.Whole(address);
    }

    /// <summary>A local part as it is asked about here; null when Postfix asks for no such key. Source: RFC 5321 4.1.2, Quoted-string.</summary>
    private static byte[]? Unquoted(ReadOnlySpan<byte> user)
    {
        if (user.IndexOfAny((byte)'"', (byte)'\\') < 0)
            return user.ToArray();
        if (user.Length < 2 || user[0] != (byte)'"' || user[^1] != (byte)'"')
            return null;
        var plain = new List<byte>(user.Length);
        for (int at = 1; at < user.Length - 1; at++)
        {
            if (user[at] == (byte)'"')
                return null;
            if (user[at] == (byte)'\\' && ++at == user.Length - 1)
                return null;
            plain.Add(user[at]);
        }

        return plain.ToArray();
    }

    /// <summary>Where the key ends: at the first blank that is not quoted; -1 when a quote is not closed.</summary>
    private static int KeyEnd(ReadOnlySpan<byte> line)
    {
        bool isQuoted = false;
        for (int at = 0; at < line.Length; at++)
        {
            if (line[at] == (byte)'\\')
                at++;
            else if (line[at] == (byte)'"')
                isQuoted = !isQuoted;
            else if (BlankBytes.Holds(line[at]) && !isQuoted)
                return at;
        }

        return isQuoted ? -1 : line.Length;
    }

    /// <summary>True for a number or an address of a host: such a HELO name has no names above it.</summary>
    private static bool IsNumeric(ReadOnlySpan<byte> key) => !key.ContainsAnyExcept(NumericBytes);
}
