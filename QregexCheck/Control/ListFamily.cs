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
internal sealed class ListFamily
{
    // In the order in which they are asked.
    private static readonly ListFamily[] Rows =
    [
        new(Subject.HeloName, ControlList.BadHelo, null, null),
        new(Subject.Sender, ControlList.BadMailFrom, ControlList.BadMailFromNoRelay, ControlList.GoodMailFrom),
        new(Subject.Recipient, ControlList.BadMailTo, ControlList.BadMailToNoRelay, ControlList.GoodMailTo),
    ];

    private ListFamily(Subject subject, ControlList always, ControlList? noRelay, ControlList? exceptions)
    {
        Subject = subject;
        Always = always;
        NoRelay = noRelay;
        Exceptions = exceptions;
    }

    /// <summary>The families, in the order in which they are asked.</summary>
    public static ReadOnlySpan<ListFamily> All => Rows;

    public Subject Subject { get; }

    /// <summary>The file that holds for every client, and is asked first.</summary>
    public ControlList Always { get; }

    /// <summary>The file that does not hold for a client that may relay; null without one.</summary>
    public ControlList? NoRelay { get; }

    /// <summary>The file whose rules take a subject past the other two; null without one.</summary>
    public ControlList? Exceptions { get; }

    /// <summary>The family that a file belongs to.</summary>
    public static ListFamily Of(ControlList list)
    {
        foreach (ListFamily family in Rows)
        {
            if (list == family.Always || list == family.NoRelay || list == family.Exceptions)
                return family;
        }

        throw new UnreachableException();
    }
}
