using System;
using System.Buffers.Text;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>Can the program run where it is called, and is it the one that is meant?</summary>
internal static class RuntimeChecks
{
    private const int MostLimitBytes = 16 * 1024;
    private const int MostProgramBytes = 32 * 1024 * 1024;

    public static void Run(ExaminedHost host, Wiring wiring, Diagnoses found)
    {
        if (wiring.Callers.Count > 0)
            CheckMemory(host, wiring, found);
        CalledPrograms.Run(host, wiring, found);
        byte[] own = host.Home("bin/qregexcheck"u8);
        if (host.Look(own).Kind != FileKind.Regular)
            return;
        CheckCopy(host, own, "/usr/local/bin/qregexcheck"u8, found);
        CheckCopy(host, own, "/usr/bin/qregexcheck"u8, found);
        CheckCopy(host, own, "/usr/local/sbin/qregexcheck"u8, found);
        CheckCopy(host, own, "/usr/sbin/qregexcheck"u8, found);
    }

    private static void CheckMemory(ExaminedHost host, Wiring wiring, Diagnoses found)
    {
        long needed = wiring.Has(WiringKind.Filter) ? SoftLimit.FilterMemory : SoftLimit.HookMemory;
        foreach (ServerProcess server in wiring.Servers)
        {
            if (SpaceOf(host, server) is { } limit && limit < needed)
                found.Add(Ailment.Softlimit, server.Directory, $"the server that runs may have {limit} bytes: {needed} are needed");
        }

        foreach (RunScript script in wiring.Scripts)
        {
            foreach (HostLine line in script.Lines)
            {
                if (Limit(line.Bytes) is { } limit && limit < needed)
                    found.Add(Ailment.Softlimit, script.Path, $"softlimit {limit}: {needed} are needed", null, line.Number);
                if (LimitOfStarter(line.Bytes) is { } most && most < needed)
                    found.Add(Ailment.Softlimit, script.Path, $"allows {most} bytes of memory: {needed} are needed", null, line.Number);
            }
        }
    }

    /// <summary>The address space that a running process may have; null when it is unlimited, or can't be read. Source: proc(5), limits.</summary>
    private static long? SpaceOf(ExaminedHost host, ServerProcess server)
    {
        ReadOnlySpan<byte> text = host.Beginning([.. server.Directory, .. "/limits"u8], MostLimitBytes, out _);
        int at = text.IndexOf("Max address space"u8);
        return at >= 0 && Utf8Parser.TryParse(text[(at + "Max address space"u8.Length)..].TrimStart((byte)' '), out long limit, out _) ? limit : null;
    }

    /// <summary>The number behind <c>softlimit</c> and <c>-m</c> or <c>-a</c> in a line; null when there is none. Source: softlimit(8).</summary>
    private static long? Limit(ReadOnlySpan<byte> line)
    {
        int at = line.IndexOf("softlimit"u8);
        if (at < 0)
            return null;
        line = line[(at + "softlimit"u8.Length)..];
        while (line.IndexOf(" -"u8) is var option and >= 0 && option + 2 < line.Length)
        {
            byte letter = line[option + 2];
            line = line[(option + 3)..];
            if (letter is not ((byte)'m' or (byte)'a'))
                continue;
            return Utf8Parser.TryParse(line.TrimStart((byte)' '), out long limit, out _) ? limit : null;
        }

        return null;
    }

    /// <summary>The bytes that a line of a unit or of xinetd's allows; null when it allows any, or is about something else.</summary>
    /// <remarks>Source: systemd.exec(5), LimitAS=, the first of two numbers is in force; xinetd.conf(5), rlimit_as. Letters are powers of 1,024.</remarks>
    private static long? LimitOfStarter(ReadOnlySpan<byte> line)
    {
        int sign = line.IndexOf((byte)'=');
        if (sign < 0 || !(line[..sign].SequenceEqual("LimitAS"u8) || line[..sign].TrimEnd(" \t"u8).SequenceEqual("rlimit_as"u8)))
            return null;
        ReadOnlySpan<byte> value = line[(sign + 1)..].TrimStart(" \t"u8);
        if (!Utf8Parser.TryParse(value, out uint number, out int length))
            return null;
        int power = length < value.Length ? "KMGT"u8.IndexOf(value[length]) + 1 : 0;
        return (long)number << (10 * power);
    }

    private static void CheckCopy(ExaminedHost host, byte[] own, ReadOnlySpan<byte> other, Diagnoses found)
    {
        FileLook mine = host.Look(own);
        FileLook its = host.Look(other);
        if (its.Kind != FileKind.Regular || (its.Stamp.Inode == mine.Stamp.Inode && its.Stamp.DeviceMajor == mine.Stamp.DeviceMajor
            && its.Stamp.DeviceMinor == mine.Stamp.DeviceMinor))
            return;
        bool isSame = its.Stamp.Size == mine.Stamp.Size && host.Read(own, MostProgramBytes) is { } one && host.Read(other, MostProgramBytes) is { } two
            && one.AsSpan().SequenceEqual(two);
        if (!isSame)
        {
            found.Add(
                Ailment.OtherCopy, other.ToArray(), $"is not the same as {ExaminedHost.Shown(own)}",
                PastedCommand.Of("ln -sf ", own, PastedCommand.Of(" ", other) ?? ""));
        }
    }
}
