using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AuthHub.Storage.Mapping;

/// <summary>Times are stored in UTC, whatever offset they came with; PostgreSQL takes no other.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    time => time.ToUniversalTime(),
    time => time);
