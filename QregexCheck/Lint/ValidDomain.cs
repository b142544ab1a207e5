namespace QregexCheck.Lint;

/// <summary>What control/validrcptto says about one domain. Lines count from 1; 0 stands for none.</summary>
internal sealed class ValidDomain
{
    public ValidDomain(string name) => Name = name;

    /// <summary>The domain in small letters, without its <c>@</c>.</summary>
    public string Name { get; }

    /// <summary>The first line about it.</summary>
    public int FirstLine { get; set; }

    /// <summary>How many addresses of it exist, those that stand there twice counted twice.</summary>
    public int Addresses { get; set; }

    /// <summary>The first address.</summary>
    public int FirstAddress { get; set; }

    /// <summary>The first <c>@domain</c>.</summary>
    public int EveryLine { get; set; }

    /// <summary>The first <c>-@domain</c>.</summary>
    public int NoOtherLine { get; set; }
}
