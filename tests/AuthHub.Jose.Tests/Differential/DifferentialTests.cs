using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AuthHub.Jose.Tests.Differential;

/// <summary>AuthHub.Jose beside npm's <c>jose</c>: it may be stricter, never laxer.</summary>
public sealed class DifferentialTests
{
    private const int Cases = 10_000;

    private const ulong Seed = 7515;

    [Fact]
    public async Task What_we_accept_of_10_000_mutations_jose_accepts_too()
    {
        var stories = new Stories();
        var cases = Mutations(stories.All).Take(Cases).ToList();
        var ours = cases.ConvertAll(c => c.Story.Judge(c.Token));
        var theirs = await SecondOpinion.AskAsync(stories.Setting, cases.Select(c => c.Story.Question(c.Token)));

        Assert.Equal(Cases, theirs.Count);
        var rows = cases.Zip(ours, theirs).ToList();
        var laxer = rows.Where(r => r.Second is { } payload && Accepted(r.Third) != Base64UrlText.Encode(payload)).ToList();
        var both = rows.Count(r => r.Second is not null && Accepted(r.Third) is not null);
        var stricter = rows.Where(r => r.Second is null && Accepted(r.Third) is not null).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"both accept {both}, both refuse {Cases - both - stricter.Count - laxer.Count}, stricter {stricter.Count}, laxer {laxer.Count}");
        Assert.True(laxer.Count == 0, string.Join('\n', laxer.Take(20).Select(r => $"{r.First.Story.Name}: {r.First.Note}: {r.First.Token}: {r.Third}: {stories.Setting["keys"]?[r.First.Story.Name]?.ToJsonString()}")));
        Assert.True(both > Cases / 50 && both < Cases / 2, $"{both} were accepted by both: the mutations show nothing");
    }

    [Fact]
    public async Task Every_valid_token_of_ours_is_valid_to_jose()
    {
        var stories = new Stories();
        var tokens = stories.All.ConvertAll(s => (Story: s, Token: Valid(s)));

        var theirs = await SecondOpinion.AskAsync(stories.Setting, tokens.Select(t => t.Story.Question(t.Token)));

        foreach (var ((story, token), answer) in tokens.Zip(theirs))
        {
            Assert.True(story.Judge(token) is { } payload && Accepted(answer) == Base64UrlText.Encode(payload), $"{story.Name}: {answer}");
        }
    }

    [Fact]
    public async Task Every_token_of_joses_is_valid_to_us()
    {
        var stories = new Stories();
        var orders = stories.All.Where(s => !s.Name.StartsWith("set", StringComparison.Ordinal) && s.Name != "nested").Select(s => (Story: s, Party: s.Name.Contains("ECDH", StringComparison.Ordinal))).ToList();

        var tokens = await SecondOpinion.AskAsync(stories.Setting, orders.Select(o => Order(o.Story, o.Party)));

        foreach (var ((story, _), answer) in orders.Zip(tokens))
        {
            Assert.True(answer.TryGetProperty("token", out var token), $"{story.Name}: {answer}");
            Assert.True(story.Judge(token.GetString()!) is not null, $"{story.Name}: {token}");
        }
    }

    /// <summary>Asks for a token such as the story's; jose makes the one-time key, and names both parties where there is one.</summary>
    private static JsonObject Order(Story story, bool named)
    {
        var header = JsonNode.Parse(story.Header)!.AsObject();
        header.Remove("epk");
        var order = new JsonObject { ["make"] = story.Name.Split(' ')[0] switch { "jwt" or "dpop" => "jws", var kind => kind }, ["key"] = "make " + story.Name, ["header"] = header, ["payload"] = Base64UrlText.Encode(Encoding.UTF8.GetBytes(story.Payload)) };
        if (named)
        {
            order["party"] = new JsonObject { ["apu"] = "QWxpY2U", ["apv"] = "Qm9i" };
        }

        return order;
    }

    private static string? Accepted(JsonElement answer) => answer.TryGetProperty("accepted", out var payload) ? payload.GetString() : null;

    private static string Valid(Story story) => story.Make(Encoding.UTF8.GetBytes(story.Header), Encoding.UTF8.GetBytes(story.Payload));

    private static IEnumerable<(Story Story, string Token, string Note)> Mutations(List<Story> stories)
    {
        var dice = new Dice(Seed);
        var valid = stories.ConvertAll(Valid);
        for (var i = 0; ; i++)
        {
            var at = i % stories.Count;
            var story = stories[at];
            var (header, payload) = (Encoding.UTF8.GetBytes(story.Header), Encoding.UTF8.GetBytes(story.Payload));
            if (dice.Below(3) == 0)
            {
                yield return (story, Mutation.OfToken(valid[at], dice.Pick(valid), dice), "token");
            }
            else if (story.Reads == JsonRead.Header || (story.Reads == JsonRead.Both && dice.Below(2) == 0))
            {
                header = Mutation.OfJson(story.Header, dice);
                yield return (story, story.Make(header, payload), "header " + Encoding.UTF8.GetString(header));
            }
            else
            {
                payload = Mutation.OfJson(story.Payload, dice);
                yield return (story, story.Make(header, payload), "payload " + Encoding.UTF8.GetString(payload));
            }
        }
    }
}
