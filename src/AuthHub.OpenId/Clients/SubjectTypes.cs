namespace AuthHub.OpenId.Clients;

/// <summary>Whether all clients know a person by the same subject, or each sector by its own (OpenID Connect Core section 8).</summary>
public static class SubjectTypes
{
    public const string Public = "public";
    public const string Pairwise = "pairwise";
}
