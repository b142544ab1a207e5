# Writes words.h: the numbers and texts that the C of this directory says as C# does, out of the C# that has them.
# A row that this does not find is a name that C misses: the build fails.

1i /* Written by the build from C#: see words.sed. */\
#ifndef HOOK_COMMAND\
#define HOOK_COMMAND(name)\
#endif

# Enums with numbers: ENUM_NAME.
/^internal enum / {
  s/^internal enum \([A-Za-z]*\).*/\1/
  h
}
/^    [A-Za-z]* = [0-9]*,$/ {
  G
  s/^ *\([A-Za-z]*\) = \([0-9]*\),\n\(.*\)/#define \3_\1 \2/p
}

# The replies: public static ReadOnlySpan<byte> NAME => TEXT.
s/^    public static ReadOnlySpan<byte> \([A-Za-z]*Reply\) => \(".*"\)u8;$/#define \1 \2/p

# Bytes of memory: public const long NAME = 14_000_000.
s/^    public const long \([A-Za-z]*Memory\) = \([0-9]*\)_\([0-9]*\)_\([0-9]*\);$/#define \1 \2\3\4/p

# Rows of CommandTable and OptionTable: Command_NAME, Option_NAME, and of what qmail runs, HOOK_COMMAND(NAME), empty until somebody defines it.
/=> new($/N
s/^ .*=> new(\n* *"\([a-z]*\)"u8, true,.*/#define Command_\1 "\1"\nHOOK_COMMAND(Command_\1)/p
s/^ .*=> new(\n* *"\([a-z]*\)"u8, false,.*/#define Command_\1 "\1"/p
s/^ .*=> new(\n* *"--\([a-z]*\)"u8,.*/#define Option_\1 "--\1"/p
s/^ .*=> new(\n* *"--\([a-z]*\)-\([a-z]*\)"u8,.*/#define Option_\1_\2 "--\1-\2"/p
