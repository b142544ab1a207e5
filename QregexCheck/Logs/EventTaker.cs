namespace QregexCheck.Logs;

/// <summary>Is handed one event after the other, in the order of their time.</summary>
/// <param name="block">Holds the event's bytes, until the call returns.</param>
/// <param name="mail">The event; never one with <see cref="MailEvent.IsLine"/>.</param>
internal delegate void EventTaker(EventBlock block, in MailEvent mail);
