using QregexCheck.Control;
using QregexCheck.Database;

namespace QregexCheck.Qmail;

/// <summary>Tells people whether a directory's compiled file is used for its control files, and why not.</summary>
/// <param name="Exists">False when there is no compiled file.</param>
/// <param name="WhyNot">The first reason why the compiled file is not used; null when it is used for every control file.</param>
internal readonly record struct Freshness(bool Exists, string? WhyNot)
{
    /// <summary>
    /// Looks at a directory's files, and reads the whole compiled file. So it finds any damage that a check of some address would find.
    /// </summary>
    public static Freshness Of(ControlDirectory directory)
    {
        try
        {
            using CompiledFile? compiled = CompiledFile.Open(directory);
            if (compiled is null)
                return new Freshness(false, "there is none");
            foreach (ControlList list in ControlLists.All)
                compiled.Entry(list);
            compiled.Entry(AddressList.ValidRcptTo);
            compiled.Reader.CheckBlocks();
            foreach (ControlList list in ControlLists.All)
                ListCheck.Run(compiled.Reader, compiled.Entry(list));
            if (compiled.Entry(AddressList.ValidRcptTo) is { Source.Exists: true } addresses)
                AddressCheck.Run(compiled.Reader, addresses, read: null);
            return new Freshness(true, null);
        }
        catch (DatabaseException exception)
        {
            return new Freshness(true, exception.Message);
        }
    }

    /// <summary>The finding, as the end of a sentence about the compiled file, without a final stop.</summary>
    public string Describe() => WhyNot is null ? "is fresh" : $"is not used: {WhyNot}; run qregexcheck compile";
}
