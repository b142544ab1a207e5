using QregexCheck.Smtp;
using Xunit;

namespace QregexCheck.Tests.Rooms.Smtp;

public class PatienceTests
{
    [Fact]
    public void Nothing_may_move_for_the_timeout()
    {
        var patience = new Patience(1_200_000, 5000);
        Assert.Equal(1_200_000, patience.Left(isServerAlone: false, 5000));
        Assert.Equal(1000, patience.Left(isServerAlone: false, 1_204_000));
        patience.Move(1_204_500);
        Assert.Equal(1_200_000, patience.Left(isServerAlone: false, 1_204_500));
        Assert.Equal(0, patience.Left(isServerAlone: false, 2_404_500));
    }

    [Fact]
    public void For_a_server_that_may_never_speak_the_wait_is_60_seconds_whatever_the_client_sends()
    {
        var patience = new Patience(1_200_000, 0);
        Assert.Equal(60_000, patience.Left(isServerAlone: true, 1_000_000));
        patience.Move(1_050_000);
        Assert.Equal(10_000, patience.Left(isServerAlone: true, 1_050_000));
        patience.Move(1_060_000);
        Assert.Equal(0, patience.Left(isServerAlone: true, 1_060_000));
    }

    [Fact]
    public void A_server_that_has_spoken_has_the_whole_time_again()
    {
        var patience = new Patience(1_200_000, 0);
        patience.Left(isServerAlone: true, 10_000);
        patience.Move(59_000);
        Assert.Equal(1_200_000, patience.Left(isServerAlone: false, 59_000));
        Assert.Equal(60_000, patience.Left(isServerAlone: true, 80_000));
    }

    [Fact]
    public void A_shorter_timeout_holds_for_such_a_wait_too()
    {
        var patience = new Patience(2000, 0);
        Assert.Equal(1900, patience.Left(isServerAlone: true, 100));
        Assert.Equal(2000, patience.ForServer);
        patience.Move(1500);
        Assert.Equal(500, patience.Left(isServerAlone: true, 1600));
    }
}
