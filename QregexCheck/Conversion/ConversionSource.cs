using System.Diagnostics;

namespace QregexCheck.Conversion;

/// <summary>A file of another program's rules, and what is known about it.</summary>
/// <param name="Name">Its name without the directory: some programs read files of one form differently.</param>
/// <param name="Bytes">What it holds.</param>
/// <param name="Target">Which list its rules are to become.</param>
/// <param name="WithSubdomains">True when the names of a list of domains stand for what is below them, too.</param>
internal sealed record ConversionSource(string Name, byte[] Bytes, ConversionTarget Target, bool WithSubdomains)
{
    /// <summary>Reads the file by its form. All forms are read here.</summary>
    public void Read(ConversionFormat format, ConversionSink sink)
    {
        // Published lists are read by many programs, and the mark is no part of a name.
        if (format is not (ConversionFormat.Domains or ConversionFormat.HeloNames))
            LeadingMark.Say(Bytes, sink);
        switch (format)
        {
            case ConversionFormat.Stock:
                StockList.Read(Bytes, Target, sink);
                break;
            case ConversionFormat.QregexNames:
                QregexNames.Read(Name, Bytes, Target, sink);
                break;
            case ConversionFormat.Domains:
                DomainList.Read(Bytes, Target, WithSubdomains, sink);
                break;
            case ConversionFormat.HeloNames:
                HeloNames.Read(Bytes, sink);
                break;
            case ConversionFormat.PostfixRegexp:
                PostfixTable.Read(Bytes, isPerlCompatible: false, sink);
                break;
            case ConversionFormat.PostfixPcre:
                PostfixTable.Read(Bytes, isPerlCompatible: true, sink);
                break;
            case ConversionFormat.PostfixAccess:
                PostfixAccess.Read(Bytes, Target, sink);
                break;
            case ConversionFormat.Spamdyke:
                SpamdykeList.Read(Bytes, sink);
                break;
            case ConversionFormat.Qpsmtpd:
                QpsmtpdList.Read(Bytes, Target, sink);
                break;
            case ConversionFormat.Wildmat:
                WildmatList.Read(Bytes, Target, sink);
                break;
            case ConversionFormat.Sqmail:
                SqmailList.Read(Bytes, Target, sink);
                break;
            case ConversionFormat.SpamAssassin:
                SpamAssassinLists.Read(Bytes, Target, sink);
                break;
            case ConversionFormat.Rspamd:
                RspamdMap.Read(Bytes, Target, sink);
                break;
            case ConversionFormat.Opensmtpd:
                OpensmtpdTable.Read(Bytes, Target, sink);
                break;
            default:
                throw new UnreachableException();
        }
    }
}
