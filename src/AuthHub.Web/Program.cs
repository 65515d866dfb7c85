using AuthHub.Web;

var app = WebApplication.CreateBuilder(args).AddAuthHub().Build().UseAuthHub();
await app.RunAsync();
