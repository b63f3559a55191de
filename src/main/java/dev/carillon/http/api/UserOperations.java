package dev.carillon.http.api;

import dev.carillon.bus.Question;
import dev.carillon.endpoint.UserNames;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Sends to users, and tells whether they are connected. Immutable. */
final class UserOperations {
    private final UserNames names;

    UserOperations(UserNames names) {
        this.names = names;
    }

    List<Operation> all() {
        return List.of(
                Operation.post("/api/v1/users/{name}/messages", this::send),
                Operation.get("/api/v1/users/{name}", this::find));
    }

    private Future<Answer> send(Call call) {
        String user = user(call);
        byte[] payload = Publishing.utf8(call.fields("message").textOrJson("message"));
        return Publishing.publish(
                call,
                List.of(names.channel(user)),
                payload,
                receivers -> receivers.get(0) == 0
                        ? new Answer.Problem(404, "The user is not connected")
                        : Answer.Json.ok(new JsonObject().put("user", user).put("instances", receivers.get(0))));
    }

    private Future<Answer> find(Call call) {
        String user = user(call);
        return call.ask(new Question.Subscribed(List.of(names.channel(user))))
                .map(instances -> Answer.Json.ok(new JsonObject()
                        .put("user", user)
                        .put("connected", instances.get(0) > 0)
                        .put("instances", instances.get(0))));
    }

    private String user(Call call) {
        String user = UserNames.normal(call.name());
        String fault = names.fault(user);
        if (fault != null) {
            throw new ProblemException(400, fault);
        }
        return user;
    }
}
