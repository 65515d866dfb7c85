using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthHub.Storage.Secrets;

/// <summary>Says that rows of this database are sealed under the master key with this id; see <see cref="MasterKeyCheck"/>.</summary>
internal sealed class MasterKeyMark
{
    /// <summary>The id that boxes carry, in hexadecimal.</summary>
    public required string KeyId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Table <c>master_key_marks</c>.</summary>
internal sealed class MasterKeyMarkMapping : IEntityTypeConfiguration<MasterKeyMark>
{
    public void Configure(EntityTypeBuilder<MasterKeyMark> builder)
    {
        builder.ToTable("master_key_marks");
        builder.HasKey(m => m.KeyId);
        builder.Property(m => m.KeyId).HasMaxLength(2 * MasterKey.IdSize);
    }
}
