using System;
using QregexCheck.Posix;
using Xunit;

namespace QregexCheck.Tests.Rooms.Posix;

public sealed class EnvironTests
{
    [Fact]
    public void A_variable_of_the_process_is_there_as_bytes()
    {
        Assert.True(Environ.IsSet("PATH\0"u8));
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), System.Text.Encoding.UTF8.GetString(Assert.IsType<byte[]>(Environ.Get("PATH\0"u8))));
    }

    [Fact]
    public void A_variable_that_is_not_set_is_null_and_not_empty()
    {
        Assert.Null(Environ.Get("QREGEXCHECK_IS_NOT_SET\0"u8));
        Assert.False(Environ.IsSet("QREGEXCHECK_IS_NOT_SET\0"u8));
    }

    [Fact]
    public void A_name_without_its_NUL_is_a_fault_of_the_caller() => Assert.Throws<ArgumentException>(() => Environ.Get("PATH"u8));
}
