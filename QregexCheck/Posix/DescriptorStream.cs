using System;
using System.IO;

namespace QregexCheck.Posix;

/// <summary>
/// A descriptor as a stream to write to, for libraries that want a stream.
/// </summary>
/// <remarks>
/// .NET's console stream sets up the terminal and starts a thread, and softlimit may not allow a thread. .NET's file stream writes with
/// pwrite(2). Other processes that share the descriptor would then overwrite our output.
/// </remarks>
internal sealed class DescriptorStream : Stream
{
    private readonly int _descriptor;

    /// <summary>
    /// True when the reader of the pipe has gone. Later writes go nowhere. That is no error: <c>| head -1</c> has all it wants.
    /// </summary>
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
