package dev.carillon.http.api;

import dev.carillon.endpoint.ChannelNames;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;

/** Publishes on channels that the caller names. Pure. */
final class ChannelOperations {
    private static final int MAX_CHANNELS = 100;

    private ChannelOperations() {}

    static List<Operation> all() {
        return List.of(
                Operation.post("/api/v1/channels/{name}/messages", ChannelOperations::publish),
                Operation.post("/api/v1/broadcast", ChannelOperations::broadcast));
    }

    private static Future<Answer> publish(Call call) {
        String channel = call.name();
        check(channel);
        byte[] payload = Publishing.utf8(call.fields("message").text("message"));
        return Publishing.publish(
                call,
                List.of(channel),
                payload,
                receivers ->
                        Answer.Json.ok(new JsonObject().put("channel", channel).put("instances", receivers.get(0))));
    }

    private static Future<Answer> broadcast(Call call) {
        JsonFields fields = call.fields("channels", "message");
        List<String> channels = fields.texts("channels", MAX_CHANNELS);
        channels.forEach(ChannelOperations::check);
        if (new HashSet<>(channels).size() < channels.size()) {
            throw new ProblemException(400, "The field \"channels\" names a channel twice");
        }
        byte[] payload = Publishing.utf8(fields.text("message"));
        return Publishing.publish(call, channels, payload, receivers -> {
            JsonObject instances = new JsonObject();
            for (int i = 0; i < channels.size(); i++) {
                instances.put(channels.get(i), receivers.get(i));
            }
            return Answer.Json.ok(new JsonObject().put("instances", instances));
        });
    }

    private static void check(String channel) {
        String fault = ChannelNames.fault(channel);
        if (fault == null && ChannelNames.isInternal(channel)) {
            fault = "the name is reserved";
        }
        if (fault != null) {
            throw new ProblemException(400, "No channel can have this name: " + fault);
        }
    }
}
