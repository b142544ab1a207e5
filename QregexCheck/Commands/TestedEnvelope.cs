using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Mailboxes;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>A list that was asked about an envelope.</summary>
/// <param name="List">Which list.</param>
/// <param name="Rules">The number of its rules that can be used; null when they were not counted.</param>
/// <param name="Skipped">The number of its rules that can't be used.</param>
internal readonly record struct AskedFile(ControlList List, int? Rules, int Skipped);

/// <summary>All that <c>test</c> has found out about one envelope.</summary>
/// <param name="Envelope">What was asked about.</param>
/// <param name="Verdict">The decision.</param>
/// <param name="Checkpassword">The exit code of the checkpassword hook, which knows only the recipient; null when there is no recipient.</param>
/// <param name="Decider">The rule that decided; null for a plain accept and for trouble.</param>
/// <param name="Others">The rules that hit and did not decide, in the order of the lists.</param>
/// <param name="Asked">The existing lists about what the envelope holds.</param>
internal sealed record TestedEnvelope(
    Envelope Envelope, Verdict Verdict, ExitCode? Checkpassword, MatchedRule? Decider, IReadOnlyList<MatchedRule> Others, IReadOnlyList<AskedFile> Asked)
{
    /// <summary>What is known of the recipient; null when he was not looked up.</summary>
    public RecipientAnswer? Recipient => Verdict.Reason?.Answer;

    /// <summary>True when there was a rule to ask.</summary>
    public bool AskedRules
    {
        get
        {
            foreach (AskedFile file in Asked)
            {
                if (file.Rules != 0)
                    return true;
            }

            return false;
        }
    }
}
