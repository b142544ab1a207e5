using System;
using System.Buffers.Text;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Doctor;

/// <summary>Is anything in use older than what it was made of?</summary>
internal static class AgeChecks
{
    // The kernel gives times of processes in ticks of a hundredth of a second to programs. Source: proc(5), sysconf(3).
    private const long TicksOfSecond = 100;

    // The field of /proc/N/stat with the time at which a process began, counted from the one behind the name.
    private const int StartField = 19;

    private const int MostBytes = 64 * 1024;

    public static void Run(ExaminedHost host, IReadOnlyList<TcpRuleFile> rules, IReadOnlyList<UserHome> homes, Diagnoses found)
    {
        Check(host, host.Home("users/assign"u8), host.Home("users/cdb"u8), ShellWord.Of(host.Home("bin/qmail-newu"u8)), found);
        Check(host, host.Control("morercpthosts"u8), host.Control("morercpthosts.cdb"u8), ShellWord.Of(host.Home("bin/qmail-newmrh"u8)), found);
        foreach (TcpRuleFile file in rules)
        {
            if (file.Path.AsSpan().EndsWith(".cdb"u8))
                Check(host, file.Path[..^4], file.Path, file.Remake, found);
        }

        foreach (UserHome home in homes)
        {
            byte[] list = [.. home.Path, .. "/vpasswd"u8];
            Check(host, list, [.. list, .. ".cdb"u8], "vmkpasswd", found, home.Domain);
        }

        CheckQmailSend(host, found);
    }

    private static void Check(ExaminedHost host, byte[] source, byte[] made, string? command, Diagnoses found, byte[]? domain = null)
    {
        FileLook from = host.Look(source);
        FileLook it = host.Look(made);
        if (from.Kind != FileKind.Regular)
            return;
        string shown = ExaminedHost.Shown(source);
        string? whole = domain is null ? command : PastedCommand.Of(command + " ", domain);
        if (it.Kind == FileKind.Absent)
            found.Add(Ailment.Stale, made, $"no such file, and {shown} is there, of which it is made", whole);
        else if (it.Kind == FileKind.Regular && IsLater(from.Stamp.Modified, it.Stamp.Modified))
            found.Add(Ailment.Stale, made, $"is older than {shown}, of which it is made", whole);
    }

    private static void CheckQmailSend(ExaminedHost host, Diagnoses found)
    {
        long boot = BootTime(host);
        foreach (byte[] name in host.Names("/proc"u8))
        {
            byte[] directory = [.. "/proc/"u8, .. name];
            if (boot == 0 || name.AsSpan().ContainsAnyExceptInRange((byte)'0', (byte)'9')
                || host.Beginning([.. directory, .. "/cmdline"u8], MostBytes, out _) is not { Length: > 0 } words
                || !ServerProcess.NameOf(VariableBytes.Split(words)[0]).SequenceEqual("qmail-send"u8)
                || Start(host, directory) is not { } ticks)
                continue;
            var start = new Instant(boot + (ticks / TicksOfSecond) + 1, 0);
            CheckRead(host, "me"u8, start, isReadAtHup: false, directory, found);
            CheckRead(host, "percenthack"u8, start, isReadAtHup: false, directory, found);
            CheckRead(host, "envnoathost"u8, start, isReadAtHup: false, directory, found);
            CheckRead(host, "doublebounceto"u8, start, isReadAtHup: false, directory, found);
            CheckRead(host, "locals"u8, start, isReadAtHup: true, directory, found);
            CheckRead(host, "virtualdomains"u8, start, isReadAtHup: true, directory, found);
        }
    }

    private static void CheckRead(ExaminedHost host, ReadOnlySpan<byte> name, Instant start, bool isReadAtHup, byte[] process, Diagnoses found)
    {
        byte[] path = host.Control(name);
        FileLook look = host.Look(path);
        if (look.Kind != FileKind.Regular || !IsLater(look.Stamp.Modified, start))
            return;
        string number = ExaminedHost.Shown(ServerProcess.NameOf(process));
        found.Add(
            Ailment.Stale, path,
            isReadAtHup ? $"was changed after qmail-send ({number}) began, which reads it again at a HUP alone"
                : $"was changed after qmail-send ({number}) began, which reads it then alone",
            isReadAtHup ? "kill -HUP " + number : null);
    }

    /// <summary>When the host was booted, in seconds since 1970; 0 when it is not known.</summary>
    private static long BootTime(ExaminedHost host)
    {
        ReadOnlySpan<byte> text = host.Beginning("/proc/stat"u8, 4 * 1024 * 1024, out _);
        int at = text.IndexOf("\nbtime "u8);
        return at >= 0 && Utf8Parser.TryParse(text[(at + 7)..], out long seconds, out _) ? seconds : 0;
    }

    /// <summary>When a process began, in ticks since the boot.</summary>
    private static long? Start(ExaminedHost host, byte[] directory)
    {
        ReadOnlySpan<byte> text = host.Beginning([.. directory, .. "/stat"u8], MostBytes, out _);
        text = text[(text.LastIndexOf((byte)')') + 1)..].TrimStart((byte)' ');
        for (int field = 0; field < StartField; field++)
        {
            int blank = text.IndexOf((byte)' ');
            if (blank < 0)
                return null;
            text = text[(blank + 1)..];
        }

        return Utf8Parser.TryParse(text, out long ticks, out _) && ticks >= 0 ? ticks : null;
    }

    private static bool IsLater(Instant one, Instant other) => one.Seconds > other.Seconds || (one.Seconds == other.Seconds
        && one.Nanoseconds > other.Nanoseconds);
}
