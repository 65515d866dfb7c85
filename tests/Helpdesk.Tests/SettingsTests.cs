using Helpdesk.Tests.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Helpdesk.Tests;

public sealed class SettingsTests(PostgresCluster postgres)
{
    [Theory]
    [InlineData("Helpdesk:Authority", "")]
    [InlineData("Helpdesk:Authority", "authhub")]
    [InlineData("Helpdesk:Authority", "http://authhub.example")]
    [InlineData("Helpdesk:Authority", "https://authhub.example/?x=1")]
    [InlineData("Helpdesk:ClientId", " ")]
    [InlineData("Helpdesk:ClientSecret", "")]
    [InlineData("ConnectionStrings:Helpdesk", "")]
    [InlineData("ConnectionStrings:Helpdesk", "nonsense")]
    [InlineData("ConnectionStrings:Helpdesk", "Host=/tmp")]
    public async Task A_wrong_setting_stops_the_start_with_one_sentence(string name, string value)
    {
        await using var app = HelpdeskApp.Create([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Helpdesk:Authority"] = "https://authhub.example",
                ["Helpdesk:ClientId"] = "helpdesk",
                ["Helpdesk:ClientSecret"] = "secret",
                ["ConnectionStrings:Helpdesk"] = postgres.ConnectionString("settings"),
                [name] = value,
            });
        });

        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.StartsWith(name, wrong.Message);
        Assert.Single(wrong.Failures);
    }
}
