using System;
using System.Reflection;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Grams;
using QregexCheck.Lists;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using QregexCheck.Tests.Rooms.Control;
using QregexCheck.Tests.Rooms.Database;

namespace QregexCheck.Tests.Parity;

/// <summary>The control file, streamed.</summary>
internal sealed class TextEngine() : RuleSetEngine("text", typeof(TextRules))
{
    private readonly RuleMatcher _matcher = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    protected override Opened Open(byte[] file, Action<RuleError> warn) => new(
        () => new TextRules(
            ControlList.BadMailTo,
            new ControlFile(new LineReader(LineReaderTests.Chunked(file, () => int.MaxValue), _buffer)),
            _matcher,
            Today,
            (_, error) => warn(error)),
        false);
}

/// <summary>The compiled file: written, read back, and asked by grams and automata. That it is not believed is a fault here.</summary>
internal abstract class CompiledFileEngine(string name)
    : RuleSetEngine(name, typeof(CompiledRules), typeof(CandidateRules), typeof(OutlineRecords), typeof(PendingUnion))
{
    // To compile a list takes some milliseconds, however short it is: the table in which grams are counted has eight megabytes. So each long list, and of the
    // short ones one in eight.
    private const int LongList = 4;
    private const int OneIn = 8;

    // The engines of this kind are asked about the same file, one after the other.
    [ThreadStatic]
    private static (byte[] File, byte[] Database) _last;

    private readonly RuleMatcher _matcher = new();
    private int _shortLists;

    protected override bool HasTimeFor(RuleLines rules) => rules.IsOfTable || rules.Patterns.Count >= LongList || _shortLists++ % OneIn == 0;

    protected static byte[] Compile(byte[] file)
    {
        if (_last.File is null || !_last.File.AsSpan().SequenceEqual(file))
            _last = (file, CompiledInMemory.Write(CompiledInMemory.Compile(file)));
        return _last.Database;
    }

    protected CompiledRules Read(byte[] database, Action<RuleError> warn)
    {
        var reader = new BlockReader(CompiledInMemory.Source(database));
        return new CompiledRules(
            ControlList.BadMailTo,
            reader,
            ListEntry.Read(reader.Header, ControlList.BadMailTo),
            _matcher,
            Today,
            (_, error) => warn(error),
            () => throw new InvalidOperationException("the compiled file is not believed"));
    }
}

/// <summary>The compiled file as a hook asks it: for one address.</summary>
internal sealed class CompiledEngine() : CompiledFileEngine("compiled")
{
    protected override Opened Open(byte[] file, Action<RuleError> warn)
    {
        byte[] database = Compile(file);
        return new Opened(() => Read(database, warn), false);
    }
}

/// <summary>The compiled file as a session asks it: opened once, and asked about one address after the other.</summary>
internal sealed class HeldCompiledEngine() : CompiledFileEngine("compiled, held open")
{
    protected override Opened Open(byte[] file, Action<RuleError> warn)
    {
        CompiledRules rules = Read(Compile(file), warn);
        rules.WarnOfLines(int.MaxValue);
        return new Opened(() => rules, true);
    }
}

/// <summary>The rules that a session and <c>test -</c> keep in memory.</summary>
internal sealed class LoadedEngine() : RuleSetEngine("loaded", typeof(LoadedRules), typeof(GramIndex), typeof(KeptAutomata))
{
    private readonly RuleMatcher _matcher = new();

    protected override Opened Open(byte[] file, Action<RuleError> warn)
    {
        LoadedRules rules = LoadedRules.TryLoad(
            ControlList.BadMailTo,
            new ControlFile(new LineReader(LineReaderTests.Chunked(file, () => int.MaxValue))),
            _matcher,
            LoadBudget.OfLargeHeap,
            Today,
            (_, error) => warn(error)) ?? throw new InvalidOperationException("the rules do not fit");
        return new Opened(() => rules, true);
    }
}

/// <summary>The copy that a session streams when the rules are too large to be kept.</summary>
internal sealed class SnapshotEngine() : RuleSetEngine("snapshot", typeof(SnapshotRules))
{
    // The product keeps its copy to the end of the session; so many sessions in one process must let go of it.
    private static readonly FieldInfo Copy = typeof(SnapshotRules).GetField("_descriptor", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly RuleMatcher _matcher = new();

    protected override Opened Open(byte[] file, Action<RuleError> warn)
    {
        var rules = new SnapshotRules(
            ControlList.BadMailTo, LineReaderTests.Chunked(file, () => int.MaxValue), _matcher, Today, (_, error) => warn(error));
        return new Opened(() => rules, true, () => Descriptor.Close((int)Copy.GetValue(rules)!));
    }
}
