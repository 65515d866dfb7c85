using System.Globalization;
using System.Text;

namespace AuthHub.Flows.Tests.Model;

/// <summary>A run at a moment, together with how it began.</summary>
public sealed record Node(FlowState Start, FlowState State, DateTimeOffset Now)
{
    public Person? Person => State.Person;

    public bool IsExpired => Now >= State.ExpiresAt;

    /// <summary>
    /// What makes two nodes the same: the person as she is now, the choice, and the proofs as a set of method,
    /// authenticator and time (times in the model are few, so a time is an age class). After the end all moments are one.
    /// </summary>
    public string Key
    {
        get
        {
            var text = new StringBuilder(96);
            text.Append(CultureInfo.InvariantCulture, $"{(IsExpired ? -1 : Minutes(Now))}|{State.Chosen}|{(State.WantsChoice ? 'w' : '-')}{(State.IsStale ? 's' : '-')}|{State.Demand.Groups.Length}|");
            if (Person is { } person)
            {
                text.Append(CultureInfo.InvariantCulture, $"{BitConverter.ToInt32(person.Id.ToByteArray())}.{person.SecurityVersion}.{person.Demand.Groups.Length}{(person.IsDecoy ? 'd' : 'p')}");
                foreach (var bound in person.Bound)
                {
                    text.Append(Last(bound.Authenticator)).Append(bound.Locked ? 'L' : ',');
                }
            }

            foreach (var proof in State.Proofs.Select(Text).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append('|').Append(proof);
            }

            return text.ToString();
        }
    }

    private string Text(Proof proof) => string.Create(CultureInfo.InvariantCulture, $"{proof.Method}{Last(proof.Authenticator)}@{Minutes(proof.At)}");

    private static char Last(Guid id) => (char)('0' + id.ToByteArray()[15]);

    private int Minutes(DateTimeOffset moment) => (int)(moment - State.StartedAt).TotalMinutes;
}
