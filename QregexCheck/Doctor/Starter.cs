namespace QregexCheck.Doctor;

/// <summary>The program that reads a <see cref="RunScript"/> and starts what it names.</summary>
internal enum Starter
{
    /// <summary>supervise of daemontools, or one of its kin.</summary>
    Supervise,

    /// <summary>systemd.</summary>
    Systemd,

    /// <summary>xinetd.</summary>
    Xinetd,

    /// <summary>inetd.</summary>
    Inetd,
}
