namespace QregexCheck.Logs;

/// <summary>Whose lines a log holds. Their forms stand at the readers of each.</summary>
internal enum LogFormat : byte
{
    /// <summary>Our own line: see <see cref="Decision.LogLine"/>.</summary>
    Own,

    /// <summary>chkuser's, of each version.</summary>
    Chkuser,

    /// <summary>The qlog lines of a patched qmail-smtpd: <c>qlogenvelope:</c> and <c>qlogreceived:</c>.</summary>
    Qlog,

    /// <summary>The lines of the qregex patch.</summary>
    Qregex,

    /// <summary>spamdyke's.</summary>
    Spamdyke,

    /// <summary>Those of s/qmail's qmail-smtpd.</summary>
    Sqmail,

    /// <summary>mailfront's: a session by its process.</summary>
    Mailfront,

    /// <summary>What recordio writes of a session: both sides, in pieces.</summary>
    Recordio,

    /// <summary>Those of qmail-send: deliveries.</summary>
    QmailSend,

    /// <summary>Postfix's.</summary>
    Postfix,

    /// <summary>Those of tcpserver. They hold no mail; they tell which client a process served.</summary>
    Tcpserver,
}
