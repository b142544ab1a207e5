using System;
using System.Collections.Generic;
using QregexCheck.Cdb;

namespace QregexCheck.Doctor;

/// <summary>What a rule of tcpserver says about the clients whose address begins so.</summary>
/// <param name="Address">
/// The key: an IP address, the beginning of one that ends in a dot, <c>=</c> and a host name, or nothing for everybody. Source: tcprules(1).
/// </param>
/// <param name="Denies">True when such clients are turned away.</param>
/// <param name="Variables">What is set for them, each as <c>NAME=value</c>.</param>
internal sealed record TcpRule(byte[] Address, bool Denies, IReadOnlyList<byte[]> Variables)
{
    /// <summary>True for the rule that is about all clients for whom there is no other one.</summary>
    public bool IsForEverybody => Address.Length == 0 || Address.AsSpan().SequenceEqual("="u8);

    /// <summary>The value of a variable; null when the rule does not set it.</summary>
    public byte[]? Value(ReadOnlySpan<byte> name) => VariableBytes.Value(Variables, name);
}

/// <summary>The rules that tcpserver is given with <c>-x</c>, read from its cdb: that is what it reads.</summary>
/// <remarks>The data of a record is <c>D</c>, or a row of <c>+NAME=value</c>, each with a NUL behind it. Source: tcprules(1), tcprulescheck(1).</remarks>
internal static class TcpRules
{
    // tcprules reads lines of any length; one of its own has some variables.
    private const int LongestRule = 64 * 1024;

    /// <summary>Reads the rules.</summary>
    /// <param name="host">The host.</param>
    /// <param name="path">The cdb's path.</param>
    /// <returns>Null when there is no such file, or it can't be read; the latter is noted.</returns>
    public static List<TcpRule>? Read(ExaminedHost host, byte[] path)
    {
        if (host.Read(path) is not { } bytes)
            return null;
        try
        {
            var rules = new List<TcpRule>();
            CdbRecords.Read(ExaminedHost.SourceOf(bytes), bytes.Length, LongestRule, (key, data) =>
                rules.Add(new TcpRule(key.ToArray(), data is [(byte)'D', ..], VariablesOf(data))));
            return rules;
        }
        catch (CdbException exception)
        {
            host.Miss(path, exception.Message);
            return null;
        }
    }

    private static List<byte[]> VariablesOf(ReadOnlySpan<byte> data)
    {
        var variables = new List<byte[]>();
        while (!data.IsEmpty)
        {
            int nul = data.IndexOf((byte)0);
            ReadOnlySpan<byte> command = nul < 0 ? data : data[..nul];
            if (command is [(byte)'+', ..])
                variables.Add(command[1..].ToArray());
            data = nul < 0 ? default : data[(nul + 1)..];
        }

        return variables;
    }
}
