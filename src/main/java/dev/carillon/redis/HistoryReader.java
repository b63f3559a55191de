package dev.carillon.redis;

import dev.carillon.bus.Position;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.function.Consumer;

/** Reads from Redis what a channel with history remembers. Confined to the event loop of the bridge. */
final class HistoryReader {
    // Small enough to be written to many sessions before the next is there
    private static final int MESSAGES_A_PAGE = 128;

    private final HistoryPolicy policy;
    private final Commands redis;

    HistoryReader(HistoryPolicy policy, Commands redis) {
        this.policy = policy;
        this.redis = redis;
    }

    /** Reads a page of what was published behind a position; null when that failed. */
    void read(String channel, Position since, Consumer<HistoryPage> reader) {
        redis.submit(
                () -> script(HistoryScript.READ)
                        .arg(channel)
                        .arg(since.epoch())
                        .arg(since.offset())
                        .arg(MESSAGES_A_PAGE),
                (answer, failure) -> reader.accept(answer == null ? null : HistoryPage.parse(answer, MESSAGES_A_PAGE)));
    }

    /** Has Redis tell on the channel of envelopes, in order with the messages, how far the channel is. */
    void tellHead(Retention retention, String channel, Reply reply) {
        redis.submit(() -> script(HistoryScript.TELL_HEAD).arg(channel).arg(retention.ageMs()), reply);
    }

    private Request script(Script script) {
        return policy.script(script, List.of(), 0);
    }
}
