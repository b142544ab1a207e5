using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Parity;

/// <summary>All engines on the same questions, all against all: the one place where answers are compared.</summary>
internal sealed class Matrix
{
    private const int MostShown = 20;

    private readonly ITestOutputHelper _output;
    private readonly Engine[] _engines = Engines.All();
    private readonly long[] _said;
    private readonly List<string> _differences = new();
    private long _differing;

    public Matrix(ITestOutputHelper output)
    {
        _output = output;
        _said = new long[_engines.Length];
    }

    /// <summary>Number of questions: some rules and a subject.</summary>
    public long Pairs { get; private set; }

    /// <summary>To how many of them some rule was the answer.</summary>
    public long Hits { get; private set; }

    /// <summary>For how many of them a rule was refused before the answer.</summary>
    public long Refusals { get; private set; }

    /// <summary>The engines that have not answered a single question.</summary>
    public IEnumerable<string> Silent => _engines.Where((_, i) => _said[i] == 0).Select(engine => engine.Name);

    /// <summary>Asks every engine.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="subjects">The subjects, as they come.</param>
    /// <param name="expected">For each subject what is known already, such as a table's verdict; it is held against all engines.</param>
    public void Ask(RuleLines rules, byte[][] subjects, Answer[]? expected = null)
    {
        Answer?[][] answers = [.. _engines.Select(engine => engine.Ask(rules, subjects))];
        for (int i = 0; i < subjects.Length; i++)
        {
            Answer? first = expected?[i];
            bool agree = true;
            for (int engine = 0; engine < answers.Length; engine++)
            {
                if (answers[engine][i] is not { } answer)
                    continue;
                _said[engine]++;
                agree &= first is null || answer.AgreesWith(first);

                // Who gives reasons says more, and is held against those who do.
                if (first?.Reasons is null)
                    first = answer;
            }

            Pairs++;
            Hits += first?.Hit > 0 ? 1 : 0;
            Refusals += first is { Refused.Length: > 0 } ? 1 : 0;
            if (!agree)
                Report(rules, subjects[i], expected?[i], [.. answers.Select(row => row[i])]);
        }
    }

    /// <summary>Fails when two engines have contradicted each other, and says which, on what.</summary>
    /// <param name="begin">Where random questions began; it is told with a failure.</param>
    public void Close(string begin = "")
    {
        _output.WriteLine($"{begin} {Pairs} pairs, {Hits} with a hit, {Refusals} with a refused rule; answered by "
            + string.Join(", ", _engines.Select((engine, i) => $"{engine.Name} {_said[i]}")));
        Assert.True(_differing == 0, $"{begin} {_differing} differ:\n" + string.Join('\n', _differences));
    }

    private void Report(RuleLines rules, byte[] subject, Answer? expected, Answer?[] answers)
    {
        if (++_differing > MostShown)
            return;
        IEnumerable<(string Name, Answer? Answer)> all = _engines.Select((engine, i) => (engine.Name, answers[i])).Prepend(("expected", expected));
        string said = string.Join("; ", all
            .Where(one => one.Answer is not null)
            .GroupBy(one => one.Answer!.ToString(), one => one.Name, StringComparer.Ordinal)
            .Select(group => $"{string.Join(", ", group)}: {group.Key}"));
        _differences.Add($"{rules} on {Encoding.Latin1.GetString(subject)}: {said}");
    }
}
