using System.Text.Json.Nodes;

namespace AuthHub.Jose.Tests.Differential;

/// <summary>A valid token, how to make others like it, and how both sides judge it.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Header">The protected header of the valid one.</param>
/// <param name="Payload">The payload of the valid one.</param>
/// <param name="Make">Signs or encrypts any header and payload with the right key.</param>
/// <param name="Reads">Which of the two is read as JSON, so that changing it means something.</param>
/// <param name="Judge">The payload AuthHub.Jose believes; null where it refuses.</param>
/// <param name="Question">What npm's jose is asked.</param>
internal sealed record Story(string Name, string Header, string Payload, Func<byte[], byte[], string> Make, JsonRead Reads, Func<string, byte[]?> Judge, Func<string, JsonObject> Question);

/// <summary>Which part of a token its reader understands.</summary>
internal enum JsonRead
{
    Header,
    Payload,
    Both,
}
