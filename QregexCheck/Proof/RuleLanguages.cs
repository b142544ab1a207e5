using System;
using System.Collections.Generic;
using QregexCheck.Automata;

namespace QregexCheck.Proof;

/// <summary>Makes automata of rules, and keeps as many of them as memory allows.</summary>
internal sealed class RuleLanguages
{
    // An ordinary rule's automaton is 5 to 20 KB; as many of these are well within the 1 GiB that lint is allowed.
    private const int MostKept = 4_000;

    // Some rules' automata are a thousand times as large; looked at now and then, as they grow while they are used.
    private const long MostMemory = 15_000_000;
    private const int LooksEvery = 8;

    private readonly PatternCompiler _compiler = new();
    private readonly Closure _closure = new();
    private readonly Dictionary<LintedRule, LazyDfa> _kept = new();
    private LazyDfa? _line;
    private LazyDfa? _anyLine;

    public RuleLanguages()
    {
        Address = Of("^[a-z0-9]+([._+-][a-z0-9]+)*@([a-z0-9]+(-[a-z0-9]+)*\\.)+[a-z][a-z]+$"u8)!;
        Host = Of("^([a-z0-9]+(-[a-z0-9]+)*\\.)+[a-z][a-z]+$"u8)!;
        PlainAddress = Of("^[a-z0-9._+-]+@[a-z0-9.-]+$"u8)!;
        NotEmpty = Of("."u8)!;
        Unquoted = Of("^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@(([a-z0-9_-]+\\.)*[a-z0-9_-]+|\\[[0-9a-z.:]+])$"u8)!;
        AnyAddress = Of("^.+@[!-~\x80-\xff]+$")!;
        AnyHost = NotEmpty;
    }

    /// <summary>What has been done by now.</summary>
    public LintWork Work { get; } = new();

    /// <summary>Addresses that a person takes for one at first sight.</summary>
    public LazyDfa Address { get; }

    /// <summary>Host names that a person takes for one at first sight.</summary>
    public LazyDfa Host { get; }

    /// <summary>What has one <c>@</c> and is made of the bytes of ordinary addresses.</summary>
    public LazyDfa PlainAddress { get; }

    /// <summary>
    /// Addresses that need no quotes. Source: RFC 5321 4.1.2, Dot-string. The standard has no underscore in names of hosts, but some hosts that
    /// send mail have one.
    /// </summary>
    public LazyDfa Unquoted { get; }

    /// <summary>Whatever has a byte at all.</summary>
    public LazyDfa NotEmpty { get; }

    /// <summary>
    /// Whatever has an <c>@</c> with something before it, and a domain without blanks behind it. Source: RFC 5321 4.1.2; a quoted local part
    /// may hold any byte, and is asked about without its quotes.
    /// </summary>
    public LazyDfa AnyAddress { get; }

    /// <summary>Whatever a client can call itself: qmail-smtpd takes all that stands behind HELO, blanks among it.</summary>
    public LazyDfa AnyHost { get; }

    /// <summary>Header lines that a person takes for what a bounce quotes.</summary>
    public LazyDfa Line => _line ??=
        Of("^(received: (from|by) [a-z0-9-]+(\\.[a-z0-9-]+)+|(message-id: <|from: |return-path: <)[!-~]+@[a-z0-9-]+(\\.[a-z0-9-]+)+>?)$"u8)!;

    /// <summary>Whatever is collected of a bounce: see qregexcheck-bounces(8).</summary>
    public LazyDfa AnyLine => _anyLine ??= Of("^(received|message-id|from|return-path)[ \t]*:"u8)!;

    /// <summary>The language of a rule's pattern; null when it does not compile, has back-references, or loses anchors in copies.</summary>
    public LazyDfa? Of(LintedRule rule)
    {
        if (!rule.IsRegular)
            return null;
        if (_kept.TryGetValue(rule, out LazyDfa? language))
            return language;
        if (_kept.Count >= MostKept || (_kept.Count % LooksEvery == 0 && Memory() > MostMemory))
            _kept.Clear();
        language = Of(rule.Pattern);
        if (language is not null)
            _kept.Add(rule, language);
        return language;
    }

    /// <summary>A rule's automaton, if it has been made and kept.</summary>
    public LazyDfa? Kept(LintedRule rule) => _kept.GetValueOrDefault(rule);

    /// <summary>Drops a rule's automaton: the rule is not asked about again.</summary>
    public void Forget(LintedRule rule) => _kept.Remove(rule);

    /// <summary>The language of a pattern; null when it does not compile, has back-references, or loses anchors in copies.</summary>
    public LazyDfa? Of(ReadOnlySpan<byte> pattern)
    {
        if (!_compiler.TryCompile(pattern))
            return null;
        Work.Automata++;
        return new LazyDfa(_compiler.Nfa, _closure);
    }

    private long Memory()
    {
        long memory = 0;
        foreach (LazyDfa language in _kept.Values)
            memory += language.Memory;
        return memory;
    }

    private LazyDfa? Of(string pattern) => Of(System.Text.Encoding.Latin1.GetBytes(pattern));
}
