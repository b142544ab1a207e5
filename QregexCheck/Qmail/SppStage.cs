using System;

namespace QregexCheck.Qmail;

/// <summary>The stages of a session at which qmail-spp runs plugins and we have rules to ask.</summary>
internal enum SppStage
{
    Helo,
    Mail,
    Rcpt,

    /// <summary>No stage was named. It is the last stage whose variables are set, and all lists count.</summary>
    Unnamed,
}

/// <summary>The stages' names, as control/smtpplugins has them.</summary>
internal static class SppStages
{
    /// <summary>The stage with a name; null when there is none.</summary>
    public static SppStage? Find(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("helo"u8) ? SppStage.Helo
        : name.SequenceEqual("mail"u8) ? SppStage.Mail
        : name.SequenceEqual("rcpt"u8) ? SppStage.Rcpt
        : null;
}
