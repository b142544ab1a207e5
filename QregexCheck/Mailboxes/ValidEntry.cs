using System;

namespace QregexCheck.Mailboxes;

/// <summary>What <c>control/validrcptto</c> says about an address.</summary>
internal enum ValidKind
{
    /// <summary>There is no entry for the address or its domain.</summary>
    None,

    /// <summary><c>user@domain</c>: it exists.</summary>
    Address,

    /// <summary><c>-user@domain</c>: it does not exist.</summary>
    NotAddress,

    /// <summary><c>@domain</c>: every address of the domain exists.</summary>
    Domain,

    /// <summary><c>-@domain</c>: no other address of the domain exists.</summary>
    NotDomain,
}

/// <summary>The entry that decides about an address.</summary>
/// <param name="Kind">What kind of entry it is.</param>
/// <param name="Line">Its line, from 1; 0 when there is none.</param>
/// <param name="HasAddresses">With <see cref="ValidKind.NotDomain"/>: true when the file has an address of that domain.
/// Without one the list is taken for broken.</param>
/// <param name="DoubtfulLine">With <see cref="ValidKind.NotDomain"/>: the first line with a slip that names the domain; 0 when none does.</param>
internal readonly record struct ValidEntry(ValidKind Kind, int Line, bool HasAddresses, int DoubtfulLine = 0);

/// <summary>Looks an address up in <c>control/validrcptto</c>, wherever it is kept: as text or compiled.</summary>
/// <param name="recipient">The address as given, with its last <c>@</c>. Case does not matter.</param>
/// <returns>Null when the control file is missing.</returns>
/// <exception cref="HostFileException">The file can't be read.</exception>
internal delegate ValidEntry? ValidSource(ReadOnlySpan<byte> recipient);
