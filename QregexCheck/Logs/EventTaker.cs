using System;

namespace QregexCheck.Logs;

/// <summary>Is handed events in the order of their time.</summary>
/// <param name="block">Holds the events' bytes, until the call returns.</param>
/// <param name="mails">Events that stand one behind the other; never one with <see cref="MailEvent.IsLine"/>.</param>
internal delegate void EventTaker(EventBlock block, ReadOnlySpan<MailEvent> mails);
