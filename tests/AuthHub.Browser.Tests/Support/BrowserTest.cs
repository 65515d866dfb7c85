using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(AuthHub.Browser.Tests.Support.RunningDemo))]
[assembly: AssemblyFixture(typeof(AuthHub.Browser.Tests.Support.Chromium))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace AuthHub.Browser.Tests.Support;

/// <summary>A test in a fresh browser profile. It fails on console errors and on error pages nobody asked for.</summary>
public abstract class BrowserTest(RunningDemo demo, Chromium chromium) : IAsyncLifetime
{
    private readonly List<string> consoleErrors = [];
    private IBrowserContext context = null!;

    protected RunningDemo Demo { get; } = demo;

    protected IPage Page { get; private set; } = null!;

    /// <summary>Parts of console messages a test expects, such as the browser's own line about a 400.</summary>
    protected List<string> ExpectedInConsole { get; } = ["Failed to load resource: the server responded with a status of 400", "Failed to load resource: the server responded with a status of 429"];

    protected virtual BrowserNewContextOptions Options => new() { ViewportSize = new ViewportSize { Width = 1280, Height = 900 }, Locale = "en-GB" };

    public async ValueTask InitializeAsync()
    {
        context = await chromium.Browser.NewContextAsync(Options);
        Page = await NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            var name = string.Concat(TestContext.Current.TestMethod!.MethodName.Take(80));
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Path.GetTempPath(), "authhub-failed-" + name + ".png"), FullPage = true });
            TestContext.Current.TestOutputHelper?.WriteLine($"At {Page.Url}\n{await Page.Locator("body").InnerTextAsync()}");
        }

        await context.CloseAsync();
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result != TestResult.Failed)
        {
            Assert.DoesNotContain(consoleErrors, text => !ExpectedInConsole.Any(part => text.Contains(part, StringComparison.Ordinal)));
        }
    }

    protected async Task<IPage> NewPageAsync()
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);

        // Without transitions, so that colours are judged as they stay.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                consoleErrors.Add($"{message.Text} at {page.Url}");
            }
        };
        return page;
    }

    protected ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    protected ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name });

    protected ILocator Field(string label) => Page.GetByLabel(label);

    protected Task SeeAsync(string text) => Assertions.Expect(Page.Locator("body")).ToContainTextAsync(text, new() { Timeout = 15_000 });

    protected Task SeeHeadingAsync(string text) => Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(text, new() { Timeout = 15_000 });

    /// <summary>What a phone's camera reads from the screen.</summary>
    protected async Task<string> ScanAsync(ILocator picture)
    {
        var image = Convert.ToBase64String(await picture.ScreenshotAsync());
        var reader = await context.NewPageAsync();
        await reader.AddScriptTagAsync(new() { Path = Path.Combine(Repository.Root, "tests/AuthHub.Browser.Tests/node_modules/jsqr/dist/jsQR.js") });
        var text = await reader.EvaluateAsync<string?>(
            """
            async data => {
              const image = new Image(); image.src = 'data:image/png;base64,' + data; await image.decode();
              const canvas = document.createElement('canvas'); canvas.width = image.width; canvas.height = image.height;
              const paper = canvas.getContext('2d'); paper.drawImage(image, 0, 0);
              const pixels = paper.getImageData(0, 0, image.width, image.height);
              return jsQR(pixels.data, image.width, image.height)?.data ?? null;
            }
            """,
            image);
        await reader.CloseAsync();
        return text ?? throw new InvalidOperationException("No QR code could be read from the screen.");
    }

    /// <summary>No WCAG 2.2 A or AA violation on the page as it stands.</summary>
    protected async Task CheckAccessibilityAsync()
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
        Assert.True(result.Violations.Length == 0, $"{Page.Url}: " + string.Join("; ", result.Violations.Select(v => $"{v.Id} {v.Help}: {string.Join(", ", v.Nodes.Select(n => n.Html))}")));
    }

    /// <summary>From the helpdesk's front page to AuthHub's first page.</summary>
    protected async Task LogInAsync()
    {
        await Page.GotoAsync(Demo.Helpdesk);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Log in with AuthHub" }).Or(Page.GetByRole(AriaRole.Link, new() { Name = "Log in with AuthHub" })).First.ClickAsync();
    }

    protected async Task GiveUsernameAsync(string username)
    {
        await Field("Username or e-mail address").FillAsync(username);
        await Button("Continue").ClickAsync();
    }

    protected async Task GivePasswordAsync(string password)
    {
        await Page.Locator("input[type=password]").FillAsync(password);
        await Button("Continue").ClickAsync();
    }

    protected async Task GiveCodeAsync(string code)
    {
        await Field("Authentication code").FillAsync(code);
        await Button("Continue").ClickAsync();
    }

    /// <summary>A security key or built-in authenticator that the browser believes in.</summary>
    protected async Task<VirtualAuthenticator> PlugInAsync(bool isBuiltIn = false, IPage? page = null)
    {
        var session = await context.NewCDPSessionAsync(page ?? Page);
        return await VirtualAuthenticator.AddAsync(session, isBuiltIn);
    }
}
