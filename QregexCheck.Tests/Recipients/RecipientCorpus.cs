using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Papers;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Recipients;

/// <summary>
/// What a real qmail did with addresses: states of a file system, and for each address whether qmail delivered, bounced or deferred. One line of JSON is one
/// state. The files <c>local</c> were recorded on notqmail, as a comment at the head of the reader says: <c>{ROOT}</c> is the root of the state.
/// </summary>
internal static class RecipientCorpus
{
    /// <summary>The root under which a state is laid down.</summary>
    public const string Root = "/state";

    // The accounts of every state, beside its own.
    private const string Accounts =
        "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\n"
        + "qmaild:x:7300:7300::/nonexistent:/bin/false\nqmaill:x:7301:7300::/nonexistent:/bin/false\nqmailp:x:7302:7300::/nonexistent:/bin/false\n"
        + "qmailq:x:7303:7300::/nonexistent:/bin/false\nqmailr:x:7304:7300::/nonexistent:/bin/false\nqmails:x:7305:7300::/nonexistent:/bin/false\n";

    public static readonly QmailPlaces Places = new(MadeUpHost.Bytes(Root + "/var/qmail"), MadeUpHost.Bytes(Root + "/var/qmail/control"));

    /// <summary>All states with deliveries.</summary>
    public static IEnumerable<JsonElement> States() => Lines("hand-local.jsonl").Concat(Lines("local.jsonl.gz")).Select(Parse);

    /// <summary>Lays a state down in memory, with the check switched on for all that is delivered here.</summary>
    public static MadeUpHost Lay(JsonElement state)
    {
        MadeUpHost host = new MadeUpHost()
            .WithFile("/etc/passwd", Accounts + string.Concat(state.GetProperty("passwd").EnumerateArray().Select(Account)))
            .WithFile("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
            .WithFile(Root + "/var/qmail/control/checkrcpthosts", "*\n").WithDirectory(Root + "/var/qmail/users");
        foreach (JsonProperty file in state.GetProperty("control").EnumerateObject())
        {
            if (file.Value.ValueKind == JsonValueKind.String)
                host.WithFile($"{Root}/var/qmail/control/{file.Name}", file.Value.GetString()!);
        }

        if (state.GetProperty("assign").GetString() is { } assign)
            host.WithFile(Root + "/var/qmail/users/cdb", Newu(Placed(assign)));
        if (state.TryGetProperty("cdb_b64", out JsonElement cdb))
            host.WithFile(Root + "/var/qmail/users/cdb", cdb.GetBytesFromBase64());
        var placed = new List<JsonElement>();
        foreach (JsonElement entry in state.GetProperty("dirs").EnumerateArray().OrderBy(entry => Text(entry, "path").Count(c => c == '/')))
        {
            host.WithDirectory(Placed(Text(entry, "path")));
            placed.Add(entry);
        }

        foreach (JsonElement entry in state.GetProperty("files").EnumerateArray().OrderBy(entry => Text(entry, "path").Count(c => c == '/')))
        {
            Lay(host, entry);
            if (Text(entry, "type") != "symlink")
                placed.Add(entry);
        }

        foreach (JsonElement entry in placed)
        {
            uint owner = entry.GetProperty("uid").GetUInt32();
            uint group = entry.TryGetProperty("gid", out JsonElement gid) ? gid.GetUInt32() : owner;
            host.Permit(Placed(Text(entry, "path")), Convert.ToUInt32(Text(entry, "mode"), 8), owner, group);
        }

        return host;
    }

    /// <summary>The users' database as qmail-newu(8) makes it of users/assign.</summary>
    public static byte[] Newu(string assign)
    {
        var records = new List<(byte[] Key, byte[] Data)>();
        var wild = new List<byte>();
        foreach (string line in assign.Split('\n').TakeWhile(line => !line.StartsWith('.')))
        {
            byte[] fields = MadeUpHost.Bytes(string.Join('\0', line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(':').Take(6)));
            byte[] key = MadeUpHost.Bytes("!" + line[1..line.IndexOf(':', StringComparison.Ordinal)] + (line[0] == '+' ? "" : "\0"));
            if (line[0] == '+' && key.Length > 1 && !wild.Contains(key[^1]))
                wild.Add(key[^1]);
            records.Add(([.. key.Select(b => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b)], fields));
        }

        return CdbFile.Of(records.Append(([], wild.ToArray())));
    }

    public static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    private static List<string> Lines(string file)
    {
        using Stream raw = File.OpenRead(Repository.PathOf("QregexCheck.Tests/Recipients/" + file));
        using Stream stream = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static void Lay(MadeUpHost host, JsonElement entry)
    {
        string path = Placed(Text(entry, "path"));
        switch (Text(entry, "type"))
        {
            case "symlink":
                host.WithLink(path, Placed(Text(entry, "target")));
                break;
            case "fifo":
                host.WithFifo(path);
                break;
            default:
                host.WithFile(path, entry.TryGetProperty("content_b64", out JsonElement bytes) ? bytes.GetBytesFromBase64()
                    : MadeUpHost.Bytes(Placed(entry.TryGetProperty("content", out JsonElement text) ? text.GetString()! : "")));
                break;
        }
    }

    private static string Account(JsonElement user) =>
        $"{Text(user, "name")}:x:{user.GetProperty("uid")}:{user.GetProperty("gid")}::{Placed(Text(user, "home"))}:/bin/sh\n";

    private static string Placed(string text) => text.Replace("{ROOT}", Root, StringComparison.Ordinal);
}
