using System.Text.Json.Serialization;

namespace AuthHub.SignIn.Runs;

[JsonSerializable(typeof(RunTicket))]
[JsonSerializable(typeof(RunMemory))]
internal sealed partial class RunJson : JsonSerializerContext;
