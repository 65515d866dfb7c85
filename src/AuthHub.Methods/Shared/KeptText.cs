using AuthHub.SignIn.Methods;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace AuthHub.Methods.Shared;

/// <summary>What a refused form brought in the fields a method lets the host keep.</summary>
public static class KeptText
{
    /// <summary>Empty where there is nothing.</summary>
    public static MethodResponse Of(ViewDataDictionary view) => view["Kept"] as MethodResponse ?? MethodResponse.Empty;
}
