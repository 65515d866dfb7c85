using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AuthHub.Demo;

/// <summary>The certificate of all three servers when <c>AUTHHUB_DEMO_TLS</c> names one.</summary>
internal sealed partial record DemoCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    public static DemoCertificate Load(string files)
    {
        if (files.Split(',', StringSplitOptions.TrimEntries) is not [var certificate, var key])
        {
            throw new StopException("AUTHHUB_DEMO_TLS must name two PEM files, such as cert.pem,key.pem.", StopException.Wrong);
        }

        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            return new DemoCertificate(X509Certificate2.CreateFromPemFile(certificate, key), chain);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StopException($"AUTHHUB_DEMO_TLS: {certificate} and {key} cannot be used: {failure.Message}", StopException.Wrong);
        }
    }

    public void Use(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificate = Certificate;
        https.ServerCertificateChain = Chain;
    }

    /// <summary>
    /// Lets the helpdesk trust AuthHub although the certificate is self-made: OpenSSL's variable gets a file with it and with the roots
    /// it named so far. It is read by native code, which does not see what .NET sets; hence the C library's own call.
    /// </summary>
    public void Trust(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const string Variable = "SSL_CERT_FILE";
        var roots = Path.Combine(folder, "trusted-roots.pem");
        var known = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file && File.Exists(file) ? File.ReadAllText(file) : "";
        Directory.CreateDirectory(folder);
        File.WriteAllText(roots, known + "\n" + string.Concat(Chain.Select(certificate => certificate.ExportCertificatePem() + "\n")));
        if (SetEnvironment(Variable, roots, 1) != 0)
        {
            throw new StopException("The certificate of AUTHHUB_DEMO_TLS cannot be made known to the helpdesk.", StopException.Unable);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
