using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>A directory in which qmail-local looks for <c>.qmail</c> files.</summary>
/// <param name="Path">The directory.</param>
/// <param name="User">The name of the user whose addresses are there, with what stands before the extension; empty for alias.</param>
/// <param name="Domain">With an entry that vpopmail made: the domain. Else null.</param>
internal sealed record UserHome(byte[] Path, byte[] User, byte[]? Domain)
{
    /// <summary>Most directories that are looked at.</summary>
    public const int Most = 5000;

    private static ReadOnlySpan<byte> AliasName => "alias"u8;

    /// <summary>Those of the system's users and of users/assign, each once.</summary>
    public static List<UserHome> All(ExaminedHost host)
    {
        var homes = new List<UserHome>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        byte[] assign = host.Home("users/assign"u8);
        foreach (HostLine line in host.Lines(assign))
        {
            // +prefix:user:uid:gid:home:dash:pre: and =name:user:uid:gid:home:dash:pre: (qmail-users(5)).
            if (line.Bytes is not ([(byte)'+' or (byte)'=', ..]) || Field(line.Bytes, 4) is not [(byte)'/', ..] home)
                continue;
            byte[] key = Field(line.Bytes, 0)![1..];
            bool isDomain = line.Bytes[0] == '+' && key.AsSpan().EndsWith("-"u8) && key.AsSpan().Contains((byte)'.');
            Add(host, assign, new UserHome(home, key.AsSpan().TrimEnd((byte)'-').ToArray(), isDomain ? key[..^1] : null), paths, homes);
        }

        byte[] passwd = "/etc/passwd"u8.ToArray();
        foreach (HostLine line in ExaminedHost.LinesOf(host.Read(passwd) ?? []))
        {
            if (PasswdEntry.Parse(line.Bytes) is not { Home: [(byte)'/', _, ..] } entry || entry.User == 0)
                continue;
            byte[] name = Field(line.Bytes, 0)!;
            Add(host, passwd, new UserHome(entry.Home, name.AsSpan().SequenceEqual(AliasName) ? [] : name, null), paths, homes);
        }

        return homes;
    }

    private static void Add(ExaminedHost host, byte[] source, UserHome home, HashSet<string> paths, List<UserHome> homes)
    {
        if (homes.Count == Most)
            host.Miss(source, $"names more than {Most} homes: the others are not looked at");
        else if (paths.Add(Encoding.Latin1.GetString(home.Path)))
            homes.Add(home);
    }

    /// <summary>A field of a line with colons; null when it has too few.</summary>
    private static byte[]? Field(ReadOnlySpan<byte> line, int number)
    {
        for (; number > 0; number--)
        {
            int colon = line.IndexOf((byte)':');
            if (colon < 0)
                return null;
            line = line[(colon + 1)..];
        }

        int end = line.IndexOf((byte)':');
        return end < 0 ? null : line[..end].ToArray();
    }
}
