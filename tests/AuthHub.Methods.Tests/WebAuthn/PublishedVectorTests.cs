using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.Methods.Tests.Shared;
using AuthHub.Methods.WebAuthn;
using AuthHub.SignIn.Methods;

namespace AuthHub.Methods.Tests.WebAuthn;

/// <summary>The registration and authentication pairs of WebAuthn level 3 section 16, through the whole method.</summary>
public sealed class PublishedVectorTests
{
    [Theory]
    [InlineData("none-es256", "key", "Anonymous")]
    [InlineData("packed-self-es256", "key", "Anonymous")]
    [InlineData("none-es256-long-credential-id", "key", "Anonymous")]
    [InlineData("packed-es256", "key", "Signed")]
    [InlineData("packed-es384", "key", "Signed")]
    [InlineData("packed-es512", "key", "Signed")]
    [InlineData("packed-rs256", "key", "Signed")]
    [InlineData("fido-u2f-es256", "key", "Signed")]
    [InlineData("tpm-es256", "platform", "Unchecked")]
    [InlineData("android-key-es256", "key", "Unchecked")]
    [InlineData("apple-es256", "key", "Unchecked")]
    public async Task Registration_and_sign_in_are_accepted(string id, string kind, string worth)
    {
        var (vector, kit) = Load(id);
        using (kit)
        {
            var enrolled = Assert.IsType<EnrolmentVerdict.Enrolled>(await RegisterAsync(kit, vector, kind));
            Assert.Equal(worth == "Signed", WebAuthnState.Read(enrolled.State).Attested);

            var bound = kit.Bind("webauthn", enrolled);
            var sign = vector.GetProperty("authentication");
            var method = kit.Method("webauthn");
            var asked = Assert.IsType<ChallengeOffer.Asked>(await method.ChallengeAsync(kit.Verifying(bound), MethodResponse.Empty, default));
            var state = WebAuthnAsked.Read(asked.State);
            var fixedState = state with { State = WithChallenge(state.State, sign) };
            var answer = Kit.Form(("credential", Credential(vector, sign, "authenticatorData", "signature")));
            Assert.IsType<Verdict.Accepted>(await method.VerifyAsync(kit.Verifying(bound), bound, fixedState.Write(), answer, default));
        }
    }

    [Theory]      // Embedded pages, and algorithms that are not offered.
    [InlineData("none-es256-crossOrigin")]
    [InlineData("none-es256-topOrigin")]
    [InlineData("packed-eddsa")]
    [InlineData("packed-ed448")]
    public async Task What_is_not_offered_is_refused(string id)
    {
        var (vector, kit) = Load(id);
        using (kit)
        {
            Assert.IsType<EnrolmentVerdict.Rejected>(await RegisterAsync(kit, vector, "key"));
        }
    }

    private static (JsonElement Vector, Kit Kit) Load(string id)
    {
        var file = Vectors.Json("webauthn/webauthn-l3-test-vectors.json");
        var vector = file.GetProperty("vectors").EnumerateArray().Single(entry => entry.GetProperty("id").GetString() == id);
        var kit = new Kit(
            ("Methods:webauthn:RpId", file.GetProperty("rpId").GetString()!),
            ("Methods:webauthn:Origins:0", file.GetProperty("origin").GetString()!));
        return (vector, kit);
    }

    private static async Task<EnrolmentVerdict> RegisterAsync(Kit kit, JsonElement vector, string kind)
    {
        var register = vector.GetProperty("registration");
        var method = kit.Method("webauthn");
        var pending = WebAuthnPending.Read(await method.BeginEnrolmentAsync(kit.Enrolling(), default));
        pending = pending with { KeyState = WithChallenge(pending.KeyState, register), PlatformState = WithChallenge(pending.PlatformState, register) };
        var answer = Kit.Form(("label", "Vector"), ("kind", kind), ("credential", Credential(vector, register, "attestationObject")));
        return await method.FinishEnrolmentAsync(kit.Enrolling(), pending.Write(), answer, default);
    }

    /// <summary>The published challenge in place of ours.</summary>
    private static string WithChallenge(string state, JsonElement part)
    {
        var json = JsonNode.Parse(state)!.AsObject();
        var name = json.Select(member => member.Key).Single(key => key.Equals("challenge", StringComparison.OrdinalIgnoreCase));
        var bytes = Hex(part, "challenge");
        json[name] = ((string)json[name]!).Contains('=', StringComparison.Ordinal) ? Convert.ToBase64String(bytes) : Base64Url.EncodeToString(bytes);
        return json.ToJsonString();
    }

    private static string Credential(JsonElement vector, JsonElement part, params string[] fields)
    {
        var id = Base64Url.EncodeToString(Hex(vector.GetProperty("registration"), "credential_id"));
        var response = new JsonObject { ["clientDataJSON"] = Base64Url.EncodeToString(Hex(part, "clientDataJSON")) };
        foreach (var field in fields)
        {
            response[field] = Base64Url.EncodeToString(Hex(part, field));
        }

        return new JsonObject { ["id"] = id, ["rawId"] = id, ["type"] = "public-key", ["clientExtensionResults"] = new JsonObject(), ["response"] = response }.ToJsonString();
    }

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
