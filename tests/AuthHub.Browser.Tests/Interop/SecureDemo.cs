using AuthHub.Browser.Tests.Support;

namespace AuthHub.Browser.Tests.Interop;

/// <summary>AuthHub.Demo over https, as the apps of strangers want it, and the folder they share with it.</summary>
public sealed class SecureDemo : RunningDemo
{
    public SecureDemo()
        : this(Reachable(Directory.CreateTempSubdirectory("authhub-interop-").FullName))
    {
    }

    private SecureDemo(string folder)
        : this(folder, LocalCertificate.Make(folder))
    {
    }

    private SecureDemo(string folder, LocalCertificate certificate)
        : base(certificate) => (Folder, Certificate) = (folder, certificate);

    public string Folder { get; }

    public LocalCertificate Certificate { get; }
}
