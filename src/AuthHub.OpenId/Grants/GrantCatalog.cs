namespace AuthHub.OpenId.Grants;

/// <summary>The names of the grants that are on, in the order they were added.</summary>
public sealed class GrantCatalog
{
    private readonly List<string> _names = [];

    public IReadOnlyList<string> Names => _names;

    internal void Add(string name) => _names.Add(name);
}
