using System;
using System.Diagnostics;

namespace QregexCheck.Control;

/// <summary>What a control file's rules are asked about.</summary>
internal enum Subject
{
    /// <summary>The HELO or EHLO host name.</summary>
    HeloName,

    /// <summary>The envelope sender; the null sender is not asked about.</summary>
    Sender,

    /// <summary>The envelope recipient.</summary>
    Recipient,
}

/// <summary>The control files about one subject, and when each is asked. All that depends on which file it is comes from these rows.</summary>
internal readonly struct ListFamily
{
    private ListFamily(Subject subject, ControlList always, ControlList? noRelay, ControlList? exceptions)
    {
        Subject = subject;
        Always = always;
        NoRelay = noRelay;
        Exceptions = exceptions;
    }

    /// <summary>The subjects, in the order in which lists are asked about them.</summary>
    public static ReadOnlySpan<Subject> Subjects => [Subject.HeloName, Subject.Sender, Subject.Recipient];

    public Subject Subject { get; }

    /// <summary>The file that holds for every client, and is asked first.</summary>
    public ControlList Always { get; }

    /// <summary>The file that does not hold for a client that may relay; null without one.</summary>
    public ControlList? NoRelay { get; }

    /// <summary>The file whose rules take a subject past the other two; null without one.</summary>
    public ControlList? Exceptions { get; }

    /// <summary>The rows.</summary>
    /// <remarks>Code and no array of objects: a static one is made when a process first needs it, which a hook would pay for at each recipient.</remarks>
    public static ListFamily About(Subject subject) => subject switch
    {
        Subject.HeloName => new(subject, ControlList.BadHelo, null, null),
        Subject.Sender => new(subject, ControlList.BadMailFrom, ControlList.BadMailFromNoRelay, ControlList.GoodMailFrom),
        Subject.Recipient => new(subject, ControlList.BadMailTo, ControlList.BadMailToNoRelay, ControlList.GoodMailTo),
        _ => throw new UnreachableException(),
    };

    /// <summary>The family that a file belongs to.</summary>
    public static ListFamily Of(ControlList list)
    {
        foreach (Subject subject in Subjects)
        {
            ListFamily family = About(subject);
            if (list == family.Always || list == family.NoRelay || list == family.Exceptions)
                return family;
        }

        throw new UnreachableException();
    }
}
