using AuthHub.Benchmarks;

return await Benchmark.MainAsync(args);
