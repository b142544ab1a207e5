using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace QregexCheck.Tests.Parity;

/// <summary>What an engine says of some rules and a subject.</summary>
/// <param name="Hit">The first rule that hits, counted from 1; 0 for none.</param>
/// <param name="Refused">The rules before that one which are none, as numbers with a blank behind each.</param>
/// <param name="Reasons">Why they are none, in POSIX's words for it; null where the engine has no words.</param>
internal sealed record Answer(int Hit, string Refused, string? Reasons)
{
    /// <summary>The answer of an engine that knows the lines of all refused rules, but gives no reasons.</summary>
    public static Answer Of(int hit, IEnumerable<int> refused) =>
        new(hit, string.Concat(refused.Where(line => hit == 0 || line < hit).Distinct().Order().Select(Number)), null);

    /// <summary>True unless the two contradict each other.</summary>
    public bool AgreesWith(Answer other) =>
        Hit == other.Hit && Refused == other.Refused && (Reasons is null || other.Reasons is null || Reasons == other.Reasons);

    public override string ToString() =>
        (Hit == 0 ? "none" : $"rule {Hit}") + (Refused.Length == 0 ? string.Empty : $", refused {Refused}{Reasons}");

    public static string Number(int line) => line.ToString(CultureInfo.InvariantCulture) + " ";
}
