using System.Reflection;
using AuthHub.OpenId.Audit;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>The record of who did what, newest first, by type, person and text.</summary>
public sealed class AuditModel(AdminPageTools tools, IUsers users, AuditLines lines) : AdminPage(tools)
{
    /// <summary>How far back one may leaf; beyond, narrow the list down.</summary>
    private const int LastPage = 1000;

    private static readonly string[] AllTypes =
        [.. new[] { typeof(AuditTypes), typeof(ProtocolAuditTypes) }
            .SelectMany(list => list.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (string)field.GetRawConstantValue()!).Distinct()];

    public IReadOnlyList<(string Type, string Words)> Types =>
        [.. AllTypes.Select(type => (type, lines.WordsOf(type) ?? type)).OrderBy(one => one.Item2, StringComparer.CurrentCulture)];

    public string? Type { get; private set; }

    public string? Person { get; private set; }

    /// <summary>What the detail contains, such as the number of an error page.</summary>
    public string? Text { get; private set; }

    /// <summary>A person was asked for whom nobody knows.</summary>
    public bool IsNobody { get; private set; }

    public IReadOnlyList<AuditLine> Lines { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(string? type, string? person, string? text, [FromQuery(Name = "page")] string? asked)
    {
        var cancel = HttpContext.RequestAborted;
        Type = AllTypes.Contains(type) ? type : null;
        Person = person?.Trim();
        Text = text?.Trim();
        var number = Clamp(asked, LastPage);
        var wanted = string.IsNullOrEmpty(Person) || Identifier.Canonical(Person) is not { } name ? null : await users.FindByIdentifierAsync(name, cancel);
        IsNobody = !string.IsNullOrEmpty(Person) && wanted is null;
        var read = IsNobody ? [] : await lines.ReadAsync(new AuditFilter(Type, wanted?.Id, Text), (number - 1) * PageSize, PageSize + 1, cancel);
        Lines = [.. read.Take(PageSize)];
        Pager = new Pager("/admin/audit", new Dictionary<string, string?> { ["type"] = Type, ["person"] = Person, ["text"] = Text }, number, read.Count > PageSize && number < LastPage);
    }
}
