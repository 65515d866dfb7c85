using System.Security.Cryptography;
using System.Text;
using AuthHub.Flows;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using Microsoft.Extensions.Options;

namespace AuthHub.SignIn.Users;

/// <summary>Makes what the flow engine may know of a person out of what is stored about her now.</summary>
public sealed class Persons(IEnumerable<IVerificationMethod> methods, IOptions<SignInSettings> settings)
{
    private static readonly string[] NeverForAdministrators = ["sms"];

    private readonly IReadOnlyList<MethodInfo> second =
        [.. methods.Select(method => method.Info).Where(info => info.Name != Flow.Password).OrderBy(info => info.Order)];

    public Person Of(User user, IEnumerable<Authenticator> authenticators)
    {
        var infos = methods.ToDictionary(method => method.Info.Name, method => method.Info, StringComparer.Ordinal);
        BoundMethod[] bound =
        [
            .. authenticators.Select(one => infos.TryGetValue(one.Method, out var info)
                ? new BoundMethod(one.Method, one.Id, info.Factor, info.Channel, one.Method != Flow.Password && one.Failures >= settings.Value.FailuresToLock, one.LastUsedAt)
                // Of a method this server does not know (an upgrade half done): it proves nothing here, but it stays a factor she has (law L6).
                : new BoundMethod(one.Method, one.Id, Factor.Possession, one.Method, Locked: true, one.LastUsedAt)),
        ];

        var demand = RoleDemand(user);
        if (bound.Any(one => one.Method != Flow.Password))
        {
            // Who has set up a second factor is always asked for it (S-136).
            demand = demand.And(Demand.AtLeast(Strength.Medium));
        }

        return new Person
        {
            Id = user.Id,
            SecurityVersion = user.SecurityVersion,
            Demand = demand,
            Bound = [.. bound],
            MayEnrol = [.. second.Where(info => info.SelfEnrolment && Counts(info.Name, demand)).Select(info => new OfferedMethod(info.Name, info.Factor, info.Channel))],
        };
    }

    /// <summary>Somebody nobody knows: walks the same way, never passes (law L13).</summary>
    public static Person Decoy(string canonicalIdentifier) => new()
    {
        Id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalIdentifier)).AsSpan(0, 16)),
        IsDecoy = true,
    };

    /// <summary>What her roles demand of every sign-in.</summary>
    public Demand RoleDemand(User user)
    {
        var demand = Demand.Nothing;
        if (user.IsAdministrator)
        {
            demand = Demand.AtLeast(Strength.Medium)
                .And(Demand.OneOf(second.Select(info => info.Name).Except(NeverForAdministrators)));
        }

        foreach (var policy in user.Roles.Select(role => settings.Value.Roles.GetValueOrDefault(role)).OfType<RolePolicy>())
        {
            // An unknown word demands the most there is (law L6).
            demand = policy.Level is null ? demand : demand.And(Demand.AtLeast(Acr.Parse(policy.Level) ?? Strength.Medium));
            demand = policy.Methods.Count == 0 ? demand : demand.And(Demand.AtLeast(Strength.Medium)).And(Demand.OneOf(policy.Methods));
        }

        return demand;
    }

    /// <summary>Methods of which she must keep one (law L12); null where nothing compels her.</summary>
    public IReadOnlyCollection<string>? MustKeepOneOf(User user)
    {
        var demand = RoleDemand(user);
        return demand.Groups.IsEmpty ? null : [.. second.Select(info => info.Name).Where(name => Counts(name, demand))];
    }

    private static bool Counts(string method, Demand demand) =>
        demand.Groups.OfType<DemandGroup.OneOf>().All(group => group.Methods.Contains(method));
}
