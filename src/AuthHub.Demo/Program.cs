using AuthHub.Demo;

return await DemoRun.MainAsync(args);
