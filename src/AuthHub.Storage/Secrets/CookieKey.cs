using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage.Secrets;

/// <summary>One key of ASP.NET Core's data protection (cookies, antiforgery), sealed.</summary>
internal sealed class CookieKey
{
    public required Guid Id { get; init; }

    public required byte[] SealedXml { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Table <c>data_protection_keys</c>.</summary>
internal sealed class CookieKeyMapping : IEntityTypeConfiguration<CookieKey>
{
    public void Configure(EntityTypeBuilder<CookieKey> builder)
    {
        builder.ToTable("data_protection_keys");
        builder.Property(k => k.Id).ValueGeneratedNever();
    }
}
