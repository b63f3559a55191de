package dev.carillon.http.api;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells what became of the messages of each channel on this instance. Callable from any thread. */
final class LedgerOperations {
    private static final String METERS = "carillon.ledger.";
    private static final String DROPPED = "dropped";
    private static final String REASON = "reason";

    private final MeterRegistry metrics;

    LedgerOperations(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    List<Operation> all() {
        return List.of(Operation.get("/api/v1/ledger", call -> Future.succeededFuture(Answer.Json.ok(ledger()))));
    }

    private JsonObject ledger() {
        JsonArray channels = new JsonArray();
        meters("owed").meters().stream()
                .map(meter -> meter.getId().getTag("channel"))
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(channel -> channels.add(channel(channel)));
        return new JsonObject().put("channels", channels);
    }

    private JsonObject channel(String channel) {
        JsonObject dropped = new JsonObject();
        for (Meter meter : meters(DROPPED).tag("channel", channel).meters()) {
            dropped.put(meter.getId().getTag(REASON), value(meter));
        }
        long settled = value(channel, "delivered") + value(channel, DROPPED) + value(channel, "gone");
        long pending = value(channel, "pending");
        long owed = value(channel, "owed");
        return new JsonObject()
                .put("channel", channel)
                .put("owed", owed)
                .put("delivered", value(channel, "delivered"))
                .put("dropped", dropped)
                .put("gone", value(channel, "gone"))
                .put("pending", pending)
                .put("balanced", owed == settled + pending);
    }

    private long value(String channel, String name) {
        return meters(name).tag("channel", channel).meters().stream()
                .mapToLong(LedgerOperations::value)
                .sum();
    }

    private static long value(Meter meter) {
        return (long) meter.measure().iterator().next().getValue();
    }

    private Search meters(String name) {
        return metrics.find(METERS + name);
    }
}
