using System.Buffers;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Dpop;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Registration;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tokens;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints;

/// <summary>What this server offers, exactly (OpenID Connect Discovery section 3, RFC 8414 section 2). Written once.</summary>
internal sealed class DiscoveryDocument
{
    public DiscoveryDocument(IOptions<OpenIdSettings> settings, GrantCatalog grants)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteAddresses(writer, settings.Value);
            WriteOffers(writer, settings.Value, grants);
            writer.WriteEndObject();
        }

        Document = buffer.WrittenMemory;
    }

    public ReadOnlyMemory<byte> Document { get; }

    private static void WriteAddresses(Utf8JsonWriter writer, OpenIdSettings settings)
    {
        var root = settings.Issuer.TrimEnd('/');
        writer.WriteString("issuer", settings.Issuer);
        writer.WriteString("authorization_endpoint", root + OpenIdRoutes.Authorize);
        writer.WriteString("pushed_authorization_request_endpoint", root + OpenIdRoutes.PushedAuthorization);
        writer.WriteString("device_authorization_endpoint", root + OpenIdRoutes.Device);
        writer.WriteString("backchannel_authentication_endpoint", root + OpenIdRoutes.BackchannelAuthentication);
        writer.WriteString("token_endpoint", root + OpenIdRoutes.Token);
        writer.WriteString("userinfo_endpoint", root + OpenIdRoutes.UserInfo);
        writer.WriteString("jwks_uri", root + OpenIdRoutes.Jwks);
        writer.WriteString("introspection_endpoint", root + OpenIdRoutes.Introspect);
        writer.WriteString("revocation_endpoint", root + OpenIdRoutes.Revoke);
        writer.WriteString("end_session_endpoint", root + OpenIdRoutes.EndSession);
        if (settings.SessionManagement)
        {
            writer.WriteString("check_session_iframe", root + OpenIdRoutes.CheckSession);
        }

        if (settings.Registration != RegistrationAccess.Off)
        {
            writer.WriteString("registration_endpoint", root + OpenIdRoutes.Register);
        }

        if (settings.MutualTls.IsOn)
        {
            WriteAliases(writer, settings.MutualTls.RootFor(settings.Issuer));
        }
    }

    /// <summary>RFC 8705 section 5: where clients with certificates go instead.</summary>
    private static void WriteAliases(Utf8JsonWriter writer, string root)
    {
        writer.WriteStartObject("mtls_endpoint_aliases");
        writer.WriteString("device_authorization_endpoint", root + OpenIdRoutes.Device);
        writer.WriteString("backchannel_authentication_endpoint", root + OpenIdRoutes.BackchannelAuthentication);
        writer.WriteString("pushed_authorization_request_endpoint", root + OpenIdRoutes.PushedAuthorization);
        writer.WriteString("token_endpoint", root + OpenIdRoutes.Token);
        writer.WriteString("userinfo_endpoint", root + OpenIdRoutes.UserInfo);
        writer.WriteString("introspection_endpoint", root + OpenIdRoutes.Introspect);
        writer.WriteString("revocation_endpoint", root + OpenIdRoutes.Revoke);
        writer.WriteEndObject();
    }

    private static void WriteOffers(Utf8JsonWriter writer, OpenIdSettings settings, GrantCatalog grants)
    {
        ClaimWriter.Write(writer, "scopes_supported", Scopes.All);
        ClaimWriter.Write(writer, "response_types_supported", ResponseType.All.Select(t => t.Name));
        ClaimWriter.Write(writer, "response_modes_supported", ResponseModes.All);
        ClaimWriter.Write(writer, "grant_types_supported", grants.Names.Where(name => name != GrantTypes.JwtBearer || settings.TrustedIssuers.Count > 0).Append(GrantTypes.Implicit));
        ClaimWriter.Write(writer, "backchannel_token_delivery_modes_supported", DeliveryModes.All);
        ClaimWriter.Write(writer, "backchannel_authentication_request_signing_alg_values_supported", RequestObjects.Algorithms.Select(a => a.Name));
        ClaimWriter.Write(writer, "backchannel_user_code_parameter_supported", false);
        ClaimWriter.Write(writer, "subject_types_supported", SubjectMetadata.Types);
        ClaimWriter.Write(writer, "id_token_signing_alg_values_supported", SignatureAlgorithm.Ours.Select(a => a.Name));
        ClaimWriter.Write(writer, "authorization_signing_alg_values_supported", SignatureAlgorithm.Ours.Select(a => a.Name));
        ClaimWriter.Write(writer, "authorization_encryption_alg_values_supported", EncryptedResponse.Algorithms);
        ClaimWriter.Write(writer, "authorization_encryption_enc_values_supported", EncryptedResponse.Encryptions);
        ClaimWriter.Write(writer, "id_token_encryption_alg_values_supported", EncryptedResponse.Algorithms);
        ClaimWriter.Write(writer, "id_token_encryption_enc_values_supported", EncryptedResponse.Encryptions);
        ClaimWriter.Write(writer, "userinfo_signing_alg_values_supported", SignatureAlgorithm.Ours.Select(a => a.Name));
        ClaimWriter.Write(writer, "userinfo_encryption_alg_values_supported", EncryptedResponse.Algorithms);
        ClaimWriter.Write(writer, "userinfo_encryption_enc_values_supported", EncryptedResponse.Encryptions);
        ClaimWriter.Write(writer, "token_endpoint_auth_methods_supported", ClientAuthenticationMethods.Offered(settings));
        ClaimWriter.Write(writer, "token_endpoint_auth_signing_alg_values_supported", AuthenticationMetadata.Algorithms);
        ClaimWriter.Write(writer, "revocation_endpoint_auth_methods_supported", ClientAuthenticationMethods.Offered(settings));
        ClaimWriter.Write(writer, "revocation_endpoint_auth_signing_alg_values_supported", AuthenticationMetadata.Algorithms);
        ClaimWriter.Write(writer, "introspection_endpoint_auth_methods_supported", ClientAuthenticationMethods.Offered(settings).Where(m => m != ClientAuthenticationMethods.None));
        ClaimWriter.Write(writer, "introspection_endpoint_auth_signing_alg_values_supported", AuthenticationMetadata.Algorithms);
        ClaimWriter.Write(writer, "introspection_signing_alg_values_supported", SignatureAlgorithm.Ours.Select(a => a.Name));
        ClaimWriter.Write(writer, "introspection_encryption_alg_values_supported", EncryptedResponse.Algorithms);
        ClaimWriter.Write(writer, "introspection_encryption_enc_values_supported", EncryptedResponse.Encryptions);
        ClaimWriter.Write(writer, "dpop_signing_alg_values_supported", DpopProofs.AlgorithmNames);
        ClaimWriter.Write(writer, "tls_client_certificate_bound_access_tokens", settings.MutualTls.IsOn);
        ClaimWriter.Write(writer, "code_challenge_methods_supported", List(Pkce.Method));
        ClaimWriter.Write(writer, "prompt_values_supported", AuthorizationRules.PromptsOffered);
        ClaimWriter.Write(writer, "claim_types_supported", List("normal"));
        ClaimWriter.Write(writer, "claims_supported", ClaimNames.All.Prepend("sub").Concat(List("acr", "amr", "auth_time", "sid")));
        ClaimWriter.Write(writer, "claims_parameter_supported", true);
        ClaimWriter.Write(writer, "request_parameter_supported", true);
        ClaimWriter.Write(writer, "request_uri_parameter_supported", true);
        ClaimWriter.Write(writer, "require_request_uri_registration", true);
        ClaimWriter.Write(writer, "request_object_signing_alg_values_supported", RequestObjects.Algorithms.Select(a => a.Name));
        ClaimWriter.Write(writer, "request_object_encryption_alg_values_supported", EncryptedResponse.Algorithms);
        ClaimWriter.Write(writer, "request_object_encryption_enc_values_supported", EncryptedResponse.Encryptions);
        ClaimWriter.Write(writer, "authorization_response_iss_parameter_supported", true);
        ClaimWriter.Write(writer, "frontchannel_logout_supported", true);
        ClaimWriter.Write(writer, "frontchannel_logout_session_supported", true);
        ClaimWriter.Write(writer, "backchannel_logout_supported", true);
        ClaimWriter.Write(writer, "backchannel_logout_session_supported", true);
        if (settings.AuthorizationDetails.Count > 0)
        {
            ClaimWriter.Write(writer, "authorization_details_types_supported", settings.AuthorizationDetails.Select(type => type.Type));
        }

        if (settings.AcrValues.Count > 0)
        {
            ClaimWriter.Write(writer, "acr_values_supported", settings.AcrValues);
        }

        if (settings.UiLocales.Count > 0)
        {
            ClaimWriter.Write(writer, "ui_locales_supported", settings.UiLocales);
        }
    }

    private static string[] List(params string[] values) => values;
}
