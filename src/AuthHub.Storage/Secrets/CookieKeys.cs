using System.Text;
using System.Xml.Linq;
using AuthHub.SignIn.Authenticators;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.Storage.Secrets;

/// <summary>Keeps the keys of cookies in the database, so that every node reads every cookie; each is sealed whole under the master key.</summary>
internal sealed class CookieKeys(IServiceScopeFactory scopes, ISecretBox box, TimeProvider clock) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = this;
        options.XmlEncryptor = new NullXmlEncryptor(); // The repository seals.
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var rows = scope.ServiceProvider.GetRequiredService<AuthHubDb>().Set<CookieKey>().AsNoTracking().OrderBy(k => k.CreatedAt).ToList();
        return [.. rows.Select(row => XElement.Parse(Encoding.UTF8.GetString(box.Open(row.SealedXml, Context(row.Id)))))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthHubDb>();
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var xml = element.ToString(SaveOptions.DisableFormatting);
        db.Add(new CookieKey { Id = id, SealedXml = box.Seal(Encoding.UTF8.GetBytes(xml), Context(id)), CreatedAt = now });
        db.SaveChanges();
    }

    private static string Context(Guid id) => $"data-protection-key:{id}";
}
