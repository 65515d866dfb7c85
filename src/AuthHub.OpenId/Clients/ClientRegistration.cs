using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Tokens;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Clients;

/// <summary>
/// Turns client metadata (RFC 7591 section 2, OpenID Connect Registration section 2) into a client, or into the reasons why not.
/// Operators may also say <c>client_id</c>, <c>client_secret</c>, <c>require_pkce</c>, <c>first_party</c>, <c>demand</c>, <c>resource_indicators</c> and
/// what is about token exchange; from an app that registers itself these are not read.
/// </summary>
public sealed class ClientRegistration(SharedSecrets secrets, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    /// <summary>Who reads which members beyond the common ones: one line per feature.</summary>
    private static readonly Action<MetadataReader, Client, OpenIdSettings>[] Features =
    [
        AboutMetadata.Read,
        SignInMetadata.Read,
        KeyMetadata.Read,
        AuthenticationMetadata.Read,
        MutualTlsMetadata.Read,
        DpopMetadata.Read,
        ResponseMetadata.Read,
        RequestMetadata.Read,
        SubjectMetadata.Read,
        TokenMetadata.Read,
        ExchangeMetadata.Read,
        LogoutMetadata.Read,
        ClaimMetadata.Read,
        BackchannelMetadata.Read,
        FapiMetadata.Read,
    ];

    /// <summary>Members that are not an app's own to say (attack CLI-13).</summary>
    private static readonly HashSet<string> OfOperators = ["client_id", "client_secret", "require_pkce", "first_party", "demand", "resource_indicators", .. ExchangeMetadata.Members];

    private static readonly string[] Grants = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials, GrantTypes.DeviceCode, GrantTypes.TokenExchange, GrantTypes.JwtBearer, GrantTypes.Ciba, GrantTypes.Implicit];

    /// <summary>Grants that reach further than an app's own people and tokens: an operator gives them, no app takes them.</summary>
    private static readonly string[] GrantsOfOperators = [GrantTypes.TokenExchange, GrantTypes.JwtBearer, GrantTypes.Ciba];

    /// <summary>The longest text of metadata that is read.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>What an operator says of an app.</summary>
    public RegistrationVerdict Read(JsonElement metadata) => Read(new MetadataReader(metadata, new HashSet<string>()), Grants, null);

    /// <summary>
    /// What an app says of itself (RFC 7591 section 3.1), or says anew (RFC 7592 section 2.2): its id, its secret and what operators
    /// decided of it stay as they were.
    /// </summary>
    public RegistrationVerdict ReadOwn(JsonElement metadata, Client? before = null) => Read(new MetadataReader(metadata, OfOperators), [.. Grants.Except(GrantsOfOperators.Except(before?.GrantTypes ?? []))], before);

    private RegistrationVerdict Read(MetadataReader members, IReadOnlyList<string> offered, Client? before)
    {
        if (!members.IsObject)
        {
            return new RegistrationVerdict.Refused(["The metadata is not a JSON object."], false);
        }

        var type = members.OneOf("application_type", [ApplicationTypes.Web, ApplicationTypes.Native], ApplicationTypes.Web);
        var method = members.OneOf("token_endpoint_auth_method", ClientAuthenticationMethods.Offered(settings.Value), ClientAuthenticationMethods.Basic);
        var grants = members.SomeOf("grant_types", offered, [GrantTypes.AuthorizationCode]);
        var client = new Client
        {
            ClientId = before?.ClientId ?? ReadId(members),
            Name = members.Text("client_name", 200) ?? "",
            ApplicationType = type,
            TokenEndpointAuthMethod = method,
            GrantTypes = grants,
            RedirectUris = ReadUris(members, "redirect_uris", type),
            PostLogoutRedirectUris = ReadUris(members, "post_logout_redirect_uris", type),
            Scopes = members.Text("scope", 2000) is { } scope ? ReadScopes(members, scope) : [.. Scopes.All],
            IdTokenSignedResponseAlg = members.OneOf("id_token_signed_response_alg", [.. SignatureAlgorithm.Ours.Select(a => a.Name)], SignatureAlgorithm.RS256.Name),
            RequirePkce = members.Flag("require_pkce", before?.RequirePkce ?? true),
            ConsentRequired = !members.Flag("first_party", before is { ConsentRequired: false }),
            Demand = members.Text("demand", 64) ?? before?.Demand,
            ClientUri = members.WebAddress("client_uri"),
            LogoUri = members.WebAddress("logo_uri"),
            Contacts = members.Texts("contacts", 20),
            CreatedAt = before?.CreatedAt ?? clock.GetUtcNow(),
        };
        client.Name = client.Name.Length > 0 ? client.Name : client.ClientId;
        Judge(members, client);
        foreach (var read in Features)
        {
            read(members, client, settings.Value);
        }

        // What only operators say stays as they said it.
        client.Metadata.ResourceIndicators = members.Texts("resource_indicators", 20) is { Count: > 0 } indicators ? indicators : before?.Metadata.ResourceIndicators;
        if (before is not null)
        {
            ExchangeMetadata.Keep(client, before);
            KeepScopes(members, client, before);
        }

        // What an app promised of itself, or an operator of it, it does not take back (RFC 7592 section 2.2).
        members.Require(FapiProfiles.Rank(client.Metadata.FapiProfile) >= FapiProfiles.Rank(before?.Metadata.FapiProfile), $"fapi_profile stays {before?.Metadata.FapiProfile} or becomes stricter; an administrator can end it.");
        var secret = ReadSecret(members, client, before);
        return members.Reasons.Count > 0 ? new RegistrationVerdict.Refused(members.Reasons, members.RedirectUrisAtFault) : new RegistrationVerdict.Accepted(client, secret);
    }

    /// <summary>What an operator gave an app reaches as far as its scopes did then: it does not widen them itself.</summary>
    private static void KeepScopes(MetadataReader members, Client client, Client before)
    {
        if (before.ConsentRequired && !before.GrantTypes.Exists(GrantsOfOperators.Contains))
        {
            return;
        }

        client.Scopes = members.Text("scope", 4096) is null ? [.. before.Scopes] : client.Scopes;
        members.Require(client.Scopes.TrueForAll(before.Scopes.Contains), "scope: an administrator can add some, this app cannot.");
    }

    /// <summary>Why a redirect URI cannot be registered for an app of this type; null when it can.</summary>
    public string? WhyNot(string uri, string applicationType) => RedirectUris.WhyNot(uri, applicationType, settings.Value.LocalClientsAllowed);

    private static string ReadId(MetadataReader members)
    {
        var given = members.Text("client_id", 128);
        if (given is null)
        {
            return Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        }

        // RFC 6749 appendix A.1; and an id must never look like a person's (RFC 9700 section 4.15).
        members.Require(!given.AsSpan().ContainsAnyExceptInRange(' ', '~') && !Guid.TryParse(given, out _), "client_id must be printable ASCII and no UUID.");
        return given;
    }

    private List<string> ReadUris(MetadataReader members, string name, string applicationType)
    {
        var uris = members.Texts(name, 50);
        foreach (var uri in uris)
        {
            if (WhyNot(uri, applicationType) is { } reason)
            {
                members.Refuse($"A member of {name} {reason}.");
                members.RedirectUrisAtFault |= name == "redirect_uris";
            }
        }

        return uris;
    }

    private static List<string> ReadScopes(MetadataReader members, string scope)
    {
        var scopes = ScopeList.Read(scope);
        members.Require(scopes is not null, "scope holds characters RFC 6749 section 3.3 does not allow, or nothing.");
        return scopes ?? [];
    }

    private static void Judge(MetadataReader members, Client client)
    {
        members.Require(!client.MayUse(GrantTypes.AuthorizationCode) || client.RedirectUris.Count > 0, "redirect_uris is empty, but authorization_code needs one.");
        members.Require(!client.IsPublic || !client.GrantTypes.Exists(GrantTypes.NeedProof), "One of grant_types is only for clients that prove themselves.");
        members.Require(!client.IsPublic || client.RequirePkce, "A public client cannot be exempted from PKCE.");
        members.Require(
            !client.MayUse(GrantTypes.RefreshToken) || client.MayUse(GrantTypes.AuthorizationCode) || client.MayUse(GrantTypes.DeviceCode) || client.MayUse(GrantTypes.Ciba),
            "refresh_token needs authorization_code, device_code or ciba beside it.");
    }

    private string? ReadSecret(MetadataReader members, Client client, Client? before)
    {
        var given = members.Text("client_secret", 256);
        if (!ClientAuthenticationMethods.HaveSecret(client.TokenEndpointAuthMethod))
        {
            members.Require(given is null, $"A client of {client.TokenEndpointAuthMethod} has no client_secret.");
            return null;
        }

        var signs = client.TokenEndpointAuthMethod == ClientAuthenticationMethods.SecretJwt;
        if (before?.SecretHash is { } known && (before.SealedSecret is not null || !signs))
        {
            (client.SecretHash, client.SealedSecret) = (known, signs ? before.SealedSecret : null);
            return null;
        }

        members.Require(given is null || !given.AsSpan().ContainsAnyExceptInRange(' ', '~'), "client_secret must be printable ASCII.");
        var secret = given ?? ClientSecret.GenerateFor(client);
        members.Require(!signs || MacAlgorithm.Find(client.Metadata.TokenEndpointAuthSigningAlg) is not { } mac || secret.Length >= mac.Bytes, "client_secret is too short for token_endpoint_auth_signing_alg.");
        secrets.Set(client, secret);
        return secret;
    }
}
