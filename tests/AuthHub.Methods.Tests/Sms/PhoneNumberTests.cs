using AuthHub.Methods.Sms;

namespace AuthHub.Methods.Tests.Sms;

public sealed class PhoneNumberTests
{
    [Theory]      // S-095, S-114
    [InlineData("+37120123456", "+37120123456", "+371 ••••••56")]
    [InlineData("+371 20 123 456", "+37120123456", "+371 ••••••56")]
    [InlineData(" +371-20.123/456 ", "+37120123456", "+371 ••••••56")]
    [InlineData("+371\u00a020123456", "+37120123456", "+371 ••••••56")]
    [InlineData("0037120123456", "+37120123456", "+371 ••••••56")]
    [InlineData("+46 070 123 45 67", "+46701234567", "+46 •••••••67")]
    [InlineData("+46 (0)70-123 45 67", "+46701234567", "+46 •••••••67")]
    [InlineData("+39 06 1234 5678", "+390612345678", "+39 ••••••••78")]
    [InlineData("+1 (202) 555-0123", "+12025550123", "+1 ••••••••23")]
    [InlineData("+44 7700 900123", "+447700900123", "+44 ••••••••23")]
    public void Typed_forms_become_one(string typed, string number, string masked)
    {
        var parsed = PhoneNumber.Parse(typed)!;
        Assert.Equal(number, parsed.Text);
        Assert.Equal(masked, parsed.Masked);
        Assert.Equal(masked, parsed.ToString());
        Assert.Equal(number[1..5], parsed.Prefix);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("20123456")]
    [InlineData("+371 2012")]
    [InlineData("+371 20 123 456 789 012")]
    [InlineData("+0 20123456")]
    [InlineData("+46 00 70 123 45 67")]
    [InlineData("+371 20x23456")]
    [InlineData("+371 20123456;+371 20123457")]
    [InlineData("+371\n20123456")]
    [InlineData("++37120123456")]
    [InlineData("+٣٧١٢٠١٢٣٤٥٦")]
    [InlineData("+37120123456\0")]
    public void What_is_no_number_with_country_code_is_refused(string typed) => Assert.Null(PhoneNumber.Parse(typed));
}
