using System;
using System.Text;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>A bar on standard error, if that is a terminal, for work that takes more than a second.</summary>
internal sealed class ProgressBar
{
    private const int Width = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly string _label;
    private readonly bool _isShown = Libc.IsTerminal(Descriptor.Error) == 1;
    private readonly DateTime _started = DateTime.UtcNow;
    private int _lastPercent = -1;

    public ProgressBar(string label) => _label = label;

    /// <summary>Shows how much is done.</summary>
    /// <param name="share">From 0 to 1.</param>
    public void Show(double share)
    {
        int percent = (int)(Math.Clamp(share, 0, 1) * 100);
        if (!_isShown || percent == _lastPercent || DateTime.UtcNow - _started < Patience)
            return;
        _lastPercent = percent;
        int filled = percent * Width / 100;
        Write($"\r{_label} [{new string('#', filled)}{new string(' ', Width - filled)}] {percent,3}%");
    }

    /// <summary>Takes the bar off the screen.</summary>
    public void Clear()
    {
        if (_lastPercent >= 0)
            Write("\r\x1b[K");
    }

    private static void Write(string text) => Descriptor.TryWrite(Descriptor.Error, Encoding.ASCII.GetBytes(text));
}
