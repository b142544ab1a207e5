using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;

namespace QregexCheck.Conversion;

/// <summary>
/// Reads the lists of addresses in a configuration of SpamAssassin: blacklist_from and blocklist_from refuse, whitelist_from and welcomelist_from let
/// through; for recipients the same words end in _to. Entries are globs about the whole address. What lets through whom SPF, DKIM or a client's name proves is
/// no rule, and said where there is something to let through. All other lines are passed over.
/// </summary>
/// <remarks>Source: Mail::SpamAssassin::Conf(3); parse and add_to_addrlist in Conf/Parser.pm, _check_welcomelist in Plugin/WLBLEval.pm.</remarks>
internal sealed class SpamAssassinLists
{
    private readonly string _subject;
    private readonly ConversionSink _sink;
    private readonly AddressSet _accepted = new();
    private readonly AddressSet _rejected = new();
    private readonly List<SourceRule> _takenBack = new();
    private readonly List<int> _proved = new();
    private int _conditions;

    private SpamAssassinLists(ConversionTarget target, ConversionSink sink)
    {
        _subject = target == ConversionTarget.BadMailTo ? "_to" : "_from";
        _sink = sink;
    }

    public static void Read(ReadOnlySpan<byte> file, ConversionTarget target, ConversionSink sink)
    {
        var lists = new SpamAssassinLists(target, sink);
        var lines = new SourceLines(file);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
            lists.ReadLine(line, lines.Number);
        lists.AddAll(lists._accepted, SourceAction.Accept);
        foreach (SourceRule rule in lists._takenBack)
            sink.Add(rule);
        lists.AddAll(lists._rejected, SourceAction.Reject);
        if (!lists._rejected.IsEmpty)
            lists.LeaveOutProved();
    }

    private void ReadLine(ReadOnlySpan<byte> line, int number)
    {
        line = WithoutRemark(line).Trim(BlankBytes.All);
        bool isOfLanguage = line.StartsWith("lang"u8) && line.Length > 4 && BlankBytes.Holds(line[4]);
        if (isOfLanguage)
            line = BlankBytes.BehindFirstWord(BlankBytes.BehindFirstWord(line));
        string key = Encoding.Latin1.GetString(AsciiCase.Lowered(BlankBytes.FirstWord(line))).Replace('-', '_');
        switch (key)
        {
            case "if" or "ifplugin":
                _conditions++;
                return;
            case "endif":
                _conditions = Math.Max(_conditions - 1, 0);
                return;
            case "include":
                _sink.LeaveOut(number, 0, "another file that is read here; convert it by itself");
                return;
        }

        if (_subject == "_from" && AsksForProof(key))
            _proved.Add(number);

        if (!key.EndsWith(_subject, StringComparison.Ordinal) || ListOf(key[..^_subject.Length]) is not { } list)
            return;
        if (_conditions > 0 || isOfLanguage)
            _sink.LeaveOut(number, 0, "a line that counts under a condition of SpamAssassin's");
        else
            ReadEntries(BlankBytes.BehindFirstWord(line), list.Entries, list.TakesBack, number);
    }

    /// <summary>
    /// True for the word of a list that counts only for mail whose client SPF, DKIM or the name of its host proves. The same words with def_ in front
    /// weigh less than blacklist_from, and let through nothing that it refuses.
    /// </summary>
    private static bool AsksForProof(string key)
    {
        int end = Math.Max(key.IndexOf('_', StringComparison.Ordinal), 0);
        return key[..end] is "whitelist" or "welcomelist" && key[end..] is "_auth" or "_from_rcvd" or "_from_spf" or "_from_dkim" or "_from_dk";
    }

    private void LeaveOutProved()
    {
        foreach (int number in _proved)
            _sink.LeaveOut(number, 0, "it lets through whom SPF, DKIM or the client's name proves, which no rule here asks, so more may be refused");
    }

    private (AddressSet Entries, bool TakesBack)? ListOf(string name) => name switch
    {
        "blacklist" or "blocklist" => (_rejected, false),
        "unblacklist" or "unblocklist" => (_rejected, true),
        "whitelist" or "welcomelist" => (_accepted, false),
        "unwhitelist" or "unwelcomelist" => (_accepted, true),
        "more_spam" or "all_spam" when _subject == "_to" => (_accepted, false),
        _ => null,
    };

    private void ReadEntries(ReadOnlySpan<byte> entries, AddressSet list, bool takesBack, int number)
    {
        while (!entries.IsEmpty)
        {
            string entry = Encoding.Latin1.GetString(AsciiCase.Lowered(BlankBytes.FirstWord(entries)));
            entries = BlankBytes.BehindFirstWord(entries);
            if (!takesBack)
                list.TryAdd(entry, number);
            else if (!list.Remove(entry) && list == _rejected)
                TakeBack(entry, number);
        }
    }

    /// <summary>An entry that is taken back, and stands in no line above: in another file, most likely.</summary>
    private void TakeBack(string entry, int number)
    {
        if (PatternOf(entry, number) is { } pattern)
        {
            const string Mark = "there it takes back an entry that is written the same, and none is above";
            _takenBack.Add(new SourceRule(pattern, false, SourceAction.Accept, null, number, Mark));
        }
    }

    private void AddAll(AddressSet list, SourceAction action)
    {
        foreach ((string? entry, int number) in list.InOrder)
        {
            if (entry is not null && PatternOf(entry, number) is { } pattern)
                _sink.Add(new SourceRule(pattern, false, action, null, number));
        }
    }

    private byte[]? PatternOf(string entry, int number)
    {
        TranslatedGlob glob = TranslatedGlob.Of(Encoding.Latin1.GetBytes(entry), GlobDialect.SpamAssassin);
        if (glob.Problem is { } problem)
            _sink.LeaveOut(number, 0, problem);
        return glob.Whole();
    }

    /// <summary>A <c>#</c> begins a remark unless a backslash stands in front of it.</summary>
    private static ReadOnlySpan<byte> WithoutRemark(ReadOnlySpan<byte> line)
    {
        if (!line.Contains((byte)'#'))
            return line;
        var kept = new List<byte>(line.Length);
        for (int at = 0; at < line.Length; at++)
        {
            if (line[at] == (byte)'#' && (at == 0 || line[at - 1] != (byte)'\\'))
                break;
            if (line[at] == (byte)'#')
                kept.RemoveAt(kept.Count - 1);
            kept.Add(line[at]);
        }

        return kept.ToArray();
    }

    /// <summary>Entries in the order of their first lines. One that was taken back leaves its place empty.</summary>
    private sealed class AddressSet
    {
        private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

        public List<(string? Entry, int Line)> InOrder { get; } = new();

        public bool IsEmpty => _places.Count == 0;

        public void TryAdd(string entry, int line)
        {
            if (_places.TryAdd(entry, InOrder.Count))
                InOrder.Add((entry, line));
        }

        public bool Remove(string entry)
        {
            if (!_places.Remove(entry, out int place))
                return false;
            InOrder[place] = (null, 0);
            return true;
        }
    }
}
