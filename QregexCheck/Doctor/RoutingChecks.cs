using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>Are the files by which qmail routes mail of one mind, and does somebody read what comes back? Source: qmail-send.c, qmail-users(5).</summary>
internal static class RoutingChecks
{
    public static void Run(ExaminedHost host, IReadOnlyList<AcceptedDomain> domains, Diagnoses found)
    {
        byte[] path = host.Control("virtualdomains"u8);
        List<HostLine> virtualDomains = host.Lines(path);
        var locals = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (HostLine line in host.Lines(host.Control("locals"u8)))
            locals.TryAdd(Lowered(line.Bytes), line.Number);
        var keys = new Dictionary<string, HostLine>(StringComparer.Ordinal);
        foreach (HostLine line in virtualDomains)
        {
            int colon = line.Bytes.AsSpan().IndexOf((byte)':');
            if (colon < 0)
                continue;
            string key = Lowered(line.Bytes.AsSpan(0, colon));
            if (locals.TryGetValue(key, out int local))
            {
                found.Add(
                    Ailment.LocalsAndVirtualDomains, path,
                        $"{ExaminedHost.Shown(line.Bytes.AsSpan(0, colon))} stands in locals:{local} too, and that one counts", null,
                    line.Number, line.Bytes[..colon]);
            }

            if (keys.TryGetValue(key, out HostLine first) && !first.Bytes.AsSpan(colon).SequenceEqual(line.Bytes.AsSpan(colon)))
                found.Add(Ailment.DuplicateKey, path, $"line {line.Number} has the same key and another prefix, and the last one counts", null, first.Number,
                    line.Bytes[..colon]);
            keys[key] = line;
        }

        CheckAssign(host, found);
        foreach (AcceptedDomain domain in domains)
            CheckPostmaster(host, domain, found);
        CheckDoubleBounces(host, found);
    }

    private static void CheckAssign(ExaminedHost host, Diagnoses found)
    {
        byte[] path = host.Home("users/assign"u8);
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (HostLine line in host.Lines(path))
        {
            int colon = line.Bytes.AsSpan().IndexOf((byte)':');
            if (colon > 0 && !keys.TryAdd(Lowered(line.Bytes.AsSpan(0, colon)), line.Number))
            {
                int first = keys[Lowered(line.Bytes.AsSpan(0, colon))];
                found.Add(Ailment.DuplicateKey, path, $"line {first} has the same key, and the first one counts", null, line.Number);
            }
        }
    }

    private static void CheckPostmaster(ExaminedHost host, AcceptedDomain domain, Diagnoses found)
    {
        if (IsMissing(host, [.. "postmaster@"u8, .. domain.Name]))
        {
            found.Add(
                Ailment.NoPostmaster, domain.Place, $"mail to postmaster@{ExaminedHost.Shown(domain.Name)} is bounced", null, domain.Line, domain.Name);
        }
    }

    /// <summary>Where a bounce goes that could not be delivered. Source: qmail-send(8), doublebounceto and doublebouncehost.</summary>
    private static void CheckDoubleBounces(ExaminedHost host, Diagnoses found)
    {
        byte[] path = host.Control("doublebounceto"u8);
        byte[] to = FirstLine(host, path) ?? "postmaster"u8.ToArray();
        byte[] at = FirstLine(host, host.Control("doublebouncehost"u8)) ?? FirstLine(host, host.Control("me"u8)) ?? "doublebouncehost"u8.ToArray();

        // An empty line there throws double bounces away.
        if (to.Length > 0 && IsMissing(host, [.. to, (byte)'@', .. at]))
            found.Add(Ailment.NoDoubleBounce, path, $"double bounces go to {ExaminedHost.Shown([.. to, (byte)'@', .. at])}, which is bounced");
    }

    private static byte[]? FirstLine(ExaminedHost host, byte[] path)
    {
        try
        {
            return HostControlFile.FirstLine(host.Files, path);
        }
        catch (HostFileException exception)
        {
            host.Miss(path, exception.Message);
            return null;
        }
    }

    /// <summary>True when an address is delivered here and bounces for certain.</summary>
    public static bool IsMissing(ExaminedHost host, byte[] address)
    {
        try
        {
            var trail = new List<Evidence>();
            Route route = MailRouting.Of(host.Files, host.Places, address, trail);
            int at = route.Recipient.AsSpan().LastIndexOf((byte)'@');
            if (!route.IsLocal || at <= 0)
                return false;
            LocalUser user = LocalUsers.Find(host.Files, host.Places, route.Recipient.AsSpan(0, at), trail);
            return user.IsCertain
                && LocalDelivery.Find(host.Files, host.Places, user, route.Recipient, hasExtensions: true, trail).State == RecipientState.Missing;
        }
        catch (HostFileException exception)
        {
            if (exception.IsDenied)
                host.Miss(exception.Path, exception.Message);
            return false;
        }
    }

    private static string Lowered(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(AsciiCase.Lowered(bytes));
}
