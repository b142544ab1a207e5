using System.Diagnostics;
using QregexCheck.Lint;

namespace QregexCheck.Doctor;

/// <summary>The table of what can be wrong: report, help and manual page are held to it.</summary>
/// <remarks>It is made of constants, so that no start pays for it.</remarks>
internal static class AilmentTable
{
    public const Ailment Last = Ailment.NamesNobodyReads;

    public static AilmentRow Row(Ailment ailment) => ailment switch
    {
        Ailment.OpenRelay => new(
            "open-relay", Severity.Error, "strangers may relay through this host",
            "spammers find it within hours, and what can't be delivered comes back from here"),
        Ailment.UnreadableToQmaild => new(
            "unreadable-to-qmaild", Severity.Error, "the user of qmail-smtpd can't read a file that the check needs",
            "a list that can't be read puts all mail off with a 4xx reply, and without the other files no recipient can be told to be missing"),
        Ailment.NamesNobodyReads => new(
            "names-nobody-reads", Severity.Warning, "a file looks like a control file, and nobody reads it", "the rules in it refuse nothing"),
        _ => throw new UnreachableException(),
    };
}
