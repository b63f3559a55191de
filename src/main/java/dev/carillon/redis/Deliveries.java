package dev.carillon.redis;

import dev.carillon.bus.Event;
import dev.carillon.bus.Gap;
import dev.carillon.bus.Position;
import java.util.function.Consumer;

/**
 * Takes what was published, and the news that something is missing, to the cores that want the channel, in one order for all of them.
 * Confined to the event loop of the bridge.
 */
final class Deliveries implements Histories.Listener {
    private final Interest interest;
    private final Cores cores;
    private final RedisMetrics metrics;
    private final String boardChannel;
    private final BoardWatch board;
    private final Consumer<String> settled;

    // Touched only on the bridge's event loop
    private long lastNumber;

    /**
     * @param boardChannel where changes of the board are published
     * @param settled told of channels with history of which nothing is missing
     */
    Deliveries(
            Interest interest,
            Cores cores,
            RedisMetrics metrics,
            String boardChannel,
            Commands redis,
            Consumer<String> settled) {
        this.interest = interest;
        this.cores = cores;
        this.metrics = metrics;
        this.boardChannel = boardChannel;
        this.board = new BoardWatch(redis, message -> deliver(boardChannel, message, null, 0));
        this.settled = settled;
    }

    /** A message that was published past the history, or on a channel that has none. */
    void message(String channel, byte[] payload) {
        message(channel, payload, null, 0);
    }

    @Override
    public void message(String channel, Envelope envelope) {
        message(channel, envelope.payload(), envelope.position(), envelope.acceptedMs());
    }

    @Override
    public void missed(Gap gap) {
        tell(gap.channel(), new Event.Missed(++lastNumber, gap));
        if (gap.channel().equals(boardChannel)) {
            board.read();
        }
    }

    @Override
    public void settled(String channel, Position position) {
        tell(channel, new Event.Reached(channel, position));
        settled.accept(channel);
    }

    /**
     * Redis has confirmed a subscription.
     *
     * @param remembered whether what was published before on the channel is read
     */
    void subscribed(String channel, boolean remembered) {
        if (channel.equals(boardChannel) && !(remembered && board.isKnown())) {
            board.read();
        }
    }

    /** Does again what failed; called now and then while Redis is there. */
    void look() {
        board.look();
    }

    private void message(String channel, byte[] payload, Position position, long acceptedMs) {
        metrics.pushed(1);
        deliver(channel, payload, position, acceptedMs);
        if (channel.equals(boardChannel)) {
            board.published(payload);
        }
    }

    private void deliver(String channel, byte[] payload, Position position, long acceptedMs) {
        tell(channel, new Event.Delivery(++lastNumber, channel, payload, System.nanoTime(), position, acceptedMs));
    }

    private void tell(String channel, Event event) {
        interest.forEachWatcher(channel, core -> cores.tell(core, event));
    }
}
