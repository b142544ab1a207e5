using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>A control file that was asked about an envelope.</summary>
/// <param name="List">Which one.</param>
/// <param name="Rules">How many rules it has that can be used; null when they were not counted.</param>
/// <param name="Skipped">How many can't be used.</param>
internal readonly record struct AskedFile(ControlList List, int? Rules, int Skipped);

/// <summary>All that <c>test</c> has found out about one envelope.</summary>
/// <param name="Envelope">What was asked about.</param>
/// <param name="Verdict">What was decided.</param>
/// <param name="Checkpassword">How the checkpassword hook ends, which knows the recipient alone; null without one.</param>
/// <param name="Decider">The rule that decided; null for a plain accept and for trouble.</param>
/// <param name="Others">The rules that hit and did not decide, in the order of the files.</param>
/// <param name="Asked">The control files there are for what the envelope holds.</param>
internal sealed record TestedEnvelope(
    Envelope Envelope, Verdict Verdict, ExitCode? Checkpassword, MatchedRule? Decider, IReadOnlyList<MatchedRule> Others, IReadOnlyList<AskedFile> Asked)
{
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
