using QregexCheck.Posix;
using Xunit;

namespace QregexCheck.Tests.Rooms.Posix;

public sealed class PrefetchTests
{
    [Fact]
    public void What_is_fetched_stays_as_it_was()
    {
        ulong[] places = [3, ulong.MaxValue];
        Prefetch.Of(in places[0]);
        Prefetch.Of(in places[1]);
        Assert.Equal([3, ulong.MaxValue], places);
    }
}
