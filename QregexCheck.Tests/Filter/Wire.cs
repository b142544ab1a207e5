using System;
using System.Net.Sockets;
using System.Text;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Filter;

/// <summary>A client's end of a connection: bytes out, lines in, nothing understood.</summary>
internal sealed class Wire : IDisposable
{
    private readonly StringBuilder _heard = new();

    public Wire(int port)
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = Patience.Milliseconds,
            SendTimeout = Patience.Milliseconds
        };
        Socket.Connect("127.0.0.1", port);
    }

    public Socket Socket { get; }

    public void Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[Socket.Send(bytes)..];
    }

    /// <summary>Sends what it can to a side that may have closed.</summary>
    public void TrySend(string text)
    {
        try
        {
            Send(text);
        }
        catch (SocketException)
        {
            // It has, and what it said before can still be read.
        }
    }

    /// <summary>The next line, without its end; null when the other side has closed.</summary>
    public string? ReadLine()
    {
        while (true)
        {
            string heard = _heard.ToString();
            int end = heard.IndexOf('\n');
            if (end >= 0)
            {
                _heard.Remove(0, end + 1);
                return heard[..end].TrimEnd('\r');
            }

            if (!TryReceive())
                return null;
        }
    }

    /// <summary>The last line of the next reply.</summary>
    public string? ReadReply()
    {
        string? line = ReadLine();
        while (line is { Length: > 3 } && line[3] == '-')
            line = ReadLine();
        return line;
    }

    /// <summary>Sends a command and reads its reply.</summary>
    public string? Ask(string command)
    {
        Send(command + "\r\n");
        return ReadReply();
    }

    /// <summary>All that comes until the other side closes.</summary>
    public string ReadToEnd()
    {
        while (TryReceive())
        {
        }

        string heard = _heard.ToString();
        _heard.Clear();
        return heard;
    }

    /// <summary>Closes so that the other side gets a reset.</summary>
    public void Vanish()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();

    private bool TryReceive()
    {
        var buffer = new byte[65536];
        try
        {
            int count = Socket.Receive(buffer);
            _heard.Append(Encoding.Latin1.GetString(buffer, 0, count));
            return count > 0;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            return false;
        }
    }
}
