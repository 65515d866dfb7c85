using Microsoft.Playwright;

namespace AuthHub.Browser.Tests.Support;

/// <summary>Chromium's virtual authenticator (WebAuthn section 11).</summary>
public sealed class VirtualAuthenticator(ICDPSession session, string id)
{
    public static async Task<VirtualAuthenticator> AddAsync(ICDPSession session, bool isBuiltIn)
    {
        await session.SendAsync("WebAuthn.enable");
        var answer = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = isBuiltIn ? "internal" : "usb",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = isBuiltIn,
                ["isUserVerified"] = isBuiltIn,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new VirtualAuthenticator(session, answer!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Whether the next fingerprint or PIN is the right one.</summary>
    public Task SetUserVerifiedAsync(bool isVerified) =>
        session.SendAsync("WebAuthn.setUserVerified", new Dictionary<string, object> { ["authenticatorId"] = id, ["isUserVerified"] = isVerified });

    public Task RemoveAsync() =>
        session.SendAsync("WebAuthn.removeVirtualAuthenticator", new Dictionary<string, object> { ["authenticatorId"] = id });
}
