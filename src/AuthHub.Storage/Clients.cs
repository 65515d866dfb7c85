using AuthHub.OpenId.Clients;
using AuthHub.Storage.Changes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>clients</c>. Tells the catalogue in memory and the other servers of every change made here.</summary>
internal sealed class Clients(AuthHubDb db, ClientCatalog catalog, IChangeNotices notices) : IClients
{
    public async Task<IReadOnlyList<Client>> AllAsync(CancellationToken cancellationToken) =>
        await db.Set<Client>().AsNoTracking().OrderBy(c => c.Name).ThenBy(c => c.ClientId).ToListAsync(cancellationToken);

    public Task<Client?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        db.Set<Client>().AsNoTracking().FirstOrDefaultAsync(c => c.ClientId == clientId, cancellationToken);

    public Task<int> CountSelfRegisteredAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        db.Set<Client>().CountAsync(c => c.RegistrationTokenHash != null && c.CreatedAt >= since, cancellationToken);

    public async Task<bool> AddAsync(Client client, CancellationToken cancellationToken)
    {
        if (await db.Set<Client>().AnyAsync(c => c.ClientId == client.ClientId, cancellationToken))
        {
            return false;
        }

        db.Add(client);
        var added = await db.TrySaveAsync(cancellationToken);
        await TellAsync(cancellationToken);
        return added;
    }

    public Task<bool> ChangeAsync(Client client, CancellationToken cancellationToken) =>
        WriteAsync(db.Set<Client>().Where(c => c.ClientId == client.ClientId), client, cancellationToken);

    public Task<bool> ChangeOwnAsync(Client client, Client before, CancellationToken cancellationToken) => WriteAsync(
        db.Set<Client>().Where(c => c.ClientId == client.ClientId && !c.Disabled
            && c.RegistrationTokenHash == before.RegistrationTokenHash && c.SecretHash == before.SecretHash
            && c.Name == before.Name && c.Demand == before.Demand && c.ConsentRequired == before.ConsentRequired && c.RequirePkce == before.RequirePkce
            && c.RedirectUris == before.RedirectUris && c.GrantTypes == before.GrantTypes && c.Scopes == before.Scopes),
        client,
        cancellationToken);

    private async Task<bool> WriteAsync(IQueryable<Client> which, Client client, CancellationToken cancellationToken)
    {
        var changed = await which.ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.SecretHash, client.SecretHash)
                .SetProperty(c => c.RegistrationTokenHash, client.RegistrationTokenHash)
                .SetProperty(c => c.SealedSecret, client.SealedSecret)
                .SetProperty(c => c.Name, client.Name)
                .SetProperty(c => c.RedirectUris, client.RedirectUris)
                .SetProperty(c => c.PostLogoutRedirectUris, client.PostLogoutRedirectUris)
                .SetProperty(c => c.ApplicationType, client.ApplicationType)
                .SetProperty(c => c.TokenEndpointAuthMethod, client.TokenEndpointAuthMethod)
                .SetProperty(c => c.GrantTypes, client.GrantTypes)
                .SetProperty(c => c.Scopes, client.Scopes)
                .SetProperty(c => c.RequirePkce, client.RequirePkce)
                .SetProperty(c => c.ConsentRequired, client.ConsentRequired)
                .SetProperty(c => c.IdTokenSignedResponseAlg, client.IdTokenSignedResponseAlg)
                .SetProperty(c => c.Demand, client.Demand)
                .SetProperty(c => c.ClientUri, client.ClientUri)
                .SetProperty(c => c.LogoUri, client.LogoUri)
                .SetProperty(c => c.Contacts, client.Contacts)
                .SetProperty(c => c.Metadata, client.Metadata)
                .SetProperty(c => c.Disabled, client.Disabled),
            cancellationToken);
        await TellAsync(cancellationToken);
        return changed == 1;
    }

    public async Task<bool> RenewSecretAsync(Client client, byte[] before, CancellationToken cancellationToken)
    {
        var changed = await db.Set<Client>().Where(c => c.ClientId == client.ClientId && c.SecretHash == before)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.SecretHash, client.SecretHash).SetProperty(c => c.SealedSecret, client.SealedSecret), cancellationToken);
        catalog.Invalidate();
        return changed == 1;
    }

    public async Task<bool> RemoveAsync(string clientId, CancellationToken cancellationToken)
    {
        await db.Set<OpenId.Authorizations.Authorization>().Where(a => a.ClientId == clientId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<OpenId.Tokens.OpaqueToken>().Where(t => t.ClientId == clientId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<OpenId.Consents.Consent>().Where(c => c.ClientId == clientId).ExecuteDeleteAsync(cancellationToken);
        var removed = await db.Set<Client>().Where(c => c.ClientId == clientId).ExecuteDeleteAsync(cancellationToken);
        await TellAsync(cancellationToken);
        return removed == 1;
    }

    private Task TellAsync(CancellationToken cancellationToken)
    {
        catalog.Invalidate();
        return notices.PublishAsync(ChangeTopics.Clients, cancellationToken);
    }

    private sealed class Mapping : IEntityTypeConfiguration<Client>
    {
        public void Configure(EntityTypeBuilder<Client> builder)
        {
            builder.ToTable("clients").HasKey(c => c.ClientId);
            builder.Property(c => c.ClientId).HasColumnName("client_id").HasMaxLength(128);
            builder.Property(c => c.SecretHash).HasColumnName("secret_hash");
            builder.Property(c => c.RegistrationTokenHash).HasColumnName("registration_token_hash").HasMaxLength(32);
            builder.Property(c => c.SealedSecret).HasColumnName("sealed_secret");
            builder.Property(c => c.Name).HasColumnName("name").HasMaxLength(200);
            builder.Property(c => c.RedirectUris).HasColumnName("redirect_uris");
            builder.Property(c => c.PostLogoutRedirectUris).HasColumnName("post_logout_redirect_uris");
            builder.Property(c => c.ApplicationType).HasColumnName("application_type").HasMaxLength(16);
            builder.Property(c => c.TokenEndpointAuthMethod).HasColumnName("token_endpoint_auth_method").HasMaxLength(64);
            builder.Property(c => c.GrantTypes).HasColumnName("grant_types");
            builder.Property(c => c.Scopes).HasColumnName("scopes");
            builder.Property(c => c.RequirePkce).HasColumnName("require_pkce");
            builder.Property(c => c.ConsentRequired).HasColumnName("consent_required");
            builder.Property(c => c.IdTokenSignedResponseAlg).HasColumnName("id_token_signed_response_alg").HasMaxLength(16);
            builder.Property(c => c.Demand).HasColumnName("demand").HasMaxLength(64);
            builder.Property(c => c.ClientUri).HasColumnName("client_uri").HasMaxLength(2000);
            builder.Property(c => c.LogoUri).HasColumnName("logo_uri").HasMaxLength(2000);
            builder.Property(c => c.Contacts).HasColumnName("contacts");
            builder.Property(c => c.Metadata).HasColumnName("metadata").HasConversion(
                metadata => metadata.Write(),
                text => ClientMetadata.Read(text),
                new ValueComparer<ClientMetadata>((a, b) => a!.Write() == b!.Write(), metadata => metadata.Write().GetHashCode(StringComparison.Ordinal), metadata => ClientMetadata.Read(metadata.Write())));
            builder.Property(c => c.Disabled).HasColumnName("disabled");
            builder.Property(c => c.CreatedAt).HasColumnName("created_at");
            builder.Ignore(c => c.IsPublic);
        }
    }
}
