using System.Collections.Generic;

namespace QregexCheck.Mailboxes;

/// <summary>
/// Who gets mail for a local part, as qmail-lspawn hands it to qmail-local. Source: qmail-lspawn.c, qmail-users(5), qmail-getpw(8).
/// </summary>
/// <param name="Name">The user's name.</param>
/// <param name="User">The user's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Home">The home directory as it stands in the source, perhaps relative.</param>
/// <param name="Dash">Empty when the address is the user's own; else mostly <c>-</c>.</param>
/// <param name="Extension">What follows the dash in the names of <c>.qmail</c> files, in its own case.</param>
/// <param name="IsCertain">False when another source of users may know one that we did not see. Then nothing is missing.</param>
internal sealed record LocalUser(byte[] Name, uint User, uint Group, byte[] Home, byte[] Dash, byte[] Extension, bool IsCertain)
{
    /// <summary>How many bytes of the local part the wildcard of <c>users/cdb</c> has that named the user; 0 where it was none.</summary>
    public int WildcardLength { get; init; }

    /// <summary>
    /// Not null where <c>/etc/passwd</c> named the user, and qmail-getpw would name another one if its break character were not <c>-</c>. It has the homes
    /// of users whom it could name then.
    /// </summary>
    public List<byte[]>? HomesByBreak { get; init; }
}
