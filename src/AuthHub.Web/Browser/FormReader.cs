using AuthHub.SignIn.Methods;

namespace AuthHub.Web.Browser;

/// <summary>Reads a form for a verification method: each name once, bounded, without control characters that have no business there.</summary>
internal static class FormReader
{
    private const int MostFields = 32;
    private const int LongestValue = 48 * 1024;

    /// <summary>Reads the request's form; null also when it cannot be read (bad encoding, NUL, too many fields).</summary>
    public static async Task<MethodResponse?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await request.ReadFormAsync(cancellationToken));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The fields; null when the form is not one a page of ours could have sent.</summary>
    public static MethodResponse? Read(IFormCollection form)
    {
        if (form.Count > MostFields || form.Files.Count > 0)
        {
            return null;
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in form)
        {
            if (values is not [{ } value] || value.Length > LongestValue || value.Contains('\0', StringComparison.Ordinal))
            {
                return null;
            }

            fields[name] = value;
        }

        return new MethodResponse(fields);
    }
}
