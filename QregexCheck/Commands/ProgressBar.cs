using System;
using System.Text;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>A bar on standard error for work that takes more than a second. It is shown only on a terminal.</summary>
internal sealed class ProgressBar : IDisposable
{
    private const int Width = 40;
    private const long Patience = 1000;

    private readonly string _label;
    private readonly bool _isShown = Descriptor.IsTerminal(Descriptor.Error);
    private readonly long _begun = Environment.TickCount64;
    private int _percent = -1;

    /// <param name="label">The name of the work, in front of the bar.</param>
    public ProgressBar(string label) => _label = label;

    /// <summary>Shows that <paramref name="done"/> of <paramref name="total"/> steps are done.</summary>
    public void Show(int done, int total)
    {
        if (!_isShown || total == 0)
            return;
        int percent = (int)(100L * Math.Clamp(done, 0, total) / total);
        if (percent == _percent || Environment.TickCount64 - _begun < Patience)
            return;
        _percent = percent;
        int filled = percent * Width / 100;
        Descriptor.TryWrite(
            Descriptor.Error,
            Encoding.ASCII.GetBytes($"\r{_label} [{new string('#', filled)}{new string(' ', Width - filled)}] {percent,3}%"));
    }

    /// <summary>Shows how much is done when the end is not known.</summary>
    public void ShowCount(int done)
    {
        // It is shown once in many steps, so that it costs nothing.
        if (!_isShown || done % 1000 != 0 || Environment.TickCount64 - _begun < Patience)
            return;
        _percent = 0;
        Descriptor.TryWrite(Descriptor.Error, Encoding.ASCII.GetBytes($"\r{_label} {done}"));
    }

    /// <summary>Removes the bar from the screen.</summary>
    public void Dispose()
    {
        if (_percent >= 0)
            Descriptor.TryWrite(Descriptor.Error, "\r\x1b[K"u8);
    }
}
