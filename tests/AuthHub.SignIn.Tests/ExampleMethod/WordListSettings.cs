using System.ComponentModel.DataAnnotations;

namespace AuthHub.SignIn.Tests.ExampleMethod;

/// <summary>Settings of printed word lists, section <c>Methods:words</c>.</summary>
public sealed class WordListSettings
{
    /// <summary>How many words a list has.</summary>
    [Range(3, 50)]
    public int Words { get; set; } = 12;
}
