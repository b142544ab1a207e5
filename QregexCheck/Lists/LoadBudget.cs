using System;
using QregexCheck.Automata;
using QregexCheck.Database;
using QregexCheck.Rules;

namespace QregexCheck.Lists;

/// <summary>How much of the rules may be kept in memory, over all files.</summary>
internal sealed class LoadBudget
{
    // Its text, its expressions, and of seven bytes that name a network the 24 that it takes.
    private const int MemoryOfConditionByte = 6;

    private int _rules;
    private int _bytes;

    private LoadBudget(int rules, int bytes, int grams, bool keepsAnnotations)
    {
        _rules = rules;
        _bytes = bytes;
        GramsLeft = grams;
        KeepsAnnotations = keepsAnnotations;
    }

    /// <summary>Most states that the automata of one file which are asked side by side may have.</summary>
    public int UnionStates { get; private init; }

    /// <summary>Most memory for the deterministic states that one file makes of them, in numbers of four bytes.</summary>
    public int UnionMemory { get; private init; }

    /// <summary>Most memory for automata of single rules of one file, in numbers of four bytes.</summary>
    public int AutomataMemory { get; private init; }

    /// <summary>How many blocks of the compiled file are kept, where a list is asked there.</summary>
    public int CompiledBlocks { get; private init; }

    /// <summary>For a connection of the filter: together about two of the heap's six megabytes.</summary>
    public static LoadBudget OfConnection => OfHooksHeap(12_000, 700_000, 16_000, keepsAnnotations: false);

    /// <summary>For <c>test</c> in the large heap of 1 GiB, of which about two fifths; it shows what the annotations say.</summary>
    public static LoadBudget OfLargeHeap => new(2_000_000, 64_000_000, 2_000_000, keepsAnnotations: true)
    {
        UnionStates = Limits.LargeHeapStates,
        UnionMemory = Limits.LargeHeapMemory,
        AutomataMemory = Limits.LargeHeapMemory,
        CompiledBlocks = BlockReader.BlocksOfLargeHeap,
    };

    /// <summary>For <c>replay</c>, which keeps two sides beside the addresses of a log: for a side some 65 MB, or 100 where the compiled file is asked.</summary>
    public static LoadBudget OfPastMail => new(400_000, 16_000_000, 400_000, keepsAnnotations: false)
    {
        UnionStates = Limits.LargeHeapStates,
        UnionMemory = Limits.LargeHeapMemory / 2,
        AutomataMemory = Limits.LargeHeapMemory / 4,
        CompiledBlocks = BlockReader.BlocksOfLargeHeap,
    };

    /// <summary>For <c>test</c> in the hooks' heap, which it shares with the parser of the command line.</summary>
    public static LoadBudget OfSmallHeap => OfHooksHeap(4_000, 200_000, 4_000, keepsAnnotations: true);

    /// <summary>True to keep the annotations whole; a check needs no notes and no examples.</summary>
    public bool KeepsAnnotations { get; }

    /// <summary>
    /// How many grams the next rule may be filed under, at least one. The index takes 32 bytes for each, and half of that again while it grows.
    /// </summary>
    public int GramsLeft { get; private set; }

    /// <summary>Takes room for the grams of a rule that is filed under more than one.</summary>
    /// <param name="more">How many more.</param>
    public void TakeGrams(int more) => GramsLeft = Math.Max(1, GramsLeft - more);

    /// <summary>Takes room for a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>False when there is none left.</returns>
    public bool TryTake(in Rule rule)
    {
        // An annotation is an object of its own, and its reply another.
        const int AnnotationBytes = 120;
        const int ConditionBytes = 240;
        _rules--;
        _bytes -= rule.Text.Length;
        if (!ReferenceEquals(rule.Annotation, Annotation.None) && !ReferenceEquals(rule.Annotation, Annotation.LogOnly))
            _bytes -= AnnotationBytes + (rule.Annotation.Reply?.Length ?? 0) + (KeepsAnnotations ? BytesForPeople(rule.Annotation) : 0);
        if (rule.Annotation.Condition is { } condition)
            _bytes -= ConditionBytes + (MemoryOfConditionByte * condition.Text.Length);
        return _rules >= 0 && _bytes >= 0;
    }

    private static LoadBudget OfHooksHeap(int rules, int bytes, int grams, bool keepsAnnotations) => new(rules, bytes, grams, keepsAnnotations)
    {
        UnionStates = Limits.ConnectionStates,
        UnionMemory = Limits.ConnectionMemory,
        AutomataMemory = Limits.ConnectionAutomata,
        CompiledBlocks = BlockReader.BlocksOfManyChecks,
    };

    private static int BytesForPeople(Annotation annotation)
    {
        const int ExampleBytes = 64;
        int bytes = annotation.Note?.Length ?? 0;
        foreach (RuleExample example in annotation.Examples)
            bytes += ExampleBytes + example.Address.Length;
        return bytes;
    }
}
