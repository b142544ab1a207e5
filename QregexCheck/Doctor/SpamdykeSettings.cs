using System;
using System.Collections.Generic;

namespace QregexCheck.Doctor;

/// <summary>What a spamdyke in a command line is told, by its options and its configuration files, as far as it is about RELAYCLIENT.</summary>
/// <remarks>Source: spamdyke 5.0.1, configuration.c (options, and lines <c>name=value</c> of a file), spamdyke.c (when it sets RELAYCLIENT).</remarks>
internal sealed class SpamdykeSettings
{
    private const int MostBytes = 256 * 1024;

    // A file may name others.
    private const int MostFiles = 8;

    // Options whose value stands in the same word, or that have none.
    private const string WithoutValue =
        " config-test config-test-smtpauth-password config-test-smtpauth-username help more-help version log-level reject-empty-rdns reject-ip-in-cc-rdns "
            + "reject-unresolvable-rdns h v l r c R ";

    private readonly ExaminedHost _host;
    private int _files;
    private bool _hasLevel;
    private bool _letsLogIn;
    private bool _hasCommand;
    private bool _knowsDomains;
    private bool _allowsAll;

    private SpamdykeSettings(ExaminedHost host) => _host = host;

    /// <summary>Why it sets RELAYCLIENT for every client, as a clause; null where nothing says that it does.</summary>
    public string? WhyAllMayRelay => _allowsAll ? "relay-level is allow-all"
        : _knowsDomains && (_letsLogIn || (_hasCommand && !_hasLevel)) ? "it lets users log in and knows the domains, so it decides itself who may relay"
        : null;

    /// <summary>Reads the options behind spamdyke in a command line, up to the program that it runs.</summary>
    /// <param name="host">The host.</param>
    /// <param name="words">The command line.</param>
    /// <param name="at">The place of spamdyke.</param>
    public static SpamdykeSettings Read(ExaminedHost host, IReadOnlyList<byte[]> words, int at)
    {
        var settings = new SpamdykeSettings(host);
        for (int i = at + 1; i < words.Count && words[i] is [(byte)'-', ..]; i++)
        {
            ReadOnlySpan<byte> word = words[i];
            bool isLong = word.StartsWith("--"u8);
            int equals = isLong ? word.IndexOf((byte)'=') : -1;
            ReadOnlySpan<byte> name = equals >= 0 ? word[2..equals] : isLong ? word[2..] : word[1..Math.Min(2, word.Length)];
            if (equals >= 0)
                settings.Take(name, word[(equals + 1)..]);
            else if (!isLong && word.Length > 2)
                settings.Take(name, word[2..]);
            else if (!WithoutValue.Contains(" " + System.Text.Encoding.Latin1.GetString(name) + " ", StringComparison.Ordinal))
                settings.Take(name, ++i < words.Count ? words[i] : default);
        }

        return settings;
    }

    private void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Is(name, "config-file"u8, (byte)'f'))
            ReadFile(value);
        else if (name.SequenceEqual("smtp-auth-level"u8))
            (_hasLevel, _letsLogIn) = (true, value.StartsWith("ondemand"u8) || value.StartsWith("always"u8));
        else if (name.SequenceEqual("smtp-auth-command"u8))
            _hasCommand = true;
        else if (Is(name, "qmail-rcpthosts-file"u8, (byte)'d') || name.SequenceEqual("qmail-morercpthosts-cdb"u8))
            _knowsDomains |= !value.IsEmpty;
        else if (name.SequenceEqual("relay-level"u8))
            _allowsAll = value.SequenceEqual("allow-all"u8);
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted, byte letter) =>
        name.SequenceEqual(wanted) || (name.Length == 1 && name[0] == letter);

    private void ReadFile(ReadOnlySpan<byte> path)
    {
        if (path is not [(byte)'/', ..] || ++_files > MostFiles || _host.Read(path, MostBytes) is not { } bytes)
            return;
        foreach (HostLine line in ExaminedHost.LinesOf(bytes))
        {
            ReadOnlySpan<byte> text = line.Bytes.AsSpan().Trim(" \t\r"u8);
            int equals = text.IndexOf((byte)'=');
            if (equals > 0)
                Take(text[..equals].TrimEnd(" \t"u8), text[(equals + 1)..].TrimStart(" \t"u8));
        }
    }
}
