using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using AuthHub.Flows;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;

namespace AuthHub.Web.Tests.Laws;

/// <summary>Laws that are about who may call what, read out of the compiled code.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Ours = ["AuthHub.Flows", "AuthHub.SignIn", "AuthHub.Methods", "AuthHub.OpenId", "AuthHub.Storage", "AuthHub.Storage.PostgreSql", "AuthHub.Web", "AuthHub.Jose"];

    [Fact]
    public void L01_Only_the_door_makes_a_session() =>
        Assert.Equal([nameof(Door)], CallersOf(typeof(ISessions).FullName!, nameof(ISessions.AddAsync)).Distinct());

    /// <summary>One exception to law L1 is known: the account page gives the factor just bound, or the password just changed, to the session it was done in.</summary>
    [Fact]
    public void L01_Only_the_door_and_a_change_of_ones_own_factors_raise_a_session() =>
        Assert.Equal([nameof(Door), "SessionKeeping"], CallersOf(typeof(ISessions).FullName!, nameof(ISessions.StepUpAsync)).Distinct().Order());

    [Fact]
    public void L01_Only_the_door_completes_a_run() =>
        Assert.Equal([nameof(Door)], CallersOf(typeof(IRuns).FullName!, nameof(IRuns.CompleteAsync)).Distinct());

    /// <summary>The engine imagines proofs to see what would do, and RunJson reads back what a stored run holds.</summary>
    [Fact]
    public void L07_Only_verifiers_build_a_proof() =>
        Assert.Equal(["AuthenticatorUse", "Engine", "Enrolment", "RunJson"], CallersOf(typeof(Proof).FullName!, ".ctor").Where(type => type != nameof(Proof)).Distinct().Order());

    [Fact]
    public void L07_Only_the_engine_adds_a_proof_to_a_run() =>
        Assert.Equal(["Engine", "RunOpener"], CallersOf(typeof(FlowState).FullName!, "set_Proofs").Where(type => type is not (nameof(FlowState) or "Authentications")).Distinct().Order());

    [Fact]
    public void The_halves_do_not_know_each_other()
    {
        Assert.DoesNotContain(References("AuthHub.OpenId"), name => name is "AuthHub.SignIn" or "AuthHub.Flows" or "AuthHub.Methods" or "AuthHub.Storage" or "AuthHub.Web");
        Assert.DoesNotContain(References("AuthHub.SignIn"), name => name is "AuthHub.OpenId" or "AuthHub.Jose" or "AuthHub.Methods" or "AuthHub.Storage" or "AuthHub.Web");
        Assert.DoesNotContain(References("AuthHub.Flows"), name => name.StartsWith("AuthHub", StringComparison.Ordinal) || name.StartsWith("Microsoft", StringComparison.Ordinal));
    }

    private static IEnumerable<string> References(string assembly) => Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!);

    /// <summary>The outermost types in whose code a member of a type is called or taken.</summary>
    private static List<string> CallersOf(string type, string member)
    {
        List<string> callers = [];
        foreach (var assembly in Ours)
        {
            using var file = new PEReader(File.OpenRead(Assembly.Load(assembly).Location));
            var reader = file.GetMetadataReader();
            var tokens = TokensOf(reader, type, member);
            foreach (var method in reader.MethodDefinitions.Select(reader.GetMethodDefinition).Where(method => method.RelativeVirtualAddress != 0))
            {
                var body = file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
                if (tokens.Any(token => body.AsSpan().IndexOf(BitConverter.GetBytes(token)) >= 0))
                {
                    callers.Add(Outermost(reader, method.GetDeclaringType()));
                }
            }
        }

        return callers;
    }

    private static List<int> TokensOf(MetadataReader reader, string type, string member)
    {
        bool Is(StringHandle space, StringHandle name) => $"{reader.GetString(space)}.{reader.GetString(name)}" == type;
        var defined = reader.MethodDefinitions.Where(handle => reader.GetMethodDefinition(handle) is var method && reader.StringComparer.Equals(method.Name, member)
            && reader.GetTypeDefinition(method.GetDeclaringType()) is var owner && Is(owner.Namespace, owner.Name)).Select(handle => MetadataTokens.GetToken(handle));
        var referred = reader.MemberReferences.Where(handle => reader.GetMemberReference(handle) is var reference && reader.StringComparer.Equals(reference.Name, member)
            && reference.Parent.Kind == HandleKind.TypeReference && reader.GetTypeReference((TypeReferenceHandle)reference.Parent) is var owner && Is(owner.Namespace, owner.Name)).Select(handle => MetadataTokens.GetToken(handle));
        return [.. defined, .. referred];
    }

    private static string Outermost(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        while (type.IsNested)
        {
            type = reader.GetTypeDefinition(type.GetDeclaringType());
        }

        return reader.GetString(type.Name);
    }
}
