using System;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;

namespace QregexCheck.History;

/// <summary>A rule that decided about past mail, or the entry of checkrcpthosts that did.</summary>
/// <param name="File">The name of its control file.</param>
/// <param name="Line">Its line there; 0 when a log did not say it.</param>
/// <param name="Text">Its text; as the log writes it, when only the log knows it.</param>
/// <param name="IsDefer">True when it defers, and does not reject.</param>
internal sealed record ReplayedRule(byte[] File, int Line, byte[] Text, bool IsDefer)
{
    /// <summary>What the rule is about; null when it is an entry of checkrcpthosts.</summary>
    public Subject? Subject
    {
        get
        {
            foreach (ControlList list in ControlLists.All)
            {
                if (ControlLists.FileName(list).SequenceEqual(File))
                    return ListFamily.Of(list).Subject;
            }

            return null;
        }
    }

    public static ReplayedRule Of(Hit hit, bool isDefer) => new(ControlLists.FileName(hit.List).ToArray(), hit.Line, hit.Rule, isDefer);

    public static ReplayedRule Of(CoveringEntry entry, bool isDefer) => new(CoveringEntry.FileName.ToArray(), entry.Line, entry.Text, isDefer);
}
