using AuthHub.Methods.Tests.Shared;
using AuthHub.Methods.WebAuthn;
using AuthHub.SignIn.Methods;

namespace AuthHub.Methods.Tests.WebAuthn;

/// <summary>One whole registration with a software key.</summary>
internal static class Registration
{
    public static async Task<EnrolmentVerdict> RunAsync(Kit kit, SoftAuthenticator key, string kind = "key", string label = "Blue key")
    {
        var method = kit.Method("webauthn");
        var pending = await method.BeginEnrolmentAsync(kit.Enrolling(), default);
        var page = (WebAuthnEnrolment)await method.ShowEnrolmentAsync(kit.Enrolling(), pending, default);
        var credential = key.Create(kind == "platform" ? page.PlatformOptions! : page.KeyOptions);
        return await method.FinishEnrolmentAsync(kit.Enrolling(), pending, Kit.Form(("credential", credential), ("kind", kind), ("label", label)), default);
    }
}
