using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Resources;
using AuthHub.Storage.Changes;

namespace AuthHub.Web.OpenId;

/// <summary>Drops the clients kept in memory when any node changes one.</summary>
internal sealed class ClientsChanged(ClientCatalog clients) : IChangeListener
{
    public string Topic => ChangeTopics.Clients;

    public void Changed() => clients.Invalidate();
}

/// <summary>Drops the resources kept in memory when any node registers one.</summary>
internal sealed class ResourcesChanged(ResourceCatalog resources) : IChangeListener
{
    public string Topic => ChangeTopics.Resources;

    public void Changed() => resources.Invalidate();
}

/// <summary>Drops the signing keys kept in memory when any node rotates them.</summary>
internal sealed class KeysChanged(KeyRing keys) : IChangeListener
{
    public string Topic => ChangeTopics.Keys;

    public void Changed() => keys.Invalidate();
}
