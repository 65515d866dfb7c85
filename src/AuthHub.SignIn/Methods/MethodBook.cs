using AuthHub.Flows;

namespace AuthHub.SignIn.Methods;

/// <summary>The verification methods of this installation, by name and in order.</summary>
public sealed class MethodBook(IEnumerable<IVerificationMethod> methods)
{
    private readonly Dictionary<string, IVerificationMethod> byName =
        methods.OrderBy(method => method.Info.Order).ToDictionary(method => method.Info.Name, StringComparer.Ordinal);

    /// <summary>All but the password, in the order to show them.</summary>
    public IEnumerable<IVerificationMethod> SecondFactors => byName.Values.Where(method => method.Info.Name != Flow.Password);

    public IVerificationMethod? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The method with this name; throws for one that is not installed (callers pass names they were given by the engine).</summary>
    public IVerificationMethod this[string name] => byName[name];
}
