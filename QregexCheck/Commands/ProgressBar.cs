using System;
using System.Text;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>Shows on a terminal how far a long work has come; elsewhere it is silent.</summary>
internal sealed class ProgressBar : IDisposable
{
    private const int Width = 40;
    private const long WaitBefore = 500;

    private readonly bool _isShown = Libc.IsTerminal(Descriptor.Error) == 1;
    private readonly long _begun = Environment.TickCount64;
    private int _percent = -1;

    /// <summary>Tells that <paramref name="done"/> of <paramref name="total"/> steps are done.</summary>
    public void Show(int done, int total)
    {
        if (!_isShown || total == 0)
            return;
        int percent = (int)(100L * done / total);
        if (percent == _percent || Environment.TickCount64 - _begun < WaitBefore)
            return;
        _percent = percent;
        int filled = percent * Width / 100;
        Descriptor.TryWrite(Descriptor.Error, Encoding.ASCII.GetBytes($"\r[{new string('#', filled)}{new string(' ', Width - filled)}] {percent,3}%"));
    }

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        if (_percent >= 0)
            Descriptor.TryWrite(Descriptor.Error, "\r\x1b[K"u8);
    }
}
