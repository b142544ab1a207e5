using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using QregexCheck.Control;

namespace QregexCheck.Tests.Support;

/// <summary>A rule or entry that was made up: its text, and what is known of it beside its text.</summary>
/// <param name="Text">The line.</param>
/// <param name="Hits">Whether it hits a subject.</param>
/// <param name="OnlyTo">Whether it holds for a recipient; null for no condition.</param>
/// <param name="OnlyFrom">Whether it holds for a sender; null for no condition.</param>
/// <param name="OnlyIp">Networks, with commas; null for no condition.</param>
/// <param name="NotIp">Networks; null for no condition.</param>
/// <param name="Annotations">The lines above it.</param>
/// <param name="Action">reject, defer or log.</param>
/// <param name="Line">The number of its line.</param>
internal sealed record MadeRule(
    string Text, Func<string, bool> Hits, Func<string, bool>? OnlyTo, Func<string, bool>? OnlyFrom, string? OnlyIp, string? NotIp, string Annotations,
    string Action, int Line);

/// <summary>
/// Random rules with conditions for all lists of envelopes, and what they mean: reckoned from what the manual says, by strings and .NET's addresses, and by
/// nothing of ours.
/// </summary>
internal sealed class RandomConditions
{
    private static readonly string[] Names = ["a", "b", "ab", "boss"];
    private static readonly string[] Hosts = ["x.example", "y.example", "sub.x.example", "z"];
    private static readonly string[] Networks =
        ["192.0.2.0/24", "192.0.2.7", "0.0.0.0/0", "::/0", "2001:db8::/32", "2001:db8::1", "198.51.100.128/25", "::ffff:192.0.2.0/120", "::1"];

    private static readonly string?[] Clients =
    [
        "192.0.2.7", "192.0.2.8", "192.0.3.7", "::ffff:192.0.2.7", "::FFFF:c000:207", "2001:db8::1", "2001:DB8:0:0:0:0:0:2", "2001:db9::1", "::1",
        "198.51.100.200", "", "junk", "192.0.2.7.1", "192.0.2", null,
    ];

    private readonly Random _random;
    private readonly Dictionary<ControlList, MadeRule[]> _rules = [];

    /// <summary>Makes rules for each list, but for some that stay missing.</summary>
    public RandomConditions(Random random)
    {
        _random = random;
        foreach (ControlList list in ControlLists.All)
        {
            if (ListFamily.Of(list).Subject != Subject.QuotedLine && random.Next(5) > 0)
                _rules.Add(list, Make(list));
        }
    }

    /// <summary>The lists that are not missing.</summary>
    public IEnumerable<ControlList> Lists => _rules.Keys.Order();

    /// <summary>The control file of a list.</summary>
    public string FileOf(ControlList list) => string.Concat(_rules[list].Select(rule => rule.Annotations + rule.Text + "\n"));

    /// <summary>The rules of a list, and none of one that is missing.</summary>
    public MadeRule[] Of(ControlList? list) => list is { } known && _rules.TryGetValue(known, out MadeRule[]? rules) ? rules : [];

    /// <summary>A HELO name.</summary>
    public string Helo() => Case(Pick(["mail.x.example", "x.example", "z", "", "[192.0.2.7]"]));

    /// <summary>An address; the null sender among them.</summary>
    public string Address() => _random.Next(12) == 0 ? ""
        : _random.Next(15) == 0 ? Pick(Names)
        : Case($"{Pick(Names)}@{(_random.Next(6) == 0 ? "w." : "")}{Pick(Hosts)}");

    /// <summary>What tcpserver says of a client.</summary>
    public string? Client() => Clients[_random.Next(Clients.Length)];

    /// <summary>Tells of a rule that hits its subject whether it counts.</summary>
    /// <returns>Null when that can't be told.</returns>
    public static bool? Holds(MadeRule rule, string? sender, string? recipient, string? ip)
    {
        bool?[] parts =
        [
            rule.OnlyTo is null ? true : recipient is null ? null : rule.OnlyTo(recipient),
            rule.OnlyFrom is null ? true : sender is null ? null : rule.OnlyFrom(sender),
            rule.OnlyIp is null ? true : ip is null ? null : IsIn(rule.OnlyIp, ip),
            rule.NotIp is null ? true : ip is null ? null : !IsIn(rule.NotIp, ip),
        ];
        return parts.Contains(false) ? false : parts.Contains(null) ? null : true;
    }

    private static bool IsIn(string networks, string ip)
    {
        // .NET takes shorter forms for addresses, and none of them is one.
        if (!ip.Contains(':', StringComparison.Ordinal) && ip.Count(letter => letter == '.') != 3)
            return false;
        if (!IPAddress.TryParse(ip, out IPAddress? address))
            return false;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return networks.Split(',').Any(text => Contains(text, address));
    }

    private static bool Contains(string network, IPAddress address)
    {
        string[] parts = network.Split('/');
        IPAddress first = IPAddress.Parse(parts[0]);
        int bits = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : first.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (first.IsIPv4MappedToIPv6)
            (first, bits) = (first.MapToIPv4(), bits - 96);
        return first.AddressFamily == address.AddressFamily && new IPNetwork(first, bits).Contains(address);
    }

    private MadeRule[] Make(ControlList list)
    {
        var rules = new MadeRule[_random.Next(1, 9)];
        int line = 0;
        for (int i = 0; i < rules.Length; i++)
        {
            (string text, Func<string, bool> hits) = ControlLists.IsPlain(list) ? Entry(ListFamily.Of(list).Subject == Subject.HeloName) : Pattern();
            var fields = new List<string>();
            Func<string, bool>? to = Side("only-to", fields);
            Func<string, bool>? from = Side("only-from", fields);
            string? onlyIp = Place("only-ip", fields);
            string? notIp = Place("not-ip", fields);
            string action = Pick(["reject", "reject", "reject", "defer", "log"]);
            if (action != "reject")
                fields.Add("action=" + action);
            _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(fields));

            // On a line, or on a line each.
            string between = _random.Next(2) == 0 ? " " : "\n#: ";
            string annotations = fields.Count == 0 ? "" : $"#: {string.Join(between, fields)}\n";
            line += annotations.Count(letter => letter == '\n') + 1;
            rules[i] = new MadeRule(text, hits, to, from, onlyIp, notIp, annotations, action, line);
        }

        return rules;
    }

    private Func<string, bool>? Side(string name, List<string> fields)
    {
        if (_random.Next(4) > 0)
            return null;
        (string text, Func<string, bool> hits) = Pattern();
        fields.Add($"{name}=\"{text.Replace("\\", "\\\\", StringComparison.Ordinal)}\"");
        return hits;
    }

    private string? Place(string name, List<string> fields)
    {
        if (_random.Next(4) > 0)
            return null;
        string networks = string.Join(',', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(Networks)));
        fields.Add($"{name}={networks}");
        return networks;
    }

    private (string Text, Func<string, bool> Hits) Pattern()
    {
        string literal = _random.Next(6) switch
        {
            0 => Pick(Names) + "@",
            1 => "@" + Pick(Hosts),
            2 => Pick(Hosts),
            3 => Pick(Names),
            4 => "",
            _ => Pick(Names) + "@" + Pick(Hosts),
        };
        bool isAtStart = _random.Next(2) == 0 || literal.Length == 0;
        bool isAtEnd = _random.Next(2) == 0 || literal.Length == 0;
        bool isNegated = _random.Next(5) == 0;
        var text = new StringBuilder(isNegated ? "!" : "");
        text.Append(isAtStart ? "^" : "").Append(literal.Replace(".", "\\.", StringComparison.Ordinal)).Append(isAtEnd ? "$" : "");
        return (text.ToString(), subject => isNegated != (isAtStart && isAtEnd ? subject.Equals(literal, StringComparison.OrdinalIgnoreCase)
            : isAtStart ? subject.StartsWith(literal, StringComparison.OrdinalIgnoreCase)
            : isAtEnd ? subject.EndsWith(literal, StringComparison.OrdinalIgnoreCase)
            : subject.Contains(literal, StringComparison.OrdinalIgnoreCase)));
    }

    private (string Text, Func<string, bool> Hits) Entry(bool isHelo)
    {
        string host = Case(Pick(Hosts));
        string user = Case(Pick(Names)) + "@" + host;
        int which = _random.Next(isHelo ? 2 : 3);
        if (which == 2)
            return (user, subject => subject.Equals(user, StringComparison.OrdinalIgnoreCase));
        return (which == 0 ? host : "." + host, Hits);

        bool Hits(string subject)
        {
            if (!isHelo && !subject.Contains('@', StringComparison.Ordinal))
                return false;
            string name = isHelo ? subject : subject[(subject.LastIndexOf('@') + 1)..];
            return name.Equals(host, StringComparison.OrdinalIgnoreCase) || (which == 1 && name.EndsWith("." + host, StringComparison.OrdinalIgnoreCase));
        }
    }

    private string Case(string text) => _random.Next(4) == 0 ? text.ToUpperInvariant() : text;

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
