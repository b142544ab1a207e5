namespace QregexCheck.Syntax;

/// <summary>The closed set of tree cases.</summary>
internal enum NodeKind : byte
{
    /// <summary>Matches the empty string.</summary>
    Empty,

    /// <summary>One byte: <see cref="Node.Value"/>.</summary>
    Literal,

    /// <summary>One byte out of <see cref="SyntaxTree.Set"/>.</summary>
    Set,

    /// <summary>A place, not a byte: <see cref="Node.Anchor"/>.</summary>
    Anchor,

    /// <summary>Left, then right.</summary>
    Cat,

    /// <summary>Left or right.</summary>
    Alt,

    /// <summary>The child, from <see cref="Node.Min"/> to <see cref="Node.Max"/> times.</summary>
    Repeat,

    /// <summary>A subexpression in parentheses: <see cref="Node.Number"/>.</summary>
    Group,

    /// <summary>The bytes that the group <see cref="Node.Number"/> matched last, once more.</summary>
    BackReference,
}
