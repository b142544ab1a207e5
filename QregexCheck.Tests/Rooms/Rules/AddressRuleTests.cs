using System;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Rules;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Rules;

/// <summary>The rule for one address hits this address and nothing that differs from it by a byte.</summary>
public sealed class AddressRuleTests
{
    [Fact]
    public void It_hits_its_address_whatever_bytes_it_holds_and_no_other()
    {
        foreach (int b in Enumerable.Range(1, 255).Where(static b => b != '\n'))
        {
            string address = $"a{(char)b}z@x.example";
            var rules = new RulesInMemory { [ControlList.BadMailTo] = Encoding.Latin1.GetString(AddressRule.Of(Encoding.Latin1.GetBytes(address))) + "\n" };
            Assert.Equal("reject badmailto:1", rules.Decide(To(address)));
            foreach (string other in (string[])["az@x.example", "a" + (b == '~' ? '}' : '~') + "z@x.example", address + "x", "x" + address, address.Replace('.', 'x')])
            {
                if (!other.Equals(address, StringComparison.Ordinal))
                    Assert.Equal("accept", rules.Decide(To(other)));
            }
        }
    }

    private static Envelope To(string recipient) => new() { Recipient = Encoding.Latin1.GetBytes(recipient) };
}
