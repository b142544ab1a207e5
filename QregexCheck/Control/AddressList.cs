using System;
using System.Diagnostics;
using System.Text;

namespace QregexCheck.Control;

/// <summary>
/// The control files of addresses. They hold no rules. Their numbers stand in compiled files beside those of <see cref="ControlList"/>, which are
/// below 256.
/// </summary>
internal enum AddressList
{
    ValidRcptTo = 256,
}

/// <summary>What is fixed for each control file of addresses: its name.</summary>
internal static class AddressLists
{
    public static ReadOnlySpan<byte> FileName(AddressList list) => list switch
    {
        AddressList.ValidRcptTo => "validrcptto"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>The name of the control file as text, for messages.</summary>
    public static string Name(AddressList list) => Encoding.ASCII.GetString(FileName(list));
}
