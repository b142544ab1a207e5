using System;
using QregexCheck.Control;
using QregexCheck.Rules;

namespace QregexCheck.Lists;

/// <summary>A rule that hit: its pattern matched, or did not match behind a <c>!</c>.</summary>
/// <param name="List">The control file it stands in.</param>
/// <param name="Line">Its line there, from 1.</param>
/// <param name="Rule">The rule as written, with its <c>!</c>.</param>
/// <param name="Annotation">What the comments above it say.</param>
internal sealed record Hit(ControlList List, int Line, byte[] Rule, Annotation Annotation)
{
    /// <summary>The SMTP reply this hit is answered with.</summary>
    public ReadOnlySpan<byte> Reply => Annotation.Reply is not null ? Annotation.Reply
        : Annotation.Action == RuleAction.Defer ? ControlLists.DeferReply
        : ControlLists.RejectReply(List);
}
