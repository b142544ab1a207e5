using System;
using QregexCheck.Decision;

namespace QregexCheck.Logs;

/// <summary>An address that a later line will need. Its memory stays, so none is taken for each line.</summary>
internal sealed class LoggedAddress
{
    /// <summary>The longest address that is kept: qmail-smtpd takes none of 900 bytes and more.</summary>
    private const int Longest = 1024;

    private byte[] _bytes = new byte[64];
    private int _length;

    /// <summary>True when the address is known. The null sender is known, and empty.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>True when its bytes may not be those of the envelope.</summary>
    public bool IsAltered { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Makes the address unknown.</summary>
    public void Forget() => (_length, IsKnown, IsAltered) = (0, false, false);

    /// <summary>Keeps an address; one that is too long is unknown.</summary>
    /// <param name="address">The address, without brackets.</param>
    /// <param name="isAltered">True when its bytes may not be those of the envelope.</param>
    public void Set(ReadOnlySpan<byte> address, bool isAltered)
    {
        Forget();
        if (address.Length > Longest)
            return;
        MakeRoom(address.Length);
        address.CopyTo(_bytes);
        (_length, IsKnown, IsAltered) = (address.Length, true, isAltered);
    }

    /// <summary>Keeps the address in the argument of MAIL or RCPT; it is unknown where none can be found.</summary>
    /// <param name="argument">The bytes behind the verb.</param>
    /// <param name="isAltered">True when bytes of the argument may not be those that were sent.</param>
    public void SetFromArgument(ReadOnlySpan<byte> argument, bool isAltered)
    {
        Forget();
        if (argument.Length > Longest || argument.IndexOfAny((byte)'<', (byte)':') < 0)
            return;
        MakeRoom(argument.Length);
        (_length, IsKnown, IsAltered) = (EnvelopePath.Read(argument, _bytes), true, isAltered);
    }

    private void MakeRoom(int length)
    {
        if (length > _bytes.Length)
            _bytes = new byte[Longest];
    }
}
