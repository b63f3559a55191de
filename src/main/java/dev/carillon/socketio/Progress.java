package dev.carillon.socketio;

import dev.carillon.bus.Bus;
import dev.carillon.endpoint.Channels;
import dev.carillon.endpoint.EndpointContext;
import java.util.List;

/** How far a core has come with what the instance is told of what was published. Confined to the event loop of its core. */
final class Progress {
    private final Channels published;
    private final List<String> channels;
    private final Bus bus;

    Progress(EndpointContext context, List<String> channels) {
        this.published = context.channels();
        this.channels = channels;
        this.bus = new Bus(context.vertx());
    }

    /** The number of the last message that this core was given; numbers are the same on all cores. */
    long lastNumber() {
        long last = 0;
        for (String channel : channels) {
            last = Math.max(last, published.lastNumber(channel));
        }
        return last;
    }

    /**
     * Calls {@code action} once this core has got all up to a number that another core has seen. The bridge gives each message to all
     * cores in one go: whatever it answers to a question that was asked later comes behind it. So a number that never comes, as on a
     * core that started after it, holds nobody up.
     */
    void whenReached(long number, Runnable action) {
        if (lastNumber() >= number) {
            action.run();
        } else {
            bus.health().onComplete(answered -> action.run());
        }
    }
}
