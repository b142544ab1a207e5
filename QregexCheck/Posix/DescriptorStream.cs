using System;
using System.IO;

namespace QregexCheck.Posix;

/// <summary>
/// A descriptor as a stream to write to, for the libraries that want one.
/// </summary>
/// <remarks>
/// .NET's console stream sets the terminal up and starts a thread, which softlimit may not grant; its file stream writes with
/// pwrite(2), and whoever shares the descriptor then writes over our output.
/// </remarks>
internal sealed class DescriptorStream : Stream
{
    private readonly int _descriptor;

    /// <summary>True when the reader of the pipe has gone; what is written then goes nowhere, and that is no fault: <c>| head -1</c> has what it wants.</summary>
    public bool IsBroken { get; private set; }

    public DescriptorStream(int descriptor) => _descriptor = descriptor;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <exception cref="IOException">The bytes could not be written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsBroken || Descriptor.TryWrite(_descriptor, buffer, out int error))
            return;
        IsBroken = error == Errno.BrokenPipe;
        if (!IsBroken)
            throw new IOException(PosixException.Describe(error));
    }
}
