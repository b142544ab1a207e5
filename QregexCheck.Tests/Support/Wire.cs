namespace QregexCheck.Tests.Support;

/// <summary>What a child finds on one of its descriptors.</summary>
internal abstract record Wire
{
    /// <summary>Nothing: the descriptor is closed.</summary>
    public static readonly Wire Closed = new ClosedWire();

    /// <summary>A pipe whose other end the test reads, write by write.</summary>
    public static readonly Wire Captured = new CapturedWire();

    /// <summary>A pipe that nobody reads any more: EPIPE, and SIGPIPE where that is not ignored.</summary>
    public static readonly Wire Broken = new BrokenWire();

    private Wire()
    {
    }

    /// <summary>A pipe that holds these bytes, one Latin-1 character a byte, and then ends.</summary>
    public static Wire Holding(string bytes) => new HoldingWire(bytes);

    /// <summary>A file, opened for reading and writing.</summary>
    public static Wire File(string path) => new FileWire(path);

    /// <summary>The same as another of the child's descriptors, as after 2>&amp;1.</summary>
    public static Wire SameAs(int descriptor) => new SameWire(descriptor);

    internal sealed record ClosedWire : Wire;

    internal sealed record CapturedWire : Wire;

    internal sealed record BrokenWire : Wire;

    internal sealed record HoldingWire(string Bytes) : Wire;

    internal sealed record FileWire(string Path) : Wire;

    internal sealed record SameWire(int Descriptor) : Wire;
}
