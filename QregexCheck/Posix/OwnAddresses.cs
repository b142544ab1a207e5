using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace QregexCheck.Posix;

/// <summary>This host's IPv4 addresses, as qmail's ipme.c finds them: those of all interfaces, and 0.0.0.0. Source: netdevice(7).</summary>
internal static unsafe class OwnAddresses
{
    private const int MostInterfaces = 256;

    /// <summary>True for an address of this host.</summary>
    /// <param name="address">The address; its first byte is the highest.</param>
    /// <exception cref="PosixException">The system does not tell its addresses.</exception>
    public static bool Contains(uint address)
    {
        if (address == 0)
            return true;
        int descriptor = Libc.Socket(Libc.Internet, Libc.Datagram | Libc.CloseOnExec, 0);
        if (descriptor == -1)
            throw new PosixException(Marshal.GetLastPInvokeError());
        try
        {
            var interfaces = new Interface[MostInterfaces];
            fixed (Interface* start = interfaces)
            {
                var list = new InterfaceList { Length = MostInterfaces * sizeof(Interface), Interfaces = start };
                if (Libc.Control(descriptor, Libc.GetInterfaces, &list) == -1)
                    throw new PosixException(Marshal.GetLastPInvokeError());
                foreach (ref readonly Interface one in interfaces.AsSpan(0, list.Length / sizeof(Interface)))
                {
                    if (one.Family == Libc.Internet && BinaryPrimitives.ReverseEndianness(one.Address) == address)
                        return true;
                }
            }

            return false;
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
    }

    /// <summary>struct ifconf.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct InterfaceList
    {
        public int Length;
        public Interface* Interfaces;
    }

    /// <summary>struct ifreq: a name of 16 bytes, then a sockaddr_in.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    private struct Interface
    {
        [FieldOffset(16)]
        public ushort Family;

        [FieldOffset(20)]
        public uint Address;
    }
}
