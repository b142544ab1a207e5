using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Doctor;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck batv new-key|sign ADDRESS|check ADDRESS</c>: for people who set signed senders up.</summary>
internal static class BatvCommand
{
    private const int SecretLength = 20;
    private const uint OwnerWritesGroupReads = 0x1A0;

    /// <summary>Prints an address as qregexcheck-remote would sign it.</summary>
    /// <returns>HardError when it would go as it is; the reason is told.</returns>
    public static ExitCode Sign(byte[] address, ControlDirectory directory, Stream output)
    {
        if (Today() is not { } today)
            return ExitCode.SoftError;
        BatvDomains domains = BatvFiles.ReadDomains(directory) ?? BatvDomains.Read([]);
        BatvFiles.Warn(BatvDomains.FileName, domains.Mistakes);
        byte[]? signed = new SenderSigning(Keys(directory), domains, BatvExempt.Read([]), today).Sign(address, [], out UnsignedReason reason);
        if (signed is null)
        {
            StandardError.WriteLine("unsigned"u8, $"{Escape.Text(address, Plain.Printable)} {reason.Words()}");
            return ExitCode.HardError;
        }

        output.Write(new ByteText().AddEscaped(signed, Plain.Printable).Add("\n"u8).Bytes);
        return ExitCode.Accept;
    }

    /// <summary>Prints what the tag of an address is worth.</summary>
    /// <returns>HardError when it is not valid.</returns>
    public static ExitCode Check(byte[] address, ControlDirectory directory, Stream output)
    {
        if (Today() is not { } today)
            return ExitCode.SoftError;
        TagFinding tag = SenderTag.Look(address, Keys(directory), today);
        ByteText line = new ByteText().Add(tag.State.Word());
        if (tag.State == TagState.Valid)
            line.Add(" until "u8).Add(CalendarDay.Bytes(tag.LastDay));
        output.Write(line.Add("\n"u8).Bytes);
        return tag.State == TagState.Valid ? ExitCode.Accept : ExitCode.HardError;
    }

    /// <summary>Makes a key and puts it in front of the others, so that it signs from now on.</summary>
    public static ExitCode NewKey(ControlDirectory directory, Stream output)
    {
        byte[] path = directory.PathOf(BatvKeys.FileName);
        string shown = $"{directory.Name}/batvkey";
        FileStatus? old = FileStatus.OfName(path, out int error);
        if (old is null && error != Errno.NoSuchFile)
            return Fail($"unable to look at {shown}: {PosixException.Describe(error)}");
        if (old is { IsRegular: false } other)
            return Fail($"{shown} is {other.Kind}; make it a file, or remove it");
        byte digit = 0;
        int today = UtcDay.Today();
        try
        {
            var access = old is { } it ? new Access(it.Mode & 0xFFFu, it.Group, it.Owner) : new Access(OwnerWritesGroupReads, null);
            AtomicFile.Write(path, directory.PathOf("batvkey.tmp"u8), directory.PathOf("."u8), Pieces(), access);
        }
        catch (PosixException exception)
        {
            return Fail(exception.Number == Errno.TryAgain ? $"{shown} is being written by another run; wait for it"
                : $"unable to write {shown}: {exception.Message}; the old one is unchanged");
        }
        catch (Exception exception) when (exception is OccupiedPathException or ChangeException)
        {
            return Fail(exception.Message);
        }

        output.Write(Encoding.ASCII.GetBytes($"{shown}: key {(char)digit} signs from now on, and the keys below it verify\n"));
        if (old is null)
            TellReaders(directory, output);
        return ExitCode.Accept;

        // Asked for behind the lock, so that two runs make two keys.
        IEnumerable<ReadOnlyMemory<byte>> Pieces()
        {
            byte[] before = directory.ReadAll(BatvKeys.FileName) ?? [];
            BatvKeys keys = BatvKeys.Read(before);

            // Its digit is not known. A new key of the same one would put it out of use for good.
            if (keys.Mistakes is [var mistake, ..])
                throw new ChangeException($"{shown}:{mistake.Line} can't be read; correct that line or remove it, and make the key then", isRefusal: true);
            digit = FreeDigit(keys) ?? throw new ChangeException($"{shown} has a key of each digit; remove those that are older than two weeks", isRefusal: true);
            var secret = new byte[SecretLength];
            RandomBytes.Fill(secret);
            ByteText line = new ByteText().Add(digit).Add(" "u8).Add(Convert.ToHexStringLower(secret)).Add(" "u8).Add(CalendarDay.Bytes(today)).Add("\n"u8);
            yield return line.Bytes.ToArray();
            yield return before;
        }
    }

    /// <summary>Tells how a new key becomes readable for who signs and who judges, by their names on this host; or what is to be looked up.</summary>
    private static void TellReaders(ControlDirectory directory, Stream output)
    {
        ExaminedHost host = DoctorCommand.HostOf(directory);
        KeyReaders readers = KeyReaders.Of(host, SmtpUser.Find(host, ServerProcesses.Running(host)));
        ByteText line = new ByteText().Add("the users of qmail-remote and qmail-smtpd must read it: "u8);
        byte[] file = host.Rules(BatvKeys.FileName);
        if (readers.Chown(host, file) is { } command)
        {
            output.Write(line.Add(Encoding.UTF8.GetBytes(command)).Add("\n"u8).Bytes);
            return;
        }

        string home = Escape.Text(host.Places.Home, Plain.FileName);
        string names = $"{readers.OwnerName(host) ?? "USER"}:{readers.GroupName(host) ?? "GROUP"}";
        line.Add(Encoding.UTF8.GetBytes($"chown {names} {ExaminedHost.Shown(file)}\n"));
        if (readers.Sender is null)
            line.Add(Encoding.UTF8.GetBytes($"USER is who runs qmail-remote: the owner of {home}/queue/lock/tcpto\n"));
        if (readers.Judge is null)
            line.Add("GROUP is that of who runs qmail-smtpd: what tcpserver is given with -g\n"u8);
        output.Write(line.Bytes);
    }

    /// <summary>The digit behind that of the key that signs, or the next one that is free; null when there is none.</summary>
    private static byte? FreeDigit(BatvKeys keys)
    {
        int first = keys.Signing is { } signing ? signing.Digit - '0' + 1 : 1;
        for (int i = 0; i < 10; i++)
        {
            byte digit = (byte)('0' + ((first + i) % 10));
            if (keys.Find(digit) is null)
                return digit;
        }

        return null;
    }

    private static BatvKeys Keys(ControlDirectory directory)
    {
        BatvKeys keys = BatvFiles.ReadKeys(directory);
        BatvFiles.Warn(BatvKeys.FileName, keys.Mistakes);
        return keys;
    }

    /// <summary>The day that QREGEXCHECK_NOW names, or today; null when the variable names none, which is told.</summary>
    private static int? Today()
    {
        if (!Environ.IsSet("QREGEXCHECK_NOW\0"u8))
            return UtcDay.Today();
        if (UtcDay.Named() is { } named)
            return named;
        StandardError.Fatal("QREGEXCHECK_NOW is no day; write YYYY-MM-DD, or unset it");
        return null;
    }

    private static ExitCode Fail(string message)
    {
        StandardError.Fatal(message);
        return ExitCode.SoftError;
    }
}
