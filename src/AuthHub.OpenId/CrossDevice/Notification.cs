namespace AuthHub.OpenId.CrossDevice;

/// <summary>What a client needs to be told of an outcome, kept sealed: the token it knows us by, and the code it knows the request by (CIBA Core section 10.2).</summary>
internal sealed record Notification(string Token, string Code)
{
    public static string ContextOf(Guid request) => $"notification:{request:N}";
}
