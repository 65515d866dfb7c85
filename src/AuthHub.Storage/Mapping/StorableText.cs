using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace AuthHub.Storage.Mapping;

/// <summary>
/// The one rule for text: what the database cannot hold as it is (NUL, half a surrogate pair, more than the column
/// takes) is refused with an <see cref="ArgumentException"/> before anything is sent, and never found when looked for.
/// </summary>
internal static class StorableText
{
    public static bool Is(string? text)
    {
        for (var i = 0; i < (text?.Length ?? 0); i++)
        {
            var bad = char.IsHighSurrogate(text![i]) ? !(++i < text.Length && char.IsLowSurrogate(text[i])) : char.IsLowSurrogate(text[i]);
            if (bad || text[i] == '\0')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Checks a text that an update writes without the change tracker.</summary>
    public static void Require(string? text, int maxLength, string name)
    {
        if (!Is(text))
        {
            throw new ArgumentException($"{name} holds a character that cannot be stored.", name);
        }

        if (text?.Length > maxLength)
        {
            throw new ArgumentException($"{name} is longer than {maxLength} characters.", name);
        }
    }

    /// <summary>Checks everything that is about to be saved.</summary>
    public static void Require(ChangeTracker tracker)
    {
        foreach (var entry in tracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified))
        {
            foreach (var property in entry.Properties)
            {
                Require(property);
            }
        }
    }

    private static void Require(PropertyEntry property)
    {
        var name = property.Metadata.Name;
        if (property.CurrentValue is string text)
        {
            Require(text, property.Metadata.GetMaxLength() ?? int.MaxValue, name);
        }
        else if (property.CurrentValue is IEnumerable<string> texts)
        {
            foreach (var one in texts)
            {
                Require(one, property.Metadata.GetElementType()?.GetMaxLength() ?? int.MaxValue, name);
            }
        }
    }
}
