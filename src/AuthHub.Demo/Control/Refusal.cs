namespace AuthHub.Demo.Control;

/// <summary>A request that the demo control refuses, with the reasons it answers.</summary>
internal sealed class Refusal : Exception
{
    public Refusal()
        : this(StatusCodes.Status400BadRequest, [])
    {
    }

    public Refusal(string message)
        : this(StatusCodes.Status400BadRequest, message)
    {
    }

    public Refusal(string message, Exception innerException)
        : base(message, innerException) => Reasons = [message];

    public Refusal(int status, string reason)
        : this(status, [reason])
    {
    }

    public Refusal(int status, IReadOnlyList<string> reasons)
        : base(string.Join(' ', reasons)) => (Status, Reasons) = (status, reasons);

    public int Status { get; } = StatusCodes.Status400BadRequest;

    public IReadOnlyList<string> Reasons { get; }

    public IResult Answer => JsonBody.Answer(new { error = Error, reasons = Reasons }, Status);

    private string Error => Status switch
    {
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status409Conflict => "taken",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request",
    };
}
