using AuthHub.SignIn.Users;

namespace AuthHub.Web.OpenId;

/// <summary>The <c>sub</c> of a person: her id, never reused (OpenID Connect Core section 2).</summary>
internal static class SubjectId
{
    public static string Of(User user) => user.Id.ToString("N");

    public static Guid? Parse(string subject) => Guid.TryParseExact(subject, "N", out var id) ? id : null;
}
