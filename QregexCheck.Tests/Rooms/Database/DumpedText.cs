using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;

namespace QregexCheck.Tests.Rooms.Database;

/// <summary>What dump writes of a compiled file, as a string.</summary>
internal static class DumpedText
{
    public static string Of(BlockReader reader, ControlList list)
    {
        var text = new StringBuilder();
        DatabaseDump.List(reader, list, line => text.Append(line).Append('\n'));
        return text.ToString();
    }

    public static string OfUnknownLists(BlockReader reader)
    {
        var text = new StringBuilder();
        DatabaseDump.UnknownLists(reader, line => text.Append(line).Append('\n'));
        return text.ToString();
    }
}
