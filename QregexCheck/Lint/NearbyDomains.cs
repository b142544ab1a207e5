using System.Collections.Generic;
using System.Text;

namespace QregexCheck.Lint;

/// <summary>
/// Domains that end in the letters of another one without being in it, for people to see what a rule does: <c>yoga.guru</c> for
/// <c>ru</c>, <c>notexample.org</c> for <c>example.org</c>.
/// </summary>
internal static class NearbyDomains
{
    /// <summary>Top-level domains that hold others as their end, each in a name that reads well.</summary>
    private static readonly string[] Known =
    [
        "yoga.guru", "doe.name", "one.plus", "road.bike", "dive.club", "beach.condos", "corner.cafe", "good.coffee", "blue.company", "open.network",
        "first.shoes", "brown.shop", "green.software", "town.house", "old.museum", "night.tokyo", "my.website", "city.taxi", "fair.trade", "wide.world",
        "home.kitchen", "north.academy", "gold.finance", "great.news", "quick.email", "clear.photo", "river.aero", "alpine.ski", "sunny.store", "able.agency",
        "plain.design", "joined.coop", "open.info", "steady.pro", "quiet.land", "loud.band", "your.cloud", "first.online", "art.studio", "fast.racing",
    ];

    /// <summary>Names to try, the best first.</summary>
    /// <param name="domain">A domain, in any case.</param>
    public static List<byte[]> Of(byte[] domain)
    {
        var names = new List<byte[]>();
        string ending = Encoding.Latin1.GetString(domain).ToLowerInvariant();
        foreach (string name in Known)
        {
            if (!ending.Contains('.') && name.EndsWith(ending, System.StringComparison.Ordinal) && name[^(ending.Length + 1)] != '.')
                names.Add(Encoding.Latin1.GetBytes(name));
        }

        names.Add(Encoding.Latin1.GetBytes((ending.Contains('.') ? "not" : "doe.my") + ending));
        return names;
    }
}
