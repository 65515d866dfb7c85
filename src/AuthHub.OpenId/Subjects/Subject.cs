namespace AuthHub.OpenId.Subjects;

/// <summary>A person as tokens know her.</summary>
/// <param name="Sub">The <c>sub</c> claim.</param>
/// <param name="Active">False when disabled: nothing is issued or confirmed for her.</param>
/// <param name="SessionAlive">Whether the session asked about still lives.</param>
/// <param name="DemandMet">False when the client or her roles demand more by now than was proved for the authorization.</param>
/// <param name="SecurityVersion">Must equal the stamp of the authorization in use (law L11).</param>
/// <param name="Claims">
/// Claim name to value: string, bool, long, string[] or a nested dictionary of these (<c>address</c>). All that is known, such as name,
/// given_name, preferred_username, email, email_verified, locale, phone_number, roles, groups; the scopes decide what is told.
/// </param>
public sealed record Subject(string Sub, bool Active, bool SessionAlive, bool DemandMet, int SecurityVersion, IReadOnlyDictionary<string, object> Claims);
