using System;

namespace QregexCheck.Mailboxes;

/// <summary>The names in a directory that an answer about a recipient can rest on. A snapshot has all of these names, and no others.</summary>
internal static class SnapshotNames
{
    private static ReadOnlySpan<byte> DotQmail => ".qmail"u8;

    private static ReadOnlySpan<byte> VpopmailSettings => "vpopmail."u8;

    /// <summary>True for <c>.qmail*</c>, the lists of mailboxes of vpopmail and vmailmgr, and what tells where they keep their users.</summary>
    public static bool IsReliedOn(ReadOnlySpan<byte> name) =>
        name.StartsWith(DotQmail) || IsMailboxes(name) || IsLibraries(name) || name.SequenceEqual(".vmailmgr"u8) || name.StartsWith(VpopmailSettings);

    /// <summary>True for a <c>.qmail</c> file.</summary>
    public static bool IsDotQmail(ReadOnlySpan<byte> name) => name.StartsWith(DotQmail);

    /// <summary>True for vpopmail's list of mailboxes.</summary>
    public static bool IsVpopmails(ReadOnlySpan<byte> name) => name.SequenceEqual("vpasswd.cdb"u8);

    /// <summary>True for vpopmail's or vmailmgr's list of mailboxes.</summary>
    public static bool IsMailboxes(ReadOnlySpan<byte> name) => IsVpopmails(name) || name.SequenceEqual("passwd.cdb"u8);

    /// <summary>True for the file in vpopmail's <c>etc</c> that tells which libraries it was linked with.</summary>
    public static bool IsLibraries(ReadOnlySpan<byte> name) => name.SequenceEqual("lib_deps"u8);
}
