using System.Linq;
using QregexCheck.Posix;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Posix;

public sealed class DescriptorTests
{
    [Fact]
    public void What_is_written_to_a_pipe_is_read_from_its_other_end_up_to_its_end()
    {
        Descriptor.MakePipe(isInherited: false, out int output, out int input);
        Assert.True(Descriptor.TryWrite(input, "abc"u8));
        Descriptor.Close(input);
        var buffer = new byte[8];
        Assert.Equal(3, Descriptor.Read(output, buffer));
        Assert.Equal("abc"u8.ToArray(), buffer.Take(3));
        Assert.Equal(0, Descriptor.Read(output, buffer));
        Descriptor.Close(output);
    }

    [Fact]
    public void A_write_to_a_pipe_that_nobody_reads_fails_and_says_why()
    {
        Descriptor.MakePipe(isInherited: false, out int output, out int input);
        Descriptor.Close(output);
        Assert.False(Descriptor.TryWrite(input, "abc"u8, out int error));
        Assert.Equal("broken pipe", PosixException.Describe(error));
        Descriptor.Close(input);
    }

    [Fact]
    public void A_copy_in_memory_is_read_at_any_place_and_no_further_than_its_end()
    {
        int memory = Descriptor.CreateInMemory("test\0"u8, out _);
        Assert.True(Descriptor.TryWrite(memory, Enumerable.Range(0, 200).Select(number => (byte)number).ToArray()));
        var buffer = new byte[16];
        Assert.Equal(16, Descriptor.ReadAt(memory, 100, buffer));
        Assert.Equal((100, 115), (buffer[0], buffer[15]));
        Assert.Equal(5, Descriptor.ReadAt(memory, 195, buffer));
        Assert.Equal(0, Descriptor.ReadAt(memory, 1000, buffer));
        Descriptor.Rewind(memory);
        Assert.Equal((16, (byte)0), (Descriptor.Read(memory, buffer), buffer[0]));
        Descriptor.Close(memory);
    }

    [Fact]
    public void A_file_that_is_missing_and_a_number_that_is_closed_are_said_to_be()
    {
        using var folder = new ControlFolder();
        Assert.Equal(-1, Descriptor.Open(CPath.Of(folder.Of("missing")), out int error));
        Assert.Equal("no such file or directory", PosixException.Describe(error));
        Assert.False(Descriptor.IsOpen(1_000_000));
        PosixException fault = Assert.Throws<PosixException>(() => Descriptor.Read(1_000_000, new byte[1]));
        Assert.Equal("bad file descriptor", fault.Message);
    }
}
