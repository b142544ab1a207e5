using System;

namespace QregexCheck.Mailboxes;

/// <summary>vpopmail's own directory, and what it tells of where vpopmail keeps its users. Source: vpopmail's Makefile.am, vmysql.c, vpgsql.c,
/// vldap.c.</summary>
internal static class VpopmailHome
{
    // etc/lib_deps is one line of a linker's options.
    private const int LongestLibraries = 16 * 1024;

    private static ReadOnlySpan<byte> Domains => "/domains/"u8;

    /// <summary>Where the directory is by the path of a domain: above <c>domains</c>. A domain can be elsewhere.</summary>
    /// <param name="directory">The directory of a domain.</param>
    /// <returns>Empty when the path does not show it.</returns>
    public static ReadOnlySpan<byte> Above(ReadOnlySpan<byte> directory)
    {
        int at = directory.LastIndexOf(Domains);
        return at < 0 ? [] : directory[..at];
    }

    /// <summary>Where the directory is by the path of its program.</summary>
    /// <param name="program">The program as a <c>.qmail</c> file calls it.</param>
    /// <returns>Empty when it is not called by the whole path.</returns>
    public static ReadOnlySpan<byte> OfProgram(ReadOnlySpan<byte> program) =>
        program is [(byte)'/', ..] && program.EndsWith("/bin/vdelivermail"u8) ? program[..^"/bin/vdelivermail"u8.Length] : [];

    /// <summary>Makes sure that nothing shows another backend than the cdb files. Such a one would leave old files behind.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="home">vpopmail's directory.</param>
    /// <exception cref="HostFileException">Another backend is in use, or it can't be told.</exception>
    public static void RequireCdb(HostFiles files, ReadOnlySpan<byte> home)
    {
        RequireNone(files, [.. home, .. "/etc/vpopmail.mysql"u8]);
        RequireNone(files, [.. home, .. "/etc/vpopmail.pgsql"u8]);
        RequireNone(files, [.. home, .. "/etc/vpopmail.ldap"u8]);

        byte[] path = [.. home, .. "/etc/lib_deps"u8];
        if (BackendOf(files, path) == SnapshotClass.OtherBackend)
            throw new HostFileException(path, "shows that vpopmail keeps its users elsewhere; list the addresses in control/validrcptto");
    }

    /// <summary>What the linked libraries tell: <see cref="SnapshotClass.CdbBackend"/> or <see cref="SnapshotClass.OtherBackend"/>.</summary>
    /// <param name="file">The open <c>etc/lib_deps</c>.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="HostFileException">It can't be read.</exception>
    public static SnapshotClass BackendOf(HostFile file, ReadOnlySpan<byte> path)
    {
        if (file.Size > LongestLibraries)
            throw new HostFileException(path, "is too long");
        var text = new byte[(int)file.Size];
        return NamesBackend(text.AsSpan(0, file.ReadAt(0, text))) ? SnapshotClass.OtherBackend : SnapshotClass.CdbBackend;
    }

    /// <summary>True when libraries of another backend are linked in. vpopmail can log to MySQL beside its cdb files; this counts, too.</summary>
    public static bool NamesBackend(ReadOnlySpan<byte> libraries)
    {
        byte[] text = AsciiCase.Lowered(libraries);
        ReadOnlySpan<byte> options = text;
        return options.IndexOf("mysql"u8) >= 0 || options.IndexOf("maria"u8) >= 0 || options.IndexOf("lpq"u8) >= 0 || options.IndexOf("libpq"u8) >= 0
            || options.IndexOf("ldap"u8) >= 0 || options.IndexOf("lber"u8) >= 0 || options.IndexOf("clntsh"u8) >= 0 || options.IndexOf("sybdb"u8) >= 0
            || options.IndexOf("sqlite"u8) >= 0;
    }

    private static SnapshotClass BackendOf(HostFiles files, byte[] path)
    {
        using HostFile? file = files.OpenUnlessDenied(path, out bool isDenied);
        if (isDenied && SnapshotFiles.Of(files, path) is { Class: SnapshotClass.CdbBackend or SnapshotClass.OtherBackend } known)
            return known.Class;
        using HostFile? again = isDenied ? files.Open(path) : null;
        return (file ?? again) is { } open ? BackendOf(open, path) : SnapshotClass.CdbBackend;
    }

    private static void RequireNone(HostFiles files, byte[] settings)
    {
        FileLook look = files.Look(settings);
        if (look.Kind != FileKind.Absent)
        {
            throw new HostFileException(
                settings,
                look.Trouble ?? "shows that vpopmail keeps its users elsewhere; list the addresses in control/validrcptto", look.Kind == FileKind.Denied);
        }
    }
}
