using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace QregexCheck.Tests.Rooms.Mailboxes;

/// <summary>Slow and obvious: qmail-send's rewriting step by step, with each control file as a dictionary. The judge of <c>MailRouting</c>.</summary>
internal static class RoutingModel
{
    public static string Route(Dictionary<string, byte[]> controls, string recipient)
    {
        string? me = FirstLine(controls, "me");
        string[]? locals = Entries(controls, "locals") ?? me?.Split('\0');
        if (locals is null)
            return "none";
        string[] hacked = Entries(controls, "percenthack") ?? [];
        var prefixes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string entry in (Entries(controls, "virtualdomains") ?? []).Where(entry => entry.Contains(':', StringComparison.Ordinal)))
            prefixes[Lower(entry[..entry.IndexOf(':', StringComparison.Ordinal)])] = entry[(entry.IndexOf(':', StringComparison.Ordinal) + 1)..];

        string user = recipient;
        string domain = FirstLine(controls, "envnoathost") ?? me ?? "envnoathost";
        int at = recipient.LastIndexOf('@');
        if (at >= 0)
            (user, domain) = (recipient[..at], recipient[(at + 1)..]);
        if ((user + domain).Contains('\0', StringComparison.Ordinal))
            return "none";
        while (hacked.Any(entry => Lower(entry) == Lower(domain)) && user.Contains('%', StringComparison.Ordinal))
            (user, domain) = (user[..user.LastIndexOf('%')], user[(user.LastIndexOf('%') + 1)..]);

        string address = user + "@" + domain;
        domain = address[(address.LastIndexOf('@') + 1)..];
        if (locals.Any(entry => Lower(entry) == Lower(domain)))
            return "local " + address;
        foreach (string key in Keys(address, domain))
        {
            if (prefixes.TryGetValue(Lower(key), out string? prefix))
                return prefix.Length == 0 ? "remote " + address : $"local {prefix}-{address}";
        }

        return "remote " + address;
    }

    private static IEnumerable<string> Keys(string address, string domain)
    {
        yield return address;
        yield return domain;
        for (int i = 1; i < domain.Length; i++)
        {
            if (domain[i] == '.')
                yield return domain[i..];
        }

        yield return string.Empty;
    }

    private static string? FirstLine(Dictionary<string, byte[]> controls, string name) =>
        controls.TryGetValue(name, out byte[]? text) ? Encoding.ASCII.GetString(text).Split('\n')[0].TrimEnd(' ', '\t') : null;

    private static string[]? Entries(Dictionary<string, byte[]> controls, string name) =>
        !controls.TryGetValue(name, out byte[]? text)
            ? null
            : [.. Encoding.ASCII.GetString(text).Split('\n').Select(line => line.TrimEnd(' ', '\t'))
                .Where(line => line.Length > 0 && line[0] != '\0' && line[0] != '#').SelectMany(line => line.Split('\0'))];

    private static string Lower(string text) => text.ToLowerInvariant();
}
