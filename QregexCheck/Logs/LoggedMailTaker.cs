namespace QregexCheck.Logs;

/// <summary>Is handed what a reader of several lines has found.</summary>
/// <param name="mail">The mail; its bytes stay until the call returns.</param>
/// <param name="time">When; see <see cref="MailEvent.Time"/>.</param>
internal delegate void LoggedMailTaker(in LoggedMail mail, long time);
