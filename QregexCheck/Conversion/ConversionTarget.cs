namespace QregexCheck.Conversion;

/// <summary>Which list the rules are to become. A program may read one text differently for senders and for recipients.</summary>
internal enum ConversionTarget : byte
{
    BadMailFrom,
    BadMailTo,
    BadHelo,
}
