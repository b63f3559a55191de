package dev.carillon.socket;

import dev.carillon.endpoint.Account;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The account of a channel, or of all users' channels. Numbers gather in plain fields and go to the registry, where those of all
 * cores add up, once a turn. Confined to the event loop of its core.
 */
final class ChannelAccount implements Account {
    private final Counter owedTotal;
    private final Counter queuedTotal;
    private final Counter unqueuedTotal;
    private final Counter deliveredTotal;
    private final Counter droppedTotal;
    private final Counter goneTotal;

    // Touched only on this core's event loop
    private long owed;
    private long queued;
    private long unqueued;
    private long delivered;
    private long dropped;
    private long gone;

    ChannelAccount(MeterRegistry registry, String channel) {
        this.owedTotal = counter(channel, "owed", "Messages times the sessions that they were to reach")
                .register(registry);
        this.queuedTotal = counter(channel, "queued", "Messages that began to wait for a session")
                .register(registry);
        this.unqueuedTotal =
                counter(channel, "unqueued", "Messages that wait no longer").register(registry);
        this.deliveredTotal = counter(channel, "delivered", "Messages that were written to a session")
                .register(registry);
        this.droppedTotal = counter(channel, "dropped", "Messages that were given up")
                .tag("reason", DropCause.SLOW.label())
                .register(registry);
        this.goneTotal = counter(channel, "gone", "Messages whose session ended before they were written")
                .register(registry);
        // Other cores count on the same counters: the difference is that of the instance
        Gauge.builder("carillon.ledger.pending", this, ChannelAccount::pending)
                .description("Messages that wait for a session")
                .tag("channel", channel)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void owed(long messages) {
        owed += messages;
    }

    @Override
    public void queued(int messages) {
        queued += messages;
    }

    @Override
    public void unqueued(int messages) {
        unqueued += messages;
    }

    @Override
    public void delivered(int messages) {
        delivered += messages;
    }

    @Override
    public void dropped(int messages) {
        dropped += messages;
    }

    @Override
    public void gone(int messages) {
        gone += messages;
    }

    void turnEnded() {
        if (owed + queued + unqueued + dropped + gone > 0) {
            owedTotal.increment(owed);
            queuedTotal.increment(queued);
            unqueuedTotal.increment(unqueued);
            deliveredTotal.increment(delivered);
            droppedTotal.increment(dropped);
            goneTotal.increment(gone);
            owed = 0;
            queued = 0;
            unqueued = 0;
            delivered = 0;
            dropped = 0;
            gone = 0;
        }
    }

    private double pending() {
        // First what cannot be more than the other
        double unqueuedNow = unqueuedTotal.count();
        return queuedTotal.count() - unqueuedNow;
    }

    private static Counter.Builder counter(String channel, String name, String description) {
        return Counter.builder("carillon.ledger." + name)
                .description(description)
                .tag("channel", channel);
    }
}
