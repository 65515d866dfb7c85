using AuthHub.Flows;
using AuthHub.SignIn.Methods;

namespace AuthHub.Web.OpenId;

/// <summary>
/// What an app demands of everybody, as written in its registration: words separated by blanks, each a level
/// (<c>basic</c>, <c>medium</c>) or the name of a verification method; several methods mean one of them.
/// </summary>
public static class ClientDemand
{
    public static Demand Parse(string? text)
    {
        var words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var demand = words.Select(Acr.Parse).OfType<Strength>().Aggregate(Demand.Nothing, (sum, level) => sum.And(Demand.AtLeast(level)));
        var methods = words.Where(word => Acr.Parse(word) is null).ToArray();
        return methods.Length == 0 ? demand : demand.And(Demand.AtLeast(Strength.Medium)).And(Demand.OneOf(methods));
    }

    /// <summary>The words that are neither a level nor a method somebody could prove with: an app that demands them lets nobody in.</summary>
    public static IReadOnlyList<string> Unknown(string? text, MethodBook methods) =>
        [.. (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => Acr.Parse(word) is null && methods.SecondFactors.All(method => method.Info.Name != word))];
}
