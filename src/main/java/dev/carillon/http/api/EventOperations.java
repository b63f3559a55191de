package dev.carillon.http.api;

import dev.carillon.endpoint.ServerEvents;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Sends server events. Pure. */
final class EventOperations {
    private EventOperations() {}

    static List<Operation> all() {
        return List.of(Operation.post("/api/v1/server-events", EventOperations::send));
    }

    private static Future<Answer> send(Call call) {
        JsonFields fields = call.body().length() == 0 ? JsonFields.NONE : call.fields("message");
        Instant now = Instant.now();
        byte[] event =
                fields.has("message") ? ServerEvents.event(fields.text("message"), now) : ServerEvents.event(now);
        return Publishing.publish(
                call,
                List.of(ServerEvents.CHANNEL),
                event,
                receivers -> Answer.Json.ok(new JsonObject().put("instances", receivers.get(0))));
    }
}
