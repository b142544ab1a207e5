namespace QregexCheck.Logs;

/// <summary>What became of a line when a reader looked at it.</summary>
internal enum LineReading : byte
{
    /// <summary>It is not one of this format's lines.</summary>
    NotOurs,

    /// <summary>It is one of this format's lines, and is not understood, or is ambiguous so that nothing may be believed.</summary>
    Strange,

    /// <summary>It is understood, and holds no mail.</summary>
    NoMail,

    /// <summary>It is understood, and its mail was handed out.</summary>
    Mail,

    /// <summary>It means something only behind the lines before it, or may go on in the next.</summary>
    MustWait,
}

/// <summary>The beginning of a line: what stands before the text that a program wrote.</summary>
/// <param name="Time">When; see <see cref="MailEvent.Time"/>.</param>
/// <param name="Process">The process in syslog's tag, as in <c>smtpd[123]:</c>; 0 when there is none.</param>
/// <param name="TextOffset">Where the program's own text begins.</param>
/// <param name="IsFolded">True when splogger wrote the line: it may go on in the next (it was folded at 800 bytes), or go on from the one before.</param>
internal readonly record struct LineFront(long Time, int Process, int TextOffset, bool IsFolded);
