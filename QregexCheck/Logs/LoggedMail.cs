using System;

namespace QregexCheck.Logs;

/// <summary>
/// What a reader of a format has found in a line. Its bytes stand in the line, or in room of the reader's, until the next line is read.
/// <see cref="EventBlock"/> copies them.
/// </summary>
internal ref struct LoggedMail
{
    public LogFormat Format;

    public Outcome Outcome;

    /// <summary>What the line tells. A field that is not in this set is not known: that is neither empty nor the null sender.</summary>
    public MailField Known;

    /// <summary>The fields whose bytes may not be those of the envelope: cut, or written with <c>_</c> or <c>?</c> for other bytes.</summary>
    public MailField Altered;

    /// <summary>True for a client that may relay. It says nothing unless <see cref="MailField.Relay"/> is known.</summary>
    public bool IsRelayClient;

    /// <summary>The process that wrote the line or served the client; 0 when it is not known.</summary>
    public int Process;

    /// <summary>The client's address.</summary>
    public ReadOnlySpan<byte> Ip;

    /// <summary>The HELO name, its escapes undone.</summary>
    public ReadOnlySpan<byte> Helo;

    /// <summary>The sender, without brackets, its escapes undone; empty for the null sender.</summary>
    public ReadOnlySpan<byte> Sender;

    /// <summary>The recipient, without brackets, its escapes undone.</summary>
    public ReadOnlySpan<byte> Recipient;

    /// <summary>The name of the list whose rule decided, as <c>badmailto</c>; empty when no rule did, or when the line does not say which.</summary>
    public ReadOnlySpan<byte> List;

    /// <summary>The rule's line number when it decided; 0 when it is not known.</summary>
    public int RuleLine;

    /// <summary>The rule's text exactly as the line writes it, escaped or cut; empty when it is not known.</summary>
    public ReadOnlySpan<byte> Rule;
}
