using System;

namespace QregexCheck.Bench;

/// <summary>What makes a measurement worthless: a wrong verdict, a program that does not start, a tool that is missing.</summary>
internal sealed class BenchException(string message) : Exception(message);
