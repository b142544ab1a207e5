using System;
using System.Diagnostics;

namespace QregexCheck.Control;

/// <summary>What a list's rules are asked about.</summary>
internal enum Subject
{
    /// <summary>The HELO or EHLO host name.</summary>
    HeloName,

    /// <summary>The envelope sender. The null sender is never asked about.</summary>
    Sender,

    /// <summary>The envelope recipient.</summary>
    Recipient,

    /// <summary>The envelope recipient of a mail with the null sender: of a bounce.</summary>
    BounceRecipient,

    /// <summary>A header line of the mail that a bounce quotes. Envelopes have none.</summary>
    QuotedLine,
}

/// <summary>
/// The lists about one subject, and when each is asked. All that depends on the list comes from these rows. Right behind a list of rules its plain
/// twin is asked (<see cref="ControlLists.PlainOf"/>).
/// </summary>
internal readonly struct ListFamily
{
    private ListFamily(Subject subject, ControlList always, ControlList? noRelay, ControlList? exceptions)
    {
        Subject = subject;
        Always = always;
        NoRelay = noRelay;
        Exceptions = exceptions;
    }

    /// <summary>All subjects.</summary>
    public static ReadOnlySpan<Subject> All =>
        [Subject.HeloName, Subject.Sender, Subject.Recipient, Subject.BounceRecipient, Subject.QuotedLine];

    /// <summary>The subjects of an envelope, in the order in which lists are asked about them.</summary>
    public static ReadOnlySpan<Subject> Subjects => [Subject.HeloName, Subject.Sender, Subject.Recipient, Subject.BounceRecipient];

    public Subject Subject { get; }

    /// <summary>The list that applies to every client. It is asked first.</summary>
    public ControlList Always { get; }

    /// <summary>The list that does not apply to a client that may relay; null when there is none.</summary>
    public ControlList? NoRelay { get; }

    /// <summary>The list of exceptions: its rules take a subject past the other two lists; null when there is none.</summary>
    public ControlList? Exceptions { get; }

    /// <summary>The rows.</summary>
    /// <remarks>
    /// These rows are code and no array of objects. A process builds a static array when it first needs it, and a hook would pay for that at each recipient.
    /// </remarks>
    public static ListFamily About(Subject subject) => subject switch
    {
        Subject.HeloName => new(subject, ControlList.BadHelo, null, null),
        Subject.Sender => new(subject, ControlList.BadMailFrom, ControlList.BadMailFromNoRelay, ControlList.GoodMailFrom),
        Subject.Recipient => new(subject, ControlList.BadMailTo, ControlList.BadMailToNoRelay, ControlList.GoodMailTo),
        Subject.BounceRecipient => new(subject, ControlList.BadBounceTo, null, ControlList.GoodBounceTo),
        Subject.QuotedLine => new(subject, ControlList.BadBounce, null, ControlList.GoodBounce),
        _ => throw new UnreachableException(),
    };

    /// <summary>The family that a list belongs to.</summary>
    public static ListFamily Of(ControlList list)
    {
        list = ControlLists.RulesOf(list);
        foreach (Subject subject in All)
        {
            ListFamily family = About(subject);
            if (list == family.Always || list == family.NoRelay || list == family.Exceptions)
                return family;
        }

        throw new UnreachableException();
    }
}
