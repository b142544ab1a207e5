using System;
using System.Collections.Generic;
using System.IO;
using QregexCheck.Bounces;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck test --bounce FILE</c>: explains a saved bounce: what is recognised in it, what it quotes, and what would be decided.</summary>
internal sealed class BounceCommand
{
    private readonly ControlDirectory _directory;
    private readonly HashSet<(ControlList List, RuleError Error)> _warned = new();

    private BounceCommand(ControlDirectory directory) => _directory = directory;

    /// <summary>Explains a saved bounce.</summary>
    /// <param name="file">The file; <c>-</c> is standard input.</param>
    /// <param name="options">The other options of the command line.</param>
    /// <param name="output">The stream for the report.</param>
    /// <returns>Accept if it would be accepted, HardError if it would be refused, SoftError if that can't be told.</returns>
    /// <exception cref="ControlReadException">The file can't be read, or holds no message.</exception>
    public static ExitCode Run(string file, TestOptions options, Stream output)
    {
        if (!Readers.TryBecome(options.User, out _))
            return ExitCode.HardError;
        var command = new BounceCommand(options.Directory);
        TestedBounce tested = command.Test(file, options.ClientIp);
        var summary = new TestSummary();
        summary.Count(tested.Kind);
        if (options.IsQuiet)
            return summary.Code;
        output.Write(options.WritesJson ? BounceJson.Of(tested) : BounceText.Of(tested, options.HasColor));
        output.Flush();
        return summary.Code;
    }

    private TestedBounce Test(string file, byte[]? clientIp)
    {
        var look = new BounceLook();
        bool isEmpty = true;
        bool isMbox = false;
        WholeFile.Read(file, piece =>
        {
            isMbox |= isEmpty && piece.StartsWith("From "u8);
            isEmpty = false;
            look.Read(piece);
        });
        string name = file == "-" ? "standard input" : Escape.Text(System.Text.Encoding.UTF8.GetBytes(file), Plain.Message);
        if (isEmpty)
            throw new ControlReadException($"{name} is empty; name a file that holds a saved bounce");
        if (isMbox)
            Warn($"{name} begins with the From line of an mbox; it is read as one message, so save the bounce alone");
        QuotedMail mail = look.End();
        byte[]? sender = TestedBounce.SenderOf(mail);
        if (sender is null)
            Warn($"{name} has no Return-Path, so it is taken as a bounce; save it as it was delivered");
        if (sender is { Length: > 0 })
            return new TestedBounce(file, mail, null, null);
        using var lists = new KeptLists(_directory, LoadBudget.OfLargeHeap, WarnOnce);
        var tags = new QueueTags(_directory);
        bool proves = BounceProof.IsWanted;
        BounceFinding finding = new BounceJudge(lists.Open, tags.IsOurs, clientIp, proves).Decide(mail);
        BounceFinding? proved = proves || finding.Kind != VerdictKind.Accept ? null : new BounceJudge(lists.Open, tags.IsOurs, clientIp, true).Decide(mail);
        return new TestedBounce(file, mail, finding, proved?.Answer == finding.Answer ? null : proved);
    }

    private static void Warn(string words) => StandardError.WriteLine("warning"u8, words);

    private void WarnOnce(ControlList list, RuleError error)
    {
        if (_warned.Add((list, error)))
            Warn($"{_directory.DisplayName(list)}:{error.Line}:{error.Column}: {error.Message}");
    }
}
