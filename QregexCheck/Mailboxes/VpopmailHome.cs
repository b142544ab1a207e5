using System;

namespace QregexCheck.Mailboxes;

/// <summary>vpopmail's own directory, and what it tells of where vpopmail keeps its users. Source: vpopmail's Makefile.am, vmysql.c, vpgsql.c, vldap.c.</summary>
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
        using HostFile? file = files.Open(path);
        if (file is null)
            return;
        if (file.Size > LongestLibraries)
            throw new HostFileException(path, "is too long");
        var text = new byte[(int)file.Size];
        if (NamesBackend(text.AsSpan(0, file.ReadAt(0, text))))
            throw new HostFileException(path, "shows that vpopmail keeps its users elsewhere; list the addresses in control/validrcptto");
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

    private static void RequireNone(HostFiles files, byte[] settings)
    {
        FileLook look = files.Look(settings);
        if (look.Kind != FileKind.Absent)
        {
            throw new HostFileException(
                settings, look.Trouble ?? "shows that vpopmail keeps its users elsewhere; list the addresses in control/validrcptto", look.Kind == FileKind.Denied);
        }
    }
}
