namespace AuthHub.Storage.Changes;

/// <summary>Something that keeps a copy in memory and wants to hear when the original changed, on this node or another.</summary>
public interface IChangeListener
{
    /// <summary>What it keeps, such as <c>clients</c> or <c>keys</c>.</summary>
    string Topic { get; }

    /// <summary>Called after a change, and after notices may have been missed. Must return at once.</summary>
    void Changed();
}
