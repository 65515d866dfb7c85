using AuthHub.SignIn.Users;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage;

/// <summary>Table <c>users</c>.</summary>
internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    /// <summary>The security version up to which the apps of this person's sessions were told.</summary>
    public const string ToldVersion = "ToldVersion";

    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.Username).HasMaxLength(Identifier.MaxLength);
        builder.Property(u => u.CanonicalUsername).HasMaxLength(Identifier.MaxLength);
        builder.Property(u => u.Email).HasMaxLength(Identifier.MaxLength);
        builder.Property(u => u.CanonicalEmail).HasMaxLength(Identifier.MaxLength);
        builder.Property(u => u.DisplayName).HasMaxLength(200);
        builder.Property(u => u.Locale).HasMaxLength(35);
        builder.Property(u => u.Type).HasMaxLength(32);
        builder.PrimitiveCollection(u => u.Roles).ElementType().HasMaxLength(100);
        builder.Property(u => u.SearchName).UsePropertyAccessMode(PropertyAccessMode.Property);
        builder.Ignore(u => u.IsAdministrator);
        builder.Property<int>(ToldVersion);
        builder.HasIndex(u => u.Id).HasDatabaseName("ix_users_untold").HasFilter("told_version <> security_version");
        builder.HasIndex(u => u.CanonicalUsername).IsUnique();
        builder.HasIndex(u => u.CanonicalEmail).IsUnique();
    }
}

/// <summary>The people in table <c>users</c>.</summary>
internal sealed class Users(AuthHubDb db) : IUsers
{
    private static readonly Func<AuthHubDb, Guid, CancellationToken, Task<User?>> _byId = EF.CompileAsyncQuery(
        (AuthHubDb db, Guid id, CancellationToken _) => db.Set<User>().AsNoTracking().FirstOrDefault(u => u.Id == id));

    private static readonly Func<AuthHubDb, string, CancellationToken, Task<User?>> _byIdentifier = EF.CompileAsyncQuery(
        (AuthHubDb db, string identifier, CancellationToken _) => db.Set<User>().AsNoTracking()
            .Where(u => u.CanonicalUsername == identifier || u.CanonicalEmail == identifier)
            .OrderBy(u => u.CanonicalUsername == identifier ? 0 : 1)
            .FirstOrDefault());

    private IQueryable<User> All => db.Set<User>().AsNoTracking();

    private IQueryable<User> ActiveAdministrators => All.Where(u => !u.Disabled && u.Roles.Contains(WellKnownRoles.Administrator));

    public Task<User?> FindAsync(Guid id, CancellationToken cancellationToken) => _byId(db, id, cancellationToken);

    public async Task<User?> FindByIdentifierAsync(string canonicalIdentifier, CancellationToken cancellationToken) =>
        StorableText.Is(canonicalIdentifier)
            ? await _byIdentifier(db, canonicalIdentifier, cancellationToken)
            : null;

    public Task AddAsync(IReadOnlyCollection<NewUser> users, CancellationToken cancellationToken) =>
        new Transactions(db).RunAsync(
            async token =>
            {
                await RefuseOthersIdentifiersAsync([.. users.Select(u => u.User)], token);
                db.AddRange(users.Select(u => u.User));
                db.AddRange(users.SelectMany(u => u.Authenticators));
                await SaveAsync(token);
                return true;
            },
            cancellationToken);

    public async Task<IReadOnlyList<User>> SearchAsync(string text, int skip, int take, CancellationToken cancellationToken) =>
        StorableText.Is(text)
            ? await Matching(text).OrderBy(u => u.CanonicalUsername).Skip(skip).Take(take).ToListAsync(cancellationToken)
            : [];

    public async Task<int> CountAsync(string text, CancellationToken cancellationToken) =>
        StorableText.Is(text) ? await Matching(text).CountAsync(cancellationToken) : 0;

    public Task BumpSecurityVersionAsync(Guid id, CancellationToken cancellationToken) =>
        All.Where(u => u.Id == id).ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityVersion, u => u.SecurityVersion + 1), cancellationToken);

    public Task<bool> SetDisabledAsync(Guid id, bool disabled, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            user =>
            {
                user.Disabled = disabled;
                user.SecurityVersion++;
            },
            cancellationToken);

    public Task<bool> UpdateAsync(Guid id, Action<User> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            user =>
            {
                var (email, disabled) = (user.CanonicalEmail, user.Disabled);
                change(user);
                user.CanonicalUsername = Identifier.Canonical(user.Username) ?? throw new ArgumentException("The username cannot be anybody's.", nameof(change));
                user.CanonicalEmail = user.Email is null ? null : Identifier.Canonical(user.Email) ?? throw new ArgumentException("The e-mail address cannot be anybody's.", nameof(change));
                user.SecurityVersion += user.CanonicalEmail != email || user.Disabled != disabled ? 1 : 0;
            },
            cancellationToken);

    private IQueryable<User> Matching(string text)
    {
        var plain = Folding.Of(text.Trim()) is { Length: > 0 } folded ? folded : text.Trim();
        var canonical = Identifier.Canonical(text) ?? plain;
        return plain.Length == 0
            ? All
            : All.Where(u => u.CanonicalUsername.Contains(canonical) || u.CanonicalEmail!.Contains(canonical) || u.SearchName.Contains(plain));
    }

    private Task<bool> ChangeAsync(Guid id, Action<User> change, CancellationToken cancellationToken) =>
        new Transactions(db).RunAsync(
            async token =>
            {
                // The update changes nothing but holds the rows until the end, so that two administrators cannot each remove the other (law L12).
                var others = await LockAsync(ActiveAdministrators.Where(u => u.Id != id), token);
                await LockAsync(All.Where(u => u.Id == id), token);
                var user = await db.Set<User>().AsTracking().FirstOrDefaultAsync(u => u.Id == id, token);
                if (user is null)
                {
                    return false;
                }

                try
                {
                    var counted = user is { IsAdministrator: true, Disabled: false };
                    change(user);
                    if (counted && others == 0 && user is not { IsAdministrator: true, Disabled: false })
                    {
                        return false;
                    }

                    await RefuseOthersIdentifiersAsync([user], token);
                    await SaveAsync(token);
                    return true;
                }
                finally
                {
                    db.ChangeTracker.Clear();
                }
            },
            cancellationToken);

    private static Task<int> LockAsync(IQueryable<User> rows, CancellationToken cancellationToken) =>
        rows.ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityVersion, u => u.SecurityVersion), cancellationToken);

    /// <summary>Nobody may be called by what is another person's address, or the other way round.</summary>
    private async Task RefuseOthersIdentifiersAsync(IReadOnlyCollection<User> users, CancellationToken cancellationToken)
    {
        var ids = users.Select(u => u.Id).ToArray();
        string[] names = [.. users.SelectMany(u => new[] { u.CanonicalUsername, u.CanonicalEmail }.OfType<string>().Distinct())];
        if (!names.All(StorableText.Is))
        {
            return; // Saving refuses them with the better sentence.
        }

        if (names.Distinct().Count() < names.Length
            || await All.AnyAsync(u => !ids.Contains(u.Id) && (names.Contains(u.CanonicalUsername) || names.Contains(u.CanonicalEmail)), cancellationToken))
        {
            throw new UserExistsException("A username or e-mail address is already taken.");
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException failure) when (SqlState.IsDuplicate(failure))
        {
            throw new UserExistsException("A username, an e-mail address or an authenticator is already taken.", failure);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
