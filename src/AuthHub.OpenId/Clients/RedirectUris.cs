using System.Buffers;
using System.Globalization;
using System.Net;

namespace AuthHub.OpenId.Clients;

/// <summary>What a redirect URI may look like when it is registered, and what counts as the same when it is used. Strings, never System.Uri, decide equality (law L14).</summary>
public static class RedirectUris
{
    private const int Longest = 2000;

    private static readonly string[] ResponseParameters = ["code", "state", "iss", "response", "error", "error_description", "id_token", "access_token", "session_state"];

    private static readonly SearchValues<char> NeverInUris = SearchValues.Create("\\*\"<>`{}|^");

    private static readonly string[] LoopbackPrefixes = ["http://127.0.0.1", "http://[::1]"];

    /// <summary>
    /// True when <paramref name="candidate"/> is byte for byte one of the client's (RFC 9700 section 2.1). Only the port of a loopback
    /// literal is free, and only for native apps (RFC 8252 section 7.3).
    /// </summary>
    public static bool Allows(Client client, string candidate)
    {
        if (client.RedirectUris.Contains(candidate))
        {
            return true;
        }

        return client.ApplicationType == ApplicationTypes.Native
            && WithoutLoopbackPort(candidate) is { } portless
            && client.RedirectUris.Exists(registered => WithoutLoopbackPort(registered) == portless);
    }

    /// <summary>Why a URI cannot be registered; null when it can.</summary>
    /// <param name="uri">The URI as the client gave it.</param>
    /// <param name="applicationType">One of <see cref="ApplicationTypes"/>.</param>
    /// <param name="localAllowed">True lets web apps live on this machine or in a private network: demo, development.</param>
    public static string? WhyNot(string uri, string applicationType, bool localAllowed)
    {
        if (uri.Length is 0 or > Longest)
        {
            return $"is empty or longer than {Longest} characters";
        }

        if (uri.AsSpan().ContainsAnyExceptInRange('!', '~') || uri.AsSpan().ContainsAny(NeverInUris))
        {
            return "holds a space, a control character, a backslash, a wildcard or a character beyond ASCII";
        }

        if (uri.Contains('#', StringComparison.Ordinal))
        {
            return "has a fragment (RFC 6749 section 3.1.2)";
        }

        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || uri.StartsWith('/'))
        {
            return "is not an absolute URI";
        }

        return WhyNotParts(uri, parsed)
            ?? (parsed.Scheme is "https" or "http" ? WhyNotWeb(uri, parsed, applicationType, localAllowed) : WhyNotPrivateScheme(uri, parsed, applicationType));
    }

    /// <summary>The host people recognise, or the scheme where an app of the device answers.</summary>
    public static string HostOf(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out var parsed) ? (parsed.Host.Length > 0 ? parsed.Host : parsed.Scheme) : "";

    /// <summary>The source expression for <c>form-action</c>: origin, or scheme where there is no host.</summary>
    public static string OriginOf(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed))
        {
            return "'none'";
        }

        return parsed.Scheme is "http" or "https" ? parsed.GetLeftPart(UriPartial.Authority) : parsed.Scheme + ":";
    }

    private static string? WhyNotParts(string uri, Uri parsed)
    {
        var path = uri.AsSpan(0, uri.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? mark : uri.Length);
        if (parsed.UserInfo.Length > 0 || (parsed.Scheme is "http" or "https" && parsed.Authority.Length > 0 && path.Contains('@')))
        {
            return "carries user information";
        }

        if (path.Contains("/./", StringComparison.Ordinal) || path.Contains("/../", StringComparison.Ordinal) || path.EndsWith("/.", StringComparison.Ordinal) || path.EndsWith("/..", StringComparison.Ordinal) || path.Contains("%2e", StringComparison.OrdinalIgnoreCase))
        {
            return "has dot segments";
        }

        foreach (var pair in parsed.Query.TrimStart('?').Split('&'))
        {
            var name = Uri.UnescapeDataString(pair.Split('=')[0]);
            if (ResponseParameters.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return $"already holds the response parameter {name}";
            }
        }

        return null;
    }

    private static string? WhyNotWeb(string uri, Uri parsed, string applicationType, bool localAllowed)
    {
        // The parser forgives what browsers read differently ("https:/host", "https:///host"); what it makes of the origin must be what is written.
        var origin = parsed.GetLeftPart(UriPartial.Authority);
        if (!uri.StartsWith(origin, StringComparison.Ordinal) && !uri.StartsWith($"{parsed.Scheme}://{parsed.Host}:{parsed.Port.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal))
        {
            return "is not written in its plain form (lower case scheme and host, ASCII)";
        }

        var local = parsed.Host is "localhost" or "127.0.0.1" or "[::1]";
        var permitted = localAllowed || applicationType == ApplicationTypes.Native;
        if (parsed.Scheme == "http" && !local)
        {
            return "is http, which is for loopback only (RFC 9700 section 2.6)";
        }

        if (local && !permitted)
        {
            return "is on this machine, which is for native apps";
        }

        return parsed.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 && !local && !localAllowed ? "names an address instead of a host" : null;
    }

    private static string? WhyNotPrivateScheme(string uri, Uri parsed, string applicationType)
    {
        if (applicationType != ApplicationTypes.Native)
        {
            return "has a private scheme, which is for native apps";
        }

        // RFC 8252 section 7.1: a reversed domain name of the app's owner, hence a dot; javascript:, data: and their kin have none.
        if (!parsed.Scheme.Contains('.', StringComparison.Ordinal) || !uri.StartsWith(parsed.Scheme + ":/", StringComparison.Ordinal))
        {
            return "has a scheme that is not a reversed domain name in lower case";
        }

        return null;
    }

    /// <summary>Cuts the port out of <c>http://127.0.0.1:port/...</c> and <c>http://[::1]:port/...</c>; null for everything else and for malformed ports.</summary>
    private static string? WithoutLoopbackPort(string uri)
    {
        var prefix = Array.Find(LoopbackPrefixes, p => uri.StartsWith(p, StringComparison.Ordinal));
        if (prefix is null)
        {
            return null;
        }

        var rest = uri.AsSpan(prefix.Length);
        if (rest.Length == 0 || rest[0] is '/' or '?')
        {
            return uri;
        }

        if (rest[0] != ':')
        {
            return null;
        }

        var length = rest[1..].IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? rest[1..] : rest.Slice(1, length);
        var tail = rest[(1 + digits.Length)..];
        var wellFormed = digits.Length is > 0 and <= 5 && digits[0] != '0'
            && int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) <= IPEndPoint.MaxPort
            && (tail.Length == 0 || tail[0] is '/' or '?');
        return wellFormed ? string.Concat(prefix, tail) : null;
    }
}
