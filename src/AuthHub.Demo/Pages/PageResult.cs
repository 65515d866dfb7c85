using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace AuthHub.Demo.Pages;

/// <summary>A page as answer: rendered once, to plain HTML. Keeps no keys and no state, unlike the framework's own way.</summary>
internal sealed class PageResult<TPage>(Dictionary<string, object?> parameters) : IResult
    where TPage : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        await Results.Text(html, "text/html; charset=utf-8").ExecuteAsync(httpContext);
    }
}
