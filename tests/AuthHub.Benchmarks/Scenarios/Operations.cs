using System.Collections.Concurrent;
using System.Net.Http.Headers;
using AuthHub.Benchmarks.Driving;
using AuthHub.Benchmarks.Reporting;

namespace AuthHub.Benchmarks.Scenarios;

/// <summary>CPU of AuthHub and of PostgreSQL for each operation. The password hash is next to free here, see <see cref="Inside.CheapHash"/>.</summary>
internal sealed class Operations(Arguments arguments, Server server, Report report)
{
    private const int Counted = 10;

    private readonly HttpClient _http = Browser(arguments.Connections);
    private int _people = -1;
    private int _peopleWithTotp = -1;

    public static HttpClient Browser(int connections) => new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false, AllowAutoRedirect = false });

    public async Task RunAsync()
    {
        var (signIns, warmUp) = (arguments.Count(1500), arguments.Count(2000));
        await Population.MakeAsync(server, signIns + warmUp + arguments.Connections + Counted, signIns + warmUp + Counted, withoutHash: true);

        await WhenWantedAsync("discovery", 40_000, _ => GetAsync("/.well-known/openid-configuration"));
        await WhenWantedAsync("jwks", 40_000, _ => GetAsync("/connect/jwks"));
        await WhenWantedAsync("client_credentials", 20_000, _ => Token.AskAsync(_http, server.Issuer, ("grant_type", "client_credentials")));

        var visitors = Enumerable.Range(0, arguments.Connections).Select(_ => new Visitor(_http, server.Issuer)).ToArray();
        if (arguments.Wants("introspection") || arguments.Wants("userinfo") || arguments.Wants("refresh") || arguments.Wants("silent") || arguments.Wants("refusals"))
        {
            var tokens = await Task.WhenAll(visitors.Select(async visitor => await visitor.ExchangeAsync(await visitor.SignInAsync(NextPerson(false), false))));
            var access = tokens[0].Text("access_token");
            await WhenWantedAsync("introspection", 10_000, _ => Token.PostAsync(_http, server.Issuer + "/connect/introspect", ("token", access)));
            await WhenWantedAsync("userinfo", 10_000, _ => GetAsync("/connect/userinfo", access));
            var refresh = tokens.Select(token => token.Text("refresh_token")).ToArray();
            await WhenWantedAsync("refresh", 6000, async worker =>
                refresh[worker] = (await Token.AskAsync(_http, server.Issuer, ("grant_type", "refresh_token"), ("refresh_token", refresh[worker]))).Text("refresh_token"));
            await SilentAsync(visitors);
            await RefusalsAsync(access);
        }

        await WhenWantedAsync("sign-in", signIns, _ => SignInAsync(false), warmUp);
        await WhenWantedAsync("sign-in-totp", signIns, _ => SignInAsync(true), warmUp);
        _http.Dispose();
    }

    /// <summary>First all the codes, then all the exchanges: a code waits for a minute at most.</summary>
    private async Task SilentAsync(Visitor[] visitors)
    {
        if (!arguments.Wants("silent"))
        {
            return;
        }

        var codes = new ConcurrentQueue<string>();
        var silent = await MeasureAsync("silent re-authorization", 3000, async worker => codes.Enqueue(await visitors[worker].AskSilentlyAsync()), arguments.Count(3000));
        codes.Clear();
        var needed = arguments.Count(3000);
        await Load.RunAsync((needed * 2) + Counted, arguments.Connections, async (worker, _) => codes.Enqueue(await visitors[worker].AskSilentlyAsync()));
        var exchange = await MeasureAsync("code exchange", 3000, async worker => await visitors[worker].ExchangeAsync(codes.TryDequeue(out var code) ? code : throw new InvalidOperationException("Out of codes.")), needed);
        report.Add((silent + exchange) with { Scenario = "silent + exchange" });
    }

    private async Task RefusalsAsync(string access)
    {
        if (!arguments.Wants("refusals"))
        {
            return;
        }

        var junk = access[..(access.LastIndexOf('.') + 1)] + new string('A', access.Length - access.LastIndexOf('.') - 1);
        await MeasureAsync("userinfo, junk signature", 10_000, _ => GetAsync("/connect/userinfo", junk, isRefused: true));
        await MeasureAsync("client_credentials, wrong secret", 10_000, async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, server.Issuer + "/connect/token") { Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("benchmark:wrong"u8));
            using var answer = await _http.SendAsync(request);
        });
    }

    private string NextPerson(bool withTotp) => Population.NameOf(withTotp ? Interlocked.Increment(ref _peopleWithTotp) : Interlocked.Increment(ref _people), withTotp);

    private async Task SignInAsync(bool withTotp)
    {
        var visitor = new Visitor(_http, server.Issuer);
        await visitor.ExchangeAsync(await visitor.SignInAsync(NextPerson(withTotp), withTotp));
    }

    private async Task GetAsync(string path, string? bearer = null, bool isRefused = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Issuer + path);
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        using var answer = await _http.SendAsync(request);
        if (answer.IsSuccessStatusCode == isRefused)
        {
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
        }
    }

    private Task WhenWantedAsync(string scenario, int count, Func<int, Task> operation, int warmUp = 3000) =>
        arguments.Wants(scenario) ? MeasureAsync(scenario, count, operation, warmUp) : Task.CompletedTask;

    private async Task<Measurement> MeasureAsync(string scenario, int count, Func<int, Task> operation, int warmUp = 3000)
    {
        count = scenario.StartsWith("sign-in", StringComparison.Ordinal) ? count : arguments.Count(count);
        Func<int, int, Task> one = (worker, _) => operation(worker);

        // In two halves: code that proved hot in the first is compiled anew, in the background, before the second.
        await Load.RunAsync(warmUp / 2, arguments.Connections, one);
        await Task.Delay(500);
        await Load.RunAsync(warmUp - (warmUp / 2), arguments.Connections, one);
        await Task.Delay(1500);
        if (arguments.Pauses)
        {
            Console.WriteLine($"{scenario}: server is {server.Process.Id}; Enter goes on.");
            Console.ReadLine();
        }

        var (allocated, cpu, database) = ((await server.FiguresAsync())[0], server.Cpu(), server.DatabaseCpu());
        await Load.RunAsync(count, arguments.Connections, one);
        (cpu, database) = (server.Cpu() - cpu, server.DatabaseCpu() - database);
        allocated = (await server.FiguresAsync())[0] - allocated;

        await server.AskAsync("count");
        await Load.RunAsync(Counted, 1, one);
        var statements = (await server.AskAsync("counted")).Split('\u001f', StringSplitOptions.RemoveEmptyEntries);
        if (arguments.ShowsSql)
        {
            Console.WriteLine(string.Join('\n', statements.Take((statements.Length / Counted) + 1)));
        }

        var measured = new Measurement(scenario, count, cpu / count, database / count, allocated / 1024.0 / count, (double)statements.Length / Counted);
        report.Add(measured);
        return measured;
    }
}
