using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Conversion;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Text;

namespace QregexCheck.Qmail;

/// <summary>
/// Finds the files of a control directory whose rules nobody asks: files with other patches' names, and files with a slip in their names. It
/// serves the administrator's commands. A check does not look for such files.
/// </summary>
internal static class UnreadFiles
{
    // The most slips between a control file's name and a name that does not begin with bad or good.
    private const int SlipsOfStrangers = 2;

    private const string ListMark = "LIST";

    private static string Checked => Encoding.ASCII.GetString(CoveringEntry.FileName);

    private static string Valid => AddressLists.Name(AddressList.ValidRcptTo);

    /// <summary>
    /// Names that other patches read. Each row has the control file for its rules (or null), what the file is, what to do when it can't simply be
    /// copied, and the form from which <c>convert</c> makes rules of it (or null). <see cref="ListMark"/> stands for that control file's name.
    /// </summary>
    /// <remarks>
    /// Source: control/ as the patches read it: the combined patches of sagredo and solarisfan (qregex), SPAMCONTROL, qmail-ldap. The rows are
    /// made anew at each look. A static array might be set up at each start, and hooks would pay for that.
    /// </remarks>
    private static (string Name, ControlList? Meant, string What, string? Advice, string? Form)[] OtherPatches =>
    [
        ("badrcptto", ControlList.BadMailTo, "qregex of the combined patches (sagredo, solarisfan) keeps the rules for recipients there", null, "qregex-names"),
        ("badrcpttonorelay", ControlList.BadMailToNoRelay, "qregex of the combined patches (sagredo, solarisfan) keeps rules for recipients there", null,
            "qregex-names"),
        ("badhelonorelay", ControlList.BadHelo, "qregex of the combined patches (sagredo) asks it about clients that may not relay",
            "add its rules to LIST, and set NOBADHELO where RELAYCLIENT is set", "qregex-names"),
        ("badmailpatterns", ControlList.BadMailFrom, "shell patterns of SPAMCONTROL and its kin, not regular expressions", "write each as a rule in LIST",
            "wildmat"),
        ("badrcptpatterns", ControlList.BadMailTo, "shell patterns of SPAMCONTROL and its kin, not regular expressions", "write each as a rule in LIST",
            "wildmat"),
        ("badmailfrom-unknown", null, "SPAMCONTROL and qmail-ldap ask it about clients whose name is not in DNS",
            "no rule can ask that; keep the qmail-smtpd that does, or refuse such clients in tcpserver's rules", null),
        ("goodrcptto", ControlList.GoodMailTo, "some patches keep their exceptions for recipients there", null, null),
    ];

    // Names that begin so belong to s/qmail and SPAMCONTROL. They are about attachments, hold no rules, and qmail-smtpd reads them itself.
    private static readonly string[] NoRules = ["badmimetypes", "badloadertypes"];

    /// <summary>Looks through a directory. A directory that can't be listed has no such files.</summary>
    public static List<UnreadFile> In(ControlDirectory directory)
    {
        var found = new List<UnreadFile>();
        List<byte[]> names = DirectoryNames.Read(directory.PathOf("."u8));
        foreach (byte[] bytes in names)
        {
            string name = Encoding.Latin1.GetString(bytes);
            if (!IsList(name) && Find(name, names) is { } unread && FileStatus.Of(directory.PathOf(bytes), out _) is { IsDirectory: false })
                found.Add(unread with { Name = Escape.Text(bytes, Plain.FileName) });
        }

        return found;
    }

    /// <summary>Writes a line to standard error for each file that nobody asks. It also tells when a directory has no control file.</summary>
    /// <returns>The files that it found.</returns>
    public static List<UnreadFile> Warn(ControlDirectory directory)
    {
        List<UnreadFile> found = In(directory);
        if (DirectoryNames.Read(directory.PathOf("."u8)).Count > 0 && !HasList(directory))
            StandardError.WriteLine("warning"u8,
                $"{directory.Name} holds no control file, so no rule is asked and all mail passes; qregexcheck-rules(5) lists their names");
        foreach (UnreadFile file in found)
            StandardError.WriteLine("warning"u8, $"{directory.Name}/{file.Name} is never asked: {file.Why}");
        return found;
    }

    private static UnreadFile? Find(string name, List<byte[]> names)
    {
        string plain = NearestName.Plain(name);
        if (name[0] is '.' or '#' || Array.Exists(NoRules, other => plain.StartsWith(other, StringComparison.Ordinal)))
            return null;

        // The list of the validrcptto patch, compiled by its own program (sagredo-dev/qmail, vrtcheck). Where recipients are not looked up, or a list is
        // here, it is that patch's own affair.
        if (name == Valid + ".cdb")
        {
            string why = $"the validrcptto patch reads it; write its addresses into {Valid}, one a line";
            return Has(names, Valid) || !Has(names, Checked) ? null : new UnreadFile(name, Valid, why);
        }

        bool isAlike = plain.StartsWith("bad", StringComparison.Ordinal) || plain.StartsWith("good", StringComparison.Ordinal);
        string? nearest = null;
        int least = isAlike ? Math.Max(SlipsOfStrangers, plain.Length / 4) : SlipsOfStrangers;
        foreach ((string other, ControlList? list, string what, string? advice, string? form) in OtherPatches)
        {
            string? meant = list is { } known ? ControlLists.Name(known) : null;
            if (name == other)
                return new UnreadFile(
                    name, meant, $"{what}; {advice?.Replace(ListMark, meant, StringComparison.Ordinal) ?? Advice(meant!, names)}{Command(form, list)}");
            Nearer(plain, other, meant ?? other, ref nearest, ref least);
        }

        // A copy, such as badmailto.old or badmailto~. A copy beside its list was put aside. A copy alone is a list under a wrong name.
        int end = 0;
        while (end < name.Length && char.IsAsciiLetterOrDigit(name[end]))
            end++;
        if (IsList(name[..end]) && (plain == name[..end] || !IsList(plain)))
            return Has(names, name[..end]) ? null : Misnamed(name, name[..end], names);

        foreach (ControlList list in ControlLists.All)
        {
            string other = ControlLists.Name(list);
            Nearer(plain, other, other, ref nearest, ref least);
        }

        Nearer(plain, Checked, Checked, ref nearest, ref least);
        Nearer(plain, Valid, Valid, ref nearest, ref least);

        if (nearest is not null)
            return Misnamed(name, nearest, names);
        return isAlike ? new UnreadFile(name, null, "no control file has this name; qregexcheck-rules(5) lists them") : null;
    }

    /// <summary>The command that makes rules of the file; empty when there is none.</summary>
    private static string Command(string? form, ControlList? list) =>
        form is not null && list is { } known && ConversionFormats.Find(form) is not null
            ? $"; qregexcheck convert --from {form} --as {ControlLists.Name(ListFamily.Of(known).Always)} prints its rules"
            : string.Empty;

    private static UnreadFile Misnamed(string name, string meant, List<byte[]> names) =>
        new(name, meant, $"no control file has this name; if {meant} is meant, {Advice(meant, names)}");

    private static string Advice(string meant, List<byte[]> names) =>
        Has(names, meant) ? $"add its {(meant == Checked || meant == Valid ? "lines" : "rules")} to {meant}" : $"copy or rename it to {meant}";

    private static void Nearer(string name, string other, string meant, ref string? nearest, ref int least)
    {
        // The lists come last and win a draw.
        int slips = NearestName.Slips(name, NearestName.Plain(other));
        if (slips > least)
            return;
        least = slips;
        nearest = meant;
    }

    private static bool IsList(string name)
    {
        foreach (ControlList list in ControlLists.All)
        {
            if (name == ControlLists.Name(list))
                return true;
        }

        return name == Checked || name == Valid;
    }

    private static bool HasList(ControlDirectory directory)
    {
        // A control file that exists counts, even if it can't be examined. checkrcpthosts alone refuses mail, too.
        foreach (ControlList list in ControlLists.All)
        {
            if (IsThere(directory, ControlLists.FileName(list)))
                return true;
        }

        return IsThere(directory, CoveringEntry.FileName);
    }

    private static bool IsThere(ControlDirectory directory, ReadOnlySpan<byte> file) =>
        FileStatus.Of(directory.PathOf(file), out int error) is not null || error != Errno.NoSuchFile;

    private static bool Has(List<byte[]> names, string name) => names.Exists(other => Encoding.Latin1.GetString(other) == name);
}
