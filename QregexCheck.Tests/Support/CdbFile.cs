using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace QregexCheck.Tests.Support;

/// <summary>Writes constant databases, straight from cdb(5): slow and plain.</summary>
internal static class CdbFile
{
    public static byte[] Of(params (string Key, string Data)[] records) =>
        Of(records.Select(record => (Bytes(record.Key), Bytes(record.Data))));

    public static byte[] Of(IEnumerable<(byte[] Key, byte[] Data)> records)
    {
        using var file = new MemoryStream();
        file.Write(new byte[2048]);
        var slots = Enumerable.Range(0, 256).Select(_ => new List<(uint Hash, uint Record)>()).ToArray();
        foreach ((byte[] key, byte[] data) in records)
        {
            uint hash = Hash(key);
            slots[hash % 256].Add((hash, (uint)file.Position));
            Put(file, (uint)key.Length);
            Put(file, (uint)data.Length);
            file.Write(key);
            file.Write(data);
        }

        var header = new MemoryStream();
        foreach (List<(uint Hash, uint Record)> table in slots)
        {
            Put(header, (uint)file.Position);
            Put(header, (uint)(table.Count * 2));
            var placed = new (uint Hash, uint Record)[table.Count * 2];
            foreach ((uint hash, uint record) in table)
            {
                int at = (int)(hash / 256 % (uint)placed.Length);
                while (placed[at].Record != 0)
                    at = (at + 1) % placed.Length;
                placed[at] = (hash, record);
            }

            foreach ((uint hash, uint record) in placed)
            {
                Put(file, hash);
                Put(file, record);
            }
        }

        byte[] all = file.ToArray();
        header.ToArray().CopyTo(all, 0);
        return all;
    }

    /// <summary>The format's hash.</summary>
    public static uint Hash(byte[] key) => key.Aggregate(5381u, (hash, b) => unchecked(hash * 33) ^ b);

    public static byte[] Bytes(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    private static void Put(Stream file, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        file.Write(bytes);
    }
}
