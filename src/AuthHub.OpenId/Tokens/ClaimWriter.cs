using System.Text.Json;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Subjects;

namespace AuthHub.OpenId.Tokens;

/// <summary>Writes a person's claims as JSON, each in its own type.</summary>
internal static class ClaimWriter
{
    /// <summary>Those claims of the person whose names are asked for; unknown and empty ones are left out (OpenID Connect Core section 5.3.2). Each under the name the client registered for it.</summary>
    public static void Write(Utf8JsonWriter writer, Client client, Subject subject, IReadOnlySet<string> names)
    {
        foreach (var name in names)
        {
            if (subject.Claims.TryGetValue(name, out var value) && value is not "")
            {
                Write(writer, NameFor(client, name), value);
            }
            else if (name == "name")
            {
                // Apps show it on every page and some refuse a person without one (S-058).
                writer.WriteString(NameFor(client, name), subject.Sub);
            }
        }
    }

    public static void Write(Utf8JsonWriter writer, string name, object value)
    {
        writer.WritePropertyName(name);
        WriteValue(writer, value);
    }

    /// <summary>What this client calls the claim.</summary>
    private static string NameFor(Client client, string name) => client.Metadata.ClaimNames?.GetValueOrDefault(name) ?? name;

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool yes:
                writer.WriteBooleanValue(yes);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case IEnumerable<string> texts:
                writer.WriteStartArray();
                foreach (var text in texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
                break;
            case IReadOnlyDictionary<string, object> members:
                writer.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    Write(writer, name, member);
                }

                writer.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"A claim cannot be of type {value.GetType()}.");
        }
    }
}
