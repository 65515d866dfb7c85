namespace AuthHub.Storage.Mapping;

/// <summary>Longest texts of columns that several aggregates share.</summary>
internal static class Lengths
{
    public const int Method = 32;
    public const int Address = 64;
    public const int Label = 100;
    public const int ClientId = 200;
}
