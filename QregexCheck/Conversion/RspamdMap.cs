using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads a map of rspamd's multimap module. Keys between slashes make it a map of regular expressions; <c>*</c> and <c>?</c> make it one of globs; else
/// keys mean themselves, in any case. Without a filter each is asked about the address, about its domain, and about its user.
/// </summary>
/// <remarks>Source: rspamd_parse_kv_list and rspamd_map_helper_insert_re in map_helpers.c, rspamd_regexp_new_len in regexp.c, multimap.lua of rspamd.</remarks>
internal sealed class RspamdMap
{
    private const string SeesCase = "case matters there, so more is refused";

    // A domain, and a user without an @ in it.
    private static readonly ByteSet NoAt = AddressBytes.All & ~default(ByteSet).With((byte)'@');

    private readonly PatternCompiler _compiler = new();
    private readonly ConversionTarget _target;
    private readonly ConversionSink _sink;
    private readonly List<(byte[] Key, int Line, int Column)> _keys = new();
    private bool _toldOfValues;

    private RspamdMap(ConversionTarget target, ConversionSink sink)
    {
        _target = target;
        _sink = sink;
    }

    public static void Read(ReadOnlySpan<byte> file, ConversionTarget target, ConversionSink sink)
    {
        var map = new RspamdMap(target, sink);
        var lines = new SourceLines(file);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
            map.ReadLine(line, lines.Number);
        bool hasPatterns = map._keys.Exists(static entry => entry.Key[0] == (byte)'/');
        bool hasGlobs = !hasPatterns && map._keys.Exists(static entry => entry.Key.AsSpan().IndexOfAny((byte)'*', (byte)'?') >= 0);
        foreach ((byte[] key, int line, int column) in map._keys)
        {
            if (hasPatterns)
                map.AddPattern(key, line, column);
            else if (hasGlobs)
                map.AddGlob(key, line, column);
            else
                map.AddLiteral(key, line);
        }
    }

    private void ReadLine(ReadOnlySpan<byte> line, int number)
    {
        ReadOnlySpan<byte> rest = line.TrimStart(BlankBytes.All);
        int column = line.Length - rest.Length + 1;
        if (rest.IsEmpty || rest[0] == (byte)'#')
            return;
        bool isQuoted = rest[0] == (byte)'"';
        int begin = isQuoted ? 1 : 0;
        int end = isQuoted || rest[0] == (byte)'/' ? Close(rest, rest[0]) : 0;
        if (end < 0)
        {
            _sink.LeaveOut(number, column, isQuoted ? "the quotation is not closed" : "there is no second slash");
            return;
        }

        while (!isQuoted && end < rest.Length && !BlankBytes.Holds(rest[end]) && !BeginsRemark(rest, end))
            end++;
        ReadOnlySpan<byte> key = rest[begin..end].Trim(BlankBytes.All);
        ReadOnlySpan<byte> value = rest[(isQuoted ? end + 1 : end)..].Trim(BlankBytes.All);
        if (key.IsEmpty)
            return;
        if (!value.IsEmpty && value[0] != (byte)'#' && !_toldOfValues)
        {
            _toldOfValues = true;
            _sink.Say(number, 0, "a value stands behind the key; it is no reply, and is not carried over");
        }

        _keys.Add((key.ToArray(), number, column + begin));
    }

    /// <summary>The place of the sign that closes what begins with it; -1 when there is none. A backslash takes away a sign's meaning.</summary>
    private static int Close(ReadOnlySpan<byte> text, byte sign)
    {
        for (int at = 1; at < text.Length; at++)
        {
            if (text[at] == (byte)'\\')
                at++;
            else if (text[at] == sign)
                return at;
        }

        return -1;
    }

    private static bool BeginsRemark(ReadOnlySpan<byte> text, int at) => text[at] == (byte)'#' && (at == 0 || text[at - 1] != (byte)'\\');

    private void AddPattern(ReadOnlySpan<byte> key, int line, int column)
    {
        PcreOptions options = PcreOptions.None;
        ReadOnlySpan<byte> pattern = key;
        int begin = 0;
        if (key[0] == (byte)'/' || (key[0] == (byte)'m' && key.Length > 1 && char.IsPunctuation((char)key[1]) && key[1] is < 0x80 and not (byte)'\\'))
        {
            begin = key[0] == (byte)'/' ? 1 : 2;
            byte sign = key[begin - 1] == (byte)'{' ? (byte)'}' : key[begin - 1];
            int last = key.LastIndexOf(sign);
            if (last < begin)
            {
                _sink.LeaveOut(line, column, "the regular expression is not closed");
                return;
            }

            pattern = key[begin..last];
            options = OptionsOf(key[(last + 1)..]);
        }

        PcreTranslation translation = PcreTranslator.Of(pattern, options, _compiler);
        if (translation.Pattern is null)
        {
            _sink.LeaveOut(line, column + begin + translation.Column - 1, translation.Problem!);
            return;
        }

        string? mark = translation.Mark;
        if (_target != ConversionTarget.BadHelo && pattern.IndexOfAny("^$\\("u8) >= 0)
            mark = (mark is null ? string.Empty : mark + "; ") + "without a filter it is asked about the domain and the user alone there, too";
        Add(translation.Pattern, line, mark);
    }

    private static PcreOptions OptionsOf(ReadOnlySpan<byte> letters)
    {
        PcreOptions options = PcreOptions.None;
        foreach (byte letter in letters)
        {
            options |= letter switch
            {
                (byte)'i' => PcreOptions.Caseless,
                (byte)'m' => PcreOptions.Multiline,
                (byte)'s' => PcreOptions.DotAll,
                (byte)'x' => PcreOptions.Extended,
                _ => PcreOptions.None,
            };
        }

        return options;
    }

    private void AddGlob(ReadOnlySpan<byte> key, int line, int column)
    {
        TranslatedGlob glob = TranslatedGlob.Of(key, GlobDialect.Rspamd);
        if (glob.Whole() is not { } whole)
        {
            _sink.LeaveOut(line, column + glob.Column - 1, glob.Problem!);
            return;
        }

        // What may begin with anything holds for the address where it holds for its domain; what may end with anything, where it holds for the user.
        bool isAsked = _target != ConversionTarget.BadHelo && !key.Contains((byte)'@');
        bool holdsForDomain = isAsked && key[0] != (byte)'*';
        bool holdsForUser = isAsked && key[^1] != (byte)'*';
        byte[] part = holdsForDomain || holdsForUser ? TranslatedGlob.Of(key, GlobDialect.Rspamd, NoAt).Text.Bytes : [];
        byte[] pattern =
        [
            .. whole,
            .. holdsForDomain ? [.. "|@"u8, .. part, (byte)'$'] : ReadOnlySpan<byte>.Empty,
            .. holdsForUser ? [.. "|^"u8, .. part, .. "@[^@]*$"u8] : ReadOnlySpan<byte>.Empty,
        ];
        Add(pattern, line, glob.SeesCase ? SeesCase : null);
    }

    private void AddLiteral(ReadOnlySpan<byte> key, int line)
    {
        // Written for a selector or a filter that puts the @ in front; else no address is like it.
        if (_target != ConversionTarget.BadHelo && key.Length > 1 && key[0] == (byte)'@' && !key[1..].Contains((byte)'@'))
            Add(LiteralPattern.Ending(default, key), line);
        else if (_target == ConversionTarget.BadHelo || key.Contains((byte)'@'))
            Add(LiteralPattern.Whole(key), line);
        else
            Add([.. LiteralPattern.Ending("@"u8, key), (byte)'|', .. LiteralPattern.Between("^"u8, key, "@[^@]*$"u8)], line);
    }

    private void Add(byte[] pattern, int line, string? mark = null) => _sink.Add(new SourceRule(pattern, false, SourceAction.Reject, null, line, mark));
}
