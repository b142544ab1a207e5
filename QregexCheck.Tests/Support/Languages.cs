using System.Text;
using QregexCheck.Automata;
using QregexCheck.Proof;
using Xunit;

namespace QregexCheck.Tests.Support;

/// <summary>The languages of patterns, each with an automaton of its own.</summary>
internal static class Languages
{
    /// <summary>The language of a pattern that an automaton can stand for.</summary>
    public static LazyDfa Of(string pattern)
    {
        Assert.True(TryCompile(Encoding.Latin1.GetBytes(pattern), out Nfa nfa), pattern);
        return new LazyDfa(nfa, new Closure());
    }

    /// <summary>Compiles a pattern.</summary>
    /// <returns>False when no automaton can stand for it.</returns>
    public static bool TryCompile(byte[] pattern, out Nfa nfa)
    {
        var compiler = new PatternCompiler();
        nfa = compiler.Nfa;
        return compiler.TryCompile(pattern);
    }
}
