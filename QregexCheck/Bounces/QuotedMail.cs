using System.Collections.Generic;

namespace QregexCheck.Bounces;

/// <summary>What a look has found in a bounce.</summary>
/// <param name="Lines">The header lines of quoted messages, in the order of the bounce.</param>
/// <param name="Parts">What was recognised; the first is the message itself.</param>
/// <param name="Limits">What kept the look from reading all; <see cref="LookLimit.None"/> when all was read.</param>
/// <param name="ReturnPath">The first Return-Path line of the message itself, where it was saved; null when there is none.</param>
internal sealed record QuotedMail(IReadOnlyList<QuotedHeader> Lines, IReadOnlyList<BouncePart> Parts, LookLimit Limits, byte[]? ReturnPath)
{
    /// <summary>True when a Received line is quoted.</summary>
    public bool QuotesReceived
    {
        get
        {
            foreach (QuotedHeader line in Lines)
            {
                if (line.Field == QuotedField.Received)
                    return true;
            }

            return false;
        }
    }
}
