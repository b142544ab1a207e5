using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Papers;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Queue;

/// <summary>
/// Who runs qmail-queue, and what becomes of the mail: the wrapper gets a message on descriptor 0 and an envelope on descriptor 1, as qmail.c gives them, and
/// <c>next-queue</c> stands behind it.
/// </summary>
internal sealed class QueueFolder : IDisposable
{
    public const string Message = "Subject: hello\n\n.\r\n\0\xFF end";
    public const string Envelope = "Fa@b.example\0Tc@d.example\0Te@f.example\0\0";

    /// <summary>The control files.</summary>
    public ControlFolder Control { get; } = new();

    /// <summary>The program that stands for qmail-queue.</summary>
    public static string Next => Repository.PathOf("QregexCheck.Tests/Queue/next-queue");

    /// <summary>What the stand-in has stored: message and envelope of each mail.</summary>
    public (string Message, string Envelope)[] Stored =>
        [.. Directory.GetFiles(Control.Path, "*.mail").Order(StringComparer.Ordinal).Select(static file =>
        {
            string[] parts = File.ReadAllText(file, Encoding.Latin1).Split("\n--envelope--\n");
            return (parts[0], parts[1]);
        })];

    /// <summary>The environment that the stand-in saw; empty when it has stored nothing.</summary>
    public string[] Seen => [.. Directory.GetFiles(Control.Path, "*.seen").SelectMany(static file => File.ReadAllLines(file, Encoding.Latin1))];

    /// <summary>Files that no mail may leave behind.</summary>
    public int HalfWritten => Directory.GetFiles(Control.Path, "*.new").Length;

    /// <summary>Runs the wrapper once.</summary>
    /// <param name="message">The message; up to 65,536 bytes.</param>
    /// <param name="envelope">The envelope.</param>
    /// <param name="environment">Further variables.</param>
    /// <param name="wires">Further descriptors.</param>
    /// <param name="arguments">The arguments; <c>queue</c> when null.</param>
    /// <param name="path">The program; the published one when null.</param>
    public Outcome Run(
        string message = Message, string envelope = Envelope, IReadOnlyList<string>? environment = null, Dictionary<int, Wire>? wires = null,
        string[]? arguments = null, string? path = null)
    {
        var all = new Dictionary<int, Wire> { [0] = Wire.Holding(message), [1] = Wire.Holding(envelope) };
        foreach ((int number, Wire wire) in wires ?? [])
            all[number] = wire;
        return new Child(path ?? PublishedBinary.Path, arguments ?? ["queue"])
        {
            Environment = [Control.Variable, "NEXT_STORE=" + Control.Path, "QREGEXCHECK_NEXTQUEUE=" + Next, "PATH=/usr/bin:/bin", .. environment ?? []],
            Wires = all,
            IgnoresBrokenPipe = true,
        }.Run();
    }

    /// <summary>Forgets what was stored.</summary>
    public void Clear()
    {
        foreach (string file in Directory.GetFiles(Control.Path, "*.mail"))
            File.Delete(file);
    }

    public void Dispose() => Control.Dispose();
}
