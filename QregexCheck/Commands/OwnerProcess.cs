using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>
/// Looks at a file and changes it with the rights of its owner. Where these are not ours, a second process of this program does it: it gives up root's
/// rights for good before it looks at anything, so that whatever the owner has laid down there, it leads to nothing that is not his.
/// </summary>
/// <remarks>
/// That process is <c>qregexcheck doctor --as-owner</c>. It reads its order from standard input and prints its answer, both as netstrings: it is no command for
/// people. An order is user, group, verb, directory, <c>1</c> where its path may end in a link, name, and what the verb wants. An answer is <c>done</c>,
/// <c>refused</c> or <c>failed</c>, and what was found, or why not. A value that may be missing is a row of none or one.
/// </remarks>
internal sealed class OwnerProcess
{
    // A file server may be slow. What hangs longer is killed, and the file is the old one or the new one.
    private const int MostMilliseconds = 60_000;

    // Two states of a control file, and their lengths.
    private const int LongestAnswer = 9 * 1024 * 1024;

    private readonly GuardedFile _file;
    private readonly uint _group;

    /// <param name="file">The file.</param>
    /// <param name="group">The group that the process takes beside the owner.</param>
    public OwnerProcess(GuardedFile file, uint group) => (_file, _group) = (file, group);

    private static ReadOnlySpan<byte> Word => "--as-owner"u8;

    /// <summary>True when these are the arguments of the second process.</summary>
    public static bool IsAsked(Arguments arguments) => arguments.Count == 3 && arguments[2].SequenceEqual(Word);

    /// <summary>Looks at the file, as <see cref="KeptReplacement"/> does.</summary>
    public FoundFile Look()
    {
        if (IsOurs())
            return KeptReplacement.Look(_file);
        List<byte[]> answer = Run("look"u8, []);
        return answer.Count < 4 ? throw Lost()
            : new FoundFile(ValueOf(answer[0]), ValueOf(answer[1]), ValueOf(answer[2]), answer[3], answer[4..]);
    }

    /// <summary>Replaces the file, as <see cref="KeptReplacement"/> does.</summary>
    public byte[] Replace(byte[]? expected, byte[] content, uint mode)
    {
        if (IsOurs())
            return KeptReplacement.Replace(_file, expected, content, mode);
        return Run("replace"u8, [Optional(expected), content, Number(mode)]) is [var kept] ? kept : throw Lost();
    }

    /// <summary>Gives a kept file its name back, as <see cref="KeptReplacement"/> does.</summary>
    public void Restore(byte[] expected, byte[] kept, byte[] keptContent)
    {
        if (IsOurs())
            KeptReplacement.Restore(_file, expected, kept, keptContent);
        else
            Run("restore"u8, [expected, kept, keptContent]);
    }

    /// <summary>What the second process does.</summary>
    public static ExitCode Serve()
    {
        var input = new ByteText();
        byte[] room = new byte[16 * 1024];
        while (Descriptor.Read(Descriptor.Input, room) is var count and > 0)
            input.Add(room.AsSpan(0, count));
        if (Netstrings.TryRead(input.Bytes) is not { Count: >= 6 } order)
        {
            StandardError.Fatal("--as-owner is for a process that doctor --fix starts; run qregexcheck doctor --fix");
            return ExitCode.HardError;
        }

        byte[] answer;
        try
        {
            var file = new GuardedFile(order[3], order[5], Number(order[0])) { MayLeadOverLink = order[4] is [(byte)'1'] };
            if (Identity.IsRoot)
                Identity.BecomeForGood(file.Owner, Number(order[1]));
            answer = Answer(file, order[2], order[6..]);
        }
        catch (ChangeException exception)
        {
            answer = Netstrings.Of(exception.IsRefusal ? "refused"u8.ToArray() : "failed"u8.ToArray(), Encoding.UTF8.GetBytes(exception.Message));
        }
        catch (PosixException exception)
        {
            string why = $"unable to become user {Encoding.ASCII.GetString(order[0])}: {exception.Message}; the file is left as it was";
            answer = Netstrings.Of("failed"u8.ToArray(), Encoding.UTF8.GetBytes(why));
        }

        return Descriptor.TryWrite(Descriptor.Output, answer) ? ExitCode.Accept : ExitCode.SoftError;
    }

    private static byte[] Answer(GuardedFile file, ReadOnlySpan<byte> verb, List<byte[]> rest)
    {
        byte[] done = "done"u8.ToArray();
        if (verb.SequenceEqual("replace"u8) && rest is [var expected, var content, var mode])
            return Netstrings.Of(done, KeptReplacement.Replace(file, ValueOf(expected), content, Number(mode)));
        if (verb.SequenceEqual("restore"u8) && rest is [var present, var kept, var keptContent])
        {
            KeptReplacement.Restore(file, present, kept, keptContent);
            return Netstrings.Of(done);
        }

        FoundFile found = KeptReplacement.Look(file);
        return Netstrings.Of([done, Optional(found.Content), Optional(found.Kept), Optional(found.KeptContent), found.Next, .. found.LeftOver]);
    }

    /// <summary>True when our rights are the owner's.</summary>
    /// <exception cref="ChangeException">They are another user's, and can't become the owner's.</exception>
    private bool IsOurs()
    {
        if (Identity.User != _file.Owner && !Identity.IsRoot)
            throw GuardedFile.Refused($"{_file.Shown(_file.Name)} is for user {_file.Owner} to change; run this as root, or as that user");
        return Identity.User == _file.Owner;
    }

    private List<byte[]> Run(ReadOnlySpan<byte> verb, byte[][] rest)
    {
        byte[] order = Netstrings.Of(
            [Number(_file.Owner), Number(_group), verb.ToArray(), _file.Directory, _file.MayLeadOverLink ? "1"u8.ToArray() : [], _file.Name, .. rest]);
        byte[] room = new byte[LongestAnswer];
        ProgramAnswer end;
        try
        {
            int input = Descriptor.CreateInMemory("order\0"u8, out int error);
            if (input == -1 || !Descriptor.TryWrite(input, order, out error))
                throw new PosixException(error);
            Descriptor.Rewind(input);
            end = ShortProgram.Run("/proc/self/exe\0"u8, "doctor\0"u8, [.. Word, 0], input, MostMilliseconds, room);
        }
        catch (PosixException exception)
        {
            throw new ChangeException(
                $"{_file.Shown(_file.Name)}: unable to start a process of user {_file.Owner}: {exception.Message}; look at the file, and run this again",
                isRefusal: false);
        }

        if (end.Code != 0 || Netstrings.TryRead(room.AsSpan(0, end.Length)) is not { Count: > 0 } answer)
            throw Lost();
        if (answer[0].AsSpan().SequenceEqual("done"u8))
            return answer[1..];
        throw answer is [var state, var why] ? new ChangeException(Encoding.UTF8.GetString(why), state.AsSpan().SequenceEqual("refused"u8)) : Lost();
    }

    private ChangeException Lost() => new(
        $"{_file.Shown(_file.Name)}: the process of user {_file.Owner} ended before it had answered; "
            + "the file is the old one or the new one, whole: look, and run this again",
        isRefusal: false);

    private static byte[] Optional(byte[]? value) => value is null ? Netstrings.Of() : Netstrings.Of(value);

    private static byte[]? ValueOf(byte[] row) => Netstrings.TryRead(row) is [var value] ? value : null;

    private static byte[] Number(uint number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static uint Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out uint number, out int read) && read == text.Length
        ? number : throw new ChangeException("an order without a number", isRefusal: false);
}
