using System;
using System.Collections.Generic;

namespace QregexCheck.Posix;

/// <summary>What a look at a file that is to be replaced has found.</summary>
/// <param name="Content">Its bytes; null when it is not there.</param>
/// <param name="Kept">The newest name under which a former content is kept; null when there is none.</param>
/// <param name="KeptContent">The bytes there.</param>
/// <param name="Next">The name under which the present content would be kept.</param>
/// <param name="LeftOver">What a killed run has left there. The next change removes it.</param>
internal sealed record FoundFile(byte[]? Content, byte[]? Kept, byte[]? KeptContent, byte[] Next, IReadOnlyList<byte[]> LeftOver);

/// <summary>
/// Replaces a file that belongs to somebody, with his rights, and keeps what was there under another name. At each moment the file is the old one or the new
/// one, whole.
/// </summary>
/// <remarks>
/// <para>
/// The new file is written under a temporary name, locked, and synced. The old one gets its second name by link(2), so that what is kept is what was there,
/// even if somebody writes into it now. rename(2) puts the new one in its place. Then the directory is synced.
/// </para>
/// <para>
/// The file is compared with what was shown when the new one is ready, and again after the link. Whoever renames a file of his own into its place between that
/// last look and our rename loses it: a few microseconds are left. Whoever writes into the old file then writes into the kept one.
/// </para>
/// </remarks>
internal sealed class KeptReplacement
{
    private const int MostOfADay = 1000;

    private readonly GuardedFile _file;
    private readonly OpenedDirectory _directory;
    private readonly byte[] _new;
    private string _doing = "look at it";
    private bool _isReplaced;

    private KeptReplacement(GuardedFile file, OpenedDirectory directory)
    {
        _file = file;
        _directory = directory;
        _new = KeptName.OfNew(file.Name);
    }

    /// <summary>Looks at the file, and changes nothing.</summary>
    /// <exception cref="ChangeException">It is no file that is changed, or can't be looked at.</exception>
    public static FoundFile Look(GuardedFile file) => Do(file, static it => it.Look());

    /// <summary>Replaces the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">Its bytes as they were shown; null where there was none, which is made then.</param>
    /// <param name="content">Its new bytes.</param>
    /// <param name="mode">Who may read a file that is made. One that is there keeps its mode and its group.</param>
    /// <returns>The name under which the former content is kept: of one that was not there, an empty file.</returns>
    /// <exception cref="ChangeException">It was not replaced; or, when the directory can't be synced, it was and may not outlive a crash.</exception>
    public static byte[] Replace(GuardedFile file, byte[]? expected, byte[] content, uint mode) => Do(file, it => it.Replace(expected, content, mode));

    /// <summary>Gives a kept file its name back. The file that stands there goes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">Its bytes as they were shown.</param>
    /// <param name="kept">The name of the kept one.</param>
    /// <param name="keptContent">The kept bytes as they were shown.</param>
    public static void Restore(GuardedFile file, byte[] expected, byte[] kept, byte[] keptContent) => Do(file, it => it.Restore(expected, kept, keptContent));

    private static T Do<T>(GuardedFile file, Func<KeptReplacement, T> step)
    {
        KeptReplacement? replacement = null;
        try
        {
            using OpenedDirectory directory = file.Open();
            replacement = new KeptReplacement(file, directory);
            return step(replacement);
        }
        catch (PosixException exception)
        {
            string state = replacement is { _isReplaced: true } ? "the new file stands in its place, and a crash may bring the old one back"
                : "the file is left as it was";
            throw new ChangeException(
                $"{file.Shown(file.Name)}: unable to {replacement?._doing ?? "open its directory"}: {exception.Message}; {state}", isRefusal: false);
        }
    }

    private FoundFile Look()
    {
        var leftOver = new List<byte[]>();
        if (_directory.Look(_new) is not null)
            leftOver.Add(_new);
        List<byte[]> kept = Kept();
        foreach (byte[] name in kept)
        {
            if (IsSecondName(name))
                leftOver.Add(name);
        }

        kept.RemoveAll(leftOver.Contains);
        byte[]? content = _file.Read(_directory, _file.Name, 1 + leftOver.Count, out _);
        byte[]? newest = kept.Count > 0 ? kept[^1] : null;
        return new FoundFile(content, newest, newest is null ? null : _file.Read(_directory, newest, 1, out _), Next(1, out _), leftOver);
    }

    private byte[] Replace(byte[]? expected, byte[] content, uint mode)
    {
        _doing = "make a new file beside it";
        using var made = LockedNewFile.Create(_file, _directory, _new);
        byte[]? kept = null;
        try
        {
            RemoveSecondNames();
            FileStatus? old = RequireUnchanged(_file.Name, expected, null);
            _doing = "write the new one";
            made.Write(content);
            _doing = "give the new one its group, and its rights";
            made.Permit(old, mode);
            _doing = "sync the new one";
            made.Synchronize();
            _doing = "keep the old one";
            kept = old is null ? KeepEmpty(mode) : KeepOld();
            RequireUnchanged(_file.Name, expected, old, names: 2);
            _doing = "put the new one in its place";
            if (old is not null)
                _directory.Rename(_new, _file.Name);
            else
                PutWhereNoneIs();
            _isReplaced = true;
            _doing = "sync its directory";
            _directory.Synchronize();
            return kept;
        }
        catch (Exception exception) when (exception is PosixException or ChangeException && !_isReplaced)
        {
            Forget(kept);
            throw;
        }
    }

    private bool Restore(byte[] expected, byte[] kept, byte[] keptContent)
    {
        // It is not written to. Its lock keeps a second run away.
        _doing = "make a new file beside it";
        using var made = LockedNewFile.Create(_file, _directory, _new);
        try
        {
            RemoveSecondNames();
            RequireUnchanged(_file.Name, expected, null);
            RequireUnchanged(kept, keptContent, null);
            _doing = "give the kept file its name back";
            _directory.Rename(kept, _file.Name);
            _isReplaced = true;
            _doing = "sync its directory";
            _directory.Synchronize();
            return true;
        }
        finally
        {
            TryRemove(_new);
        }
    }

    /// <summary>A run that was killed between link and rename has left the file with two names. One goes, and no byte with it.</summary>
    private void RemoveSecondNames()
    {
        foreach (byte[] name in Kept())
        {
            if (IsSecondName(name))
                _directory.Remove(name);
        }
    }

    private bool IsSecondName(byte[] name) => _directory.Look(name) is { IsRegular: true } one && _directory.Look(_file.Name)?.Inode == one.Inode;

    /// <summary>The names of kept files, the oldest first.</summary>
    private List<byte[]> Kept()
    {
        List<byte[]> names = _directory.Names(name => KeptName.TryRead(_file.Name, name) is not null);
        names.Sort((one, other) => KeptName.TryRead(_file.Name, one)!.Value.CompareTo(KeptName.TryRead(_file.Name, other)!.Value));
        return names;
    }

    private FileStatus? RequireUnchanged(byte[] name, byte[]? expected, FileStatus? before, int names = 1)
    {
        _doing = "look at it again";
        byte[]? now = _file.Read(_directory, name, names, out FileStatus status);
        if ((now is null) != (expected is null) || !now.AsSpan().SequenceEqual(expected) || (before is { } old && !old.IsUnchanged(status)))
            throw _file.Changed(name);
        return now is null ? null : status;
    }

    /// <summary>Gives the old file its second name.</summary>
    private byte[] KeepOld()
    {
        for (int from = 1; ; from++)
        {
            byte[] name = Next(from, out from);
            try
            {
                _directory.Link(_file.Name, name);
                return name;
            }
            catch (PosixException exception) when (exception.Number == Errno.FileExists)
            {
                // Somebody was faster. The next name is as good.
            }
        }
    }

    /// <summary>Where there is no old file an empty one stands for it: that of a run that was killed, or a new one.</summary>
    private byte[] KeepEmpty(uint mode)
    {
        if (Kept() is [.., var newest] && _directory.Look(newest) is { IsRegular: true, Size: 0 })
            return newest;
        byte[] name = Next(1, out _);
        LockedNewFile.CreateEmpty(_directory, name, mode);
        return name;
    }

    private byte[] Next(int from, out int number)
    {
        int day = UtcDay.Today();
        for (number = from; number <= MostOfADay; number++)
        {
            byte[] name = KeptName.Of(_file.Name, day, number);
            if (_directory.Look(name) is null)
                return name;
        }

        throw GuardedFile.Refused($"{_file.Shown(_file.Name)} has {MostOfADay} kept files of today; remove some");
    }

    /// <summary>A file that was made meanwhile is not replaced.</summary>
    private void PutWhereNoneIs()
    {
        try
        {
            _directory.Link(_new, _file.Name);
        }
        catch (PosixException exception) when (exception.Number == Errno.FileExists)
        {
            throw _file.Changed(_file.Name);
        }

        _isReplaced = true;
        _directory.Remove(_new);
    }

    /// <summary>Takes back what a change that failed has made. What is kept loses its second name only where it still has its first one.</summary>
    private void Forget(byte[]? kept)
    {
        try
        {
            if (kept is not null && IsSecondName(kept))
                _directory.Remove(kept);
        }
        catch (PosixException)
        {
            // The next run removes it.
        }

        TryRemove(_new);
    }

    private void TryRemove(byte[] name)
    {
        try
        {
            _directory.Remove(name);
        }
        catch (PosixException)
        {
            // The next run removes it.
        }
    }
}
