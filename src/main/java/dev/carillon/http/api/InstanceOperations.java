package dev.carillon.http.api;

import dev.carillon.bus.InstanceInfo;
import dev.carillon.bus.InstanceInfo.InstanceStatus;
import dev.carillon.bus.Question;
import dev.carillon.endpoint.Timestamps;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/** Tells which instances there are and what they do. Pure. */
final class InstanceOperations {
    private InstanceOperations() {}

    static List<Operation> all() {
        return List.of(
                Operation.get("/api/v1/instances", InstanceOperations::list),
                Operation.get("/api/v1/stats", InstanceOperations::sum));
    }

    private static Future<Answer> list(Call call) {
        return call.ask(new Question.Instances()).map(instances -> {
            JsonArray items = new JsonArray();
            instances.forEach(instance -> items.add(json(instance)));
            return Answer.Json.ok(new JsonObject().put("instances", items));
        });
    }

    private static Future<Answer> sum(Call call) {
        return call.ask(new Question.Instances())
                .map(instances -> Answer.Json.ok(new JsonObject()
                        .put("instances", instances.size())
                        .put("sessions", sum(instances, InstanceStatus::sessions))
                        .put("messagesReceived", sum(instances, InstanceStatus::received))
                        .put("messagesSent", sum(instances, InstanceStatus::sent))));
    }

    private static long sum(List<InstanceInfo> instances, ToLongFunction<InstanceStatus> number) {
        return instances.stream().map(InstanceInfo::status).mapToLong(number).sum();
    }

    private static JsonObject json(InstanceInfo instance) {
        return new JsonObject()
                .put("id", instance.id())
                .put("name", instance.name())
                .put("ports", new JsonArray(instance.status().ports()))
                .put("sessions", instance.status().sessions())
                .put("startedAt", Timestamps.format(Instant.ofEpochMilli(instance.startedMs())))
                .put("at", Timestamps.format(Instant.ofEpochMilli(instance.atMs())));
    }
}
