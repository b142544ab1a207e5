using System;

namespace QregexCheck.Logs;

/// <summary>Which client a process serves, by the lines of tcpserver.</summary>
internal sealed class ServedClients
{
    private const int MostClients = 4096;

    private readonly BoundedTable<Client> _clients = new(MostClients, static () => new Client());

    /// <summary>The address of the client that a process serves; empty when it is not known.</summary>
    public ReadOnlySpan<byte> IpOf(int process) => _clients.Find((uint)process) is { } client ? client.Ip.AsSpan(0, client.Length) : default;

    /// <summary>Forgets the client of a process.</summary>
    public void Forget(int process) => _clients.Close((uint)process);

    /// <summary>Keeps whom a process serves.</summary>
    /// <param name="process">The process.</param>
    /// <param name="ip">The client's address, of at most <see cref="TcpserverLine.LongestIp"/> bytes.</param>
    public void Keep(int process, ReadOnlySpan<byte> ip)
    {
        Client client = _clients.Open((uint)process);
        ip.CopyTo(client.Ip);
        client.Length = ip.Length;
    }

    private sealed class Client
    {
        public readonly byte[] Ip = new byte[TcpserverLine.LongestIp];

        public int Length;
    }
}
