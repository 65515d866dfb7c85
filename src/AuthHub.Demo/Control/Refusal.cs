namespace AuthHub.Demo.Control;

/// <summary>A request that the demo control refuses, with the reasons it answers.</summary>
internal sealed class Refusal(int status, IReadOnlyList<string> reasons) : Exception(string.Join(' ', reasons))
{
    public Refusal(int status, string reason)
        : this(status, [reason])
    {
    }

    public int Status { get; } = status;

    public IReadOnlyList<string> Reasons { get; } = reasons;

    public string Error => Status switch
    {
        StatusCodes.Status409Conflict => "taken",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request",
    };

    public IResult Answer => JsonBody.Answer(new { error = Error, reasons = Reasons }, Status);
}
