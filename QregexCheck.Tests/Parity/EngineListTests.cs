using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using QregexCheck.Database;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Rules;
using Xunit;

namespace QregexCheck.Tests.Parity;

/// <summary>
/// An engine that the product has is in the matrix. Engines are found in the assembly: what is asked about a <c>subject</c>, or is a set of rules.
/// </summary>
public sealed class EngineListTests
{
    // Who asks is no engine of its own.
    private static readonly Type[] Askers = [typeof(Judge)];

    // They know no patterns. PlainEntryTests compares the one with an engine, by the pattern of each entry; PlainKeyTests the other with it.
    private static readonly Type[] WithoutPatterns = [typeof(PlainEntry), typeof(PlainKey)];

    [Fact]
    public void Every_matcher_of_the_product_is_asked_by_an_engine_of_the_matrix()
    {
        Type[] matchers = [.. typeof(RuleSet).Assembly.GetTypes().Where(IsMatcher).Except(Askers).Except(WithoutPatterns)];
        HashSet<Type> asked = [.. Engines.All().SelectMany(engine => engine.Asks)];
        Assert.Equal([], matchers.Where(type => !asked.Contains(type)).Select(type => type.FullName));
        Assert.Equal([], asked.Except(matchers).Select(type => type.FullName));
        Assert.InRange(matchers.Length, 12, int.MaxValue);
    }

    [Fact]
    public void Each_engine_stands_in_the_list_once() =>
        Assert.Equal(
            typeof(Engine).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Engine)) && !type.IsAbstract).Select(type => type.Name).Order(),
            Engines.All().Select(engine => engine.GetType().Name).Order());

    private static bool IsMatcher(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

        // A class that is abstract and not sealed is no engine but what several of them share.
        if (type.IsAbstract && !type.IsSealed)
            return false;
        return type.IsSubclassOf(typeof(RuleSet)) || type.GetMethods(Declared).Any(method => method.GetParameters().Any(IsSubject));
    }

    private static bool IsSubject(ParameterInfo parameter) => parameter.Name == "subject" && parameter.ParameterType == typeof(ReadOnlySpan<byte>);
}
