using System.Collections.Generic;

namespace QregexCheck.Tests.Support;

/// <summary>The environments in which qmail-smtpd runs a check: tcpserver's variables, and those of the hook. Null leaves one out.</summary>
internal static class HookVariables
{
    public const string Tcpserver = "TCPREMOTEIP=192.0.2.7";

    public static string[] RcptCheck(ControlFolder control, string? sender, string? recipient, params string[] more)
    {
        List<string> all = ["PROTO=TCP", Tcpserver, control.Variable, .. more];
        Add(all, "SENDER", sender);
        Add(all, "RECIPIENT", recipient);
        return [.. all];
    }

    public static string[] Spp(ControlFolder control, string? helo, string? sender, string? recipient, params string[] more)
    {
        List<string> all = ["PROTO=TCP", Tcpserver, control.Variable, .. more];
        Add(all, "SMTPHELOHOST", helo);
        Add(all, "SMTPMAILFROM", sender);
        Add(all, "SMTPRCPTTO", recipient);
        return [.. all];
    }

    private static void Add(List<string> all, string name, string? value)
    {
        if (value is not null)
            all.Add(name + "=" + value);
    }
}
