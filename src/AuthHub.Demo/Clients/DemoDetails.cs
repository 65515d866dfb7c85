using AuthHub.OpenId.Details;

namespace AuthHub.Demo.Clients;

/// <summary>The types of authorization details the demo knows: the two examples of RFC 9396 section 2.</summary>
internal static class DemoDetails
{
    public static void AddTo(IList<DetailType> types)
    {
        types.Add(new DetailType
        {
            Type = "payment_initiation",
            Words = "Pay {instructedAmount.amount} {instructedAmount.currency} to {creditorName}",
            Members =
            {
                Texts("actions", "initiate", "status", "cancel"),
                Texts("locations"),
                new DetailMember { Name = "instructedAmount", Kind = DetailKind.Object, Required = true, Members = { Text("currency", required: true), Text("amount", required: true) } },
                Text("creditorName", required: true),
                new DetailMember { Name = "creditorAccount", Kind = DetailKind.Object, Members = { Text("bic"), Text("iban") } },
                Text("remittanceInformationUnstructured"),
            },
        });
        types.Add(new DetailType
        {
            Type = "account_information",
            Words = "See your bank accounts: {actions}",
            Members = { Texts("actions", "list_accounts", "read_balances", "read_transactions"), Texts("locations"), Texts("datatypes"), Text("identifier") },
        });
    }

    private static DetailMember Text(string name, bool required = false) => new() { Name = name, Required = required };

    private static DetailMember Texts(string name, params string[] values)
    {
        var member = new DetailMember { Name = name, Kind = DetailKind.Texts };
        foreach (var value in values)
        {
            member.Values.Add(value);
        }

        return member;
    }
}
