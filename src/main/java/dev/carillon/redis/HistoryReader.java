package dev.carillon.redis;

import dev.carillon.bus.Position;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from Redis what a channel with history remembers. Confined to the event loop of the bridge. */
final class HistoryReader {
    // Small enough to be written to many sessions before the next is there
    private static final int MESSAGES_A_PAGE = 128;

    private static final Logger log = LoggerFactory.getLogger(HistoryReader.class);

    private final HistoryPolicy policy;
    private final Commands redis;

    // Touched only on the bridge's event loop
    private String complaint = "";

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
                (answer, failure) -> reader.accept(answer == null ? null : page(channel, answer)));
    }

    /** Null when something else than Carillon wrote there; it is read again, and complained of when it changes. */
    private HistoryPage page(String channel, Response answer) {
        try {
            HistoryPage page = HistoryPage.parse(answer, MESSAGES_A_PAGE);
            complaint = "";
            return page;
        } catch (RuntimeException foreign) {
            String now = "The history of " + channel + " in Redis cannot be read: " + foreign.getMessage();
            if (!now.equals(complaint)) {
                complaint = now;
                log.error(now);
            }
            return null;
        }
    }

    /** Has Redis tell on the channel of envelopes, in order with the messages, how far the channel is. */
    void tellHead(Retention retention, String channel, Reply reply) {
        redis.submit(() -> script(HistoryScript.TELL_HEAD).arg(channel).arg(retention.ageMs()), reply);
    }

    private Request script(Script script) {
        return policy.script(script, List.of(), 0);
    }
}
