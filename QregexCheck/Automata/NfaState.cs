using System;
using System.Runtime.CompilerServices;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>What a state of an <see cref="Nfa"/> does.</summary>
internal enum NfaOperation : byte
{
    /// <summary>The pattern has matched.</summary>
    Accept,

    /// <summary>Takes the byte <see cref="NfaState.Value"/>.</summary>
    Literal,

    /// <summary>Takes a byte of the set <see cref="NfaState.Other"/>.</summary>
    Set,

    /// <summary>Leads on to both <see cref="NfaState.Next"/> and <see cref="NfaState.Other"/>.</summary>
    Split,

    /// <summary>Leads on when the anchor <see cref="NfaState.Value"/> holds.</summary>
    Anchor,

    /// <summary>
    /// An anchor in a copy that glibc made of a repeated part, before another copied node. A way that takes no byte passes it without asking,
    /// unless the way met an anchor of the other kind before.
    /// </summary>
    InertAnchor,

    /// <summary>Remembers where group <see cref="NfaState.Value"/> begins.</summary>
    GroupStart,

    /// <summary>Remembers where group <see cref="NfaState.Value"/> ends.</summary>
    GroupEnd,

    /// <summary>Takes the same bytes as group <see cref="NfaState.Value"/> took.</summary>
    BackReference,
}

/// <summary>One state: what it does, and where it leads.</summary>
internal struct NfaState
{
    public NfaOperation Operation;
    public byte Value;
    public int Next;
    public int Other;

    /// <summary>True when a <see cref="NfaOperation.Literal"/> or a <see cref="NfaOperation.Set"/> takes this byte.</summary>
    /// <param name="b">A byte of an upper-cased subject.</param>
    /// <param name="sets">The automaton's sets.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Takes(byte b, ReadOnlySpan<ByteSet> sets) => Operation == NfaOperation.Literal ? Value == b : sets[Other].Contains(b);
}
