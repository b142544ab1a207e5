using System;
using System.Text;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>A bar on standard error, if that is a terminal, for work that takes more than a second.</summary>
internal sealed class ProgressBar : IDisposable
{
    private const int Width = 40;
    private const long Patience = 1000;

    private readonly string _label;
    private readonly bool _isShown = Descriptor.IsTerminal(Descriptor.Error);
    private readonly long _begun = Environment.TickCount64;
    private int _percent = -1;

    /// <param name="label">What is at work, in front of the bar.</param>
    public ProgressBar(string label) => _label = label;

    /// <summary>Tells that <paramref name="done"/> of <paramref name="total"/> steps are done.</summary>
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

    /// <summary>Tells how much is done of what nobody knows the end of.</summary>
    public void ShowCount(int done)
    {
        // In steps, so that telling it costs nothing.
        if (!_isShown || done % 1000 != 0 || Environment.TickCount64 - _begun < Patience)
            return;
        _percent = 0;
        Descriptor.TryWrite(Descriptor.Error, Encoding.ASCII.GetBytes($"\r{_label} {done}"));
    }

    /// <summary>Takes the bar off the screen.</summary>
    public void Dispose()
    {
        if (_percent >= 0)
            Descriptor.TryWrite(Descriptor.Error, "\r\x1b[K"u8);
    }
}
