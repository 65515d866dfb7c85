using System.Text.Json;

namespace AuthHub.OpenId.Details;

/// <summary>A registered type of authorization details (RFC 9396 section 2): what they may hold, and how people are asked about them.</summary>
public sealed class DetailType
{
    public string Type { get; set; } = "";

    /// <summary>What a yes means, in plain words; <c>{member}</c> and <c>{member.member}</c> stand for values.</summary>
    public string Words { get; set; } = "";

    /// <summary>What such details may hold beside <c>type</c>.</summary>
    public IList<DetailMember> Members { get; } = [];

    /// <summary>Why it cannot be registered; null when it can.</summary>
    public string? Fault =>
        Type.Length is 0 or > 200 || Type.AsSpan().ContainsAnyExceptInRange('!', '~') ? "a type needs a name of at most 200 characters of ASCII without spaces."
        : string.IsNullOrWhiteSpace(Words) ? $"{Type} needs Words that people are asked with."
        : null;

    /// <summary>Whether details hold what this type demands and nothing it does not know.</summary>
    public bool Fits(JsonElement details) => DetailMember.Fit(Members, details, beside: "type");
}
