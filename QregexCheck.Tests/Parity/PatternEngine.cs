using System;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Tests.Parity;

/// <summary>An engine that knows one pattern at a time: the rules are asked one after the other, and what <c>!</c> means is said here.</summary>
internal abstract class PatternEngine : Engine
{
    protected PatternEngine(string name, params Type[] asks)
        : base(name, asks)
    {
    }

    /// <summary>Parses for the engines that begin with a tree or an automaton.</summary>
    protected PatternCompiler Compiler { get; } = new();

    public sealed override Answer?[] Ask(RuleLines rules, byte[][] subjects)
    {
        var answers = new Answer?[subjects.Length];
        var open = new bool[subjects.Length];
        var refused = new string[subjects.Length];
        var reasons = new string[subjects.Length];
        Array.Fill(open, true);
        Array.Fill(refused, string.Empty);
        Array.Fill(reasons, string.Empty);
        for (int rule = 0; rule < rules.Patterns.Count && Array.IndexOf(open, true) >= 0; rule++)
        {
            if (!CanSay(rules, rules.Patterns[rule]))
                return answers;
            if (!TryTake(rules.Patterns[rule], out string? error))
            {
                for (int i = 0; i < subjects.Length; i++)
                {
                    refused[i] += Answer.Number(rule + 1);
                    reasons[i] += error + " ";
                }

                continue;
            }

            for (int i = 0; i < subjects.Length; i++)
            {
                if (!open[i])
                    continue;
                if (Matches(subjects[i]) is not { } matches)
                {
                    open[i] = false;
                }
                else if (matches != rules.IsNegated[rule])
                {
                    open[i] = false;
                    answers[i] = new Answer(rule + 1, refused[i], reasons[i]);
                }
            }
        }

        for (int i = 0; i < subjects.Length; i++)
        {
            if (open[i])
                answers[i] = new Answer(0, refused[i], reasons[i]);
        }

        End();
        return answers;
    }

    /// <summary>False where this engine has no answer about a pattern; it may still be one that is refused.</summary>
    protected virtual bool CanSay(RuleLines rules, byte[] pattern) => true;

    /// <summary>Takes a pattern, to be asked about subjects.</summary>
    /// <returns>False, and the reason in POSIX's words, when it is none.</returns>
    protected virtual bool TryTake(byte[] pattern, out string? error)
    {
        bool isTaken = Compiler.TryParse(pattern, out SyntaxError why);
        error = isTaken ? null : why.PosixName;
        return isTaken;
    }

    /// <summary>Tells whether the pattern taken last matches in a subject as it came; null when it can't say.</summary>
    protected abstract bool? Matches(byte[] subject);

    /// <summary>Lets go of the pattern taken last.</summary>
    protected virtual void End()
    {
    }
}
