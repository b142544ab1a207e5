using System;

namespace QregexCheck.Doctor;

/// <summary>What the qmail-smtpd of this host can do, by the texts that stand in its file: each patch has its words.</summary>
internal sealed class SmtpProgram
{
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly byte[]? _bytes;

    private SmtpProgram(byte[] path, byte[]? bytes) => (Path, _bytes) = (path, bytes);

    /// <summary>Where it is.</summary>
    public byte[] Path { get; }

    /// <summary>True when its file could be read, so that the other answers mean something.</summary>
    public bool IsKnown => _bytes is not null;

    /// <summary>True when it runs what RCPTCHECK names. To that of qmail-ldap the variable is a switch, whatever it says: it asks its qmail-verify.</summary>
    public bool HasRcptCheck => Holds("RCPTCHECK"u8) && !Holds("bin/qmail-verify"u8);

    /// <summary>True when it gives that program the HELO name. The classic patch does not; others call it HELO or HELOHOST, or also have USE_FD4.</summary>
    public bool GivesHelo => HoldsAlone("HELO"u8) || Holds("HELOHOST"u8) || Holds("USE_FD4"u8);

    /// <summary>True when the check is run for relay clients where this variable is set.</summary>
    public bool HasRelayClientSwitch => Holds("RCPTCHECKRELAYCLIENT"u8);

    /// <summary>True when it runs plugins.</summary>
    public bool HasPlugins => Holds("control/smtpplugins"u8);

    /// <summary>True when it asks by control/recipients, as that of s/qmail does.</summary>
    public bool HasRecipients => Holds("control/recipients"u8);

    /// <summary>True when it runs plugins only where ENABLE_SPP is set.</summary>
    public bool WantsEnableSpp => Holds("ENABLE_SPP"u8);

    /// <summary>True when it runs what QMAILQUEUE names in the place of qmail-queue.</summary>
    public bool HasQmailQueue => Holds("QMAILQUEUE"u8);

    /// <summary>True when chkuser is in it: its log lines begin so.</summary>
    public bool HasChkuser => _bytes.AsSpan().IndexOf("CHKUSER"u8) >= 0;

    /// <summary>True when its chkuser asks nothing where this variable does not say ALWAYS or DOMAIN.</summary>
    public bool WantsChkuserStart => Holds("CHKUSER_START"u8);

    /// <summary>True when it looks recipients up in control/validrcptto.cdb.</summary>
    public bool HasValidRecipientsCdb => Holds("control/validrcptto.cdb"u8);

    /// <summary>True when it reads a control file of this name.</summary>
    public bool Reads(ReadOnlySpan<byte> file) => Holds([.. "control/"u8, .. file]);

    /// <summary>Reads it.</summary>
    public static SmtpProgram Read(ExaminedHost host)
    {
        byte[] path = host.Home("bin/qmail-smtpd"u8);
        byte[]? bytes = host.Read(path, MostBytes);
        if (bytes is null && !host.MayBeAt(path))
            host.Miss(path, "no such file");
        return new SmtpProgram(path, bytes);
    }

    /// <summary>True when a text of the program ends so. A linker lets one text be the end of another.</summary>
    private bool Holds(ReadOnlySpan<byte> text)
    {
        byte[] ended = [.. text, 0];
        return _bytes.AsSpan().IndexOf(ended) >= 0;
    }

    /// <summary>True when this is a whole text of the program.</summary>
    private bool HoldsAlone(ReadOnlySpan<byte> text)
    {
        byte[] alone = [0, .. text, 0];
        return _bytes.AsSpan().IndexOf(alone) >= 0;
    }
}
