using QregexCheck.Control;

namespace QregexCheck.Conversion;

/// <summary>Which list the rules are to become. A program may read one text differently for senders and for recipients.</summary>
internal enum ConversionTarget : byte
{
    BadMailFrom,
    BadMailTo,
    BadHelo,
}

/// <summary>The lists that the rules become.</summary>
internal static class ConversionTargets
{
    /// <summary>The list of what refuses.</summary>
    public static ControlList List(this ConversionTarget target) => Family(target).Always;

    /// <summary>The list of what lets through nevertheless; null when there is none.</summary>
    public static ControlList? GoodList(this ConversionTarget target) => Family(target).Exceptions;

    private static ListFamily Family(ConversionTarget target) => ListFamily.About(target switch
    {
        ConversionTarget.BadMailFrom => Subject.Sender,
        ConversionTarget.BadMailTo => Subject.Recipient,
        _ => Subject.HeloName,
    });
}
