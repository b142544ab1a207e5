using QregexCheck.Database;
using QregexCheck.Decision;

namespace QregexCheck.Qmail;

/// <summary>Tells people whether a directory's compiled file speaks for its control files, and why not.</summary>
internal static class Freshness
{
    /// <summary>Null when the compiled file is used for every control file; else the first reason why it is not.</summary>
    public static string? WhyStale(ControlDirectory directory)
    {
        try
        {
            using CompiledFile? compiled = CompiledFile.Open(directory);
            if (compiled is null)
                return "there is none";
            foreach (ControlList list in ControlLists.All)
                compiled.Entry(list);
            return null;
        }
        catch (DatabaseException exception)
        {
            return exception.Message;
        }
    }
}
