using QregexCheck.Batv;
using QregexCheck.Decision;

namespace QregexCheck.Qmail;

/// <summary>What a judged tag says to the log and the client.</summary>
internal static class TagReason
{
    /// <summary>The reason; null when there is nothing to say of the tag.</summary>
    public static Reason? Of(JudgedTag tag) => tag.Entry is { } entry
        ? Reason.Of(new BounceEntry(
            BatvDomains.FileName.ToArray(), entry.Line, entry.Text, tag.Action, tag.Reply.ToArray(), tag.Found.State.Word().ToArray()))
        : null;
}
