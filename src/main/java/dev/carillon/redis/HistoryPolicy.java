package dev.carillon.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Locale;

/** Which channels keep a history, and how what is published enters it. Confined to the event loop of the bridge. */
final class HistoryPolicy {
    private static final String NOT_KEPT = "0";

    private final List<Retention> retentions;
    private final String mirror;
    private final RedisPeer peer;

    HistoryPolicy(HistorySettings settings, RedisPeer peer) {
        this.retentions = settings.channels().stream().map(Retention::parse).toList();
        this.mirror = settings.mirror().name().toLowerCase(Locale.ROOT);
        this.peer = peer;
    }

    /** How the channel's history is kept, or null when it keeps none. */
    Retention of(String channel) {
        for (Retention retention : retentions) {
            if (retention.covers(channel)) {
                return retention;
            }
        }
        return null;
    }

    boolean keeps(String channel) {
        return of(channel) != null;
    }

    /** Publishes. Made when it is sent, as it depends on the Redis at the other end. */
    Request publish(String channel, byte[] payload, long acceptedMs) {
        Retention retention = of(channel);
        if (retention == null) {
            return Request.cmd(Command.PUBLISH).arg(channel).arg(payload);
        }
        Request request = script(HistoryScript.PUBLISH, List.of(), acceptedMs);
        return terms(request.arg(channel).arg(payload), retention);
    }

    /** Runs one of the {@link HistoryScript#withDefinitions} with these keys; its own arguments follow. */
    Request script(Script script, List<String> keys, long acceptedMs) {
        Request request = Request.cmd(Command.EVALSHA).arg(script.digest()).arg(keys.size());
        keys.forEach(request::arg);
        return request.arg(peer.identity()).arg(peer.fresh()).arg(acceptedMs).arg(mirror);
    }

    /** Adds how much of the channel is kept: number of messages, 0 for none, and time in ms. */
    Request terms(Request request, String channel) {
        return terms(request, of(channel));
    }

    private static Request terms(Request request, Retention retention) {
        return retention == null
                ? request.arg(NOT_KEPT).arg(NOT_KEPT)
                : request.arg(retention.size()).arg(retention.ageMs());
    }
}
