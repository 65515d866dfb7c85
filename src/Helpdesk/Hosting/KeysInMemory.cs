using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Helpdesk.Hosting;

/// <summary>Keeps the keys of cookies as long as the process lives, and writes nothing to anybody's disk.</summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly Lock gate = new();
    private readonly List<XElement> keys = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (gate)
        {
            return [.. keys.Select(key => new XElement(key))];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (gate)
        {
            keys.Add(new XElement(element));
        }
    }
}
