package dev.carillon.http.api;

import dev.carillon.bus.LocatedSession;
import dev.carillon.bus.Question;
import dev.carillon.bus.SessionInfo;
import dev.carillon.endpoint.Timestamps;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Finds sessions and closes them, wherever they live. Pure. */
final class SessionOperations {
    private static final String PATH = "/api/v1/sessions/{id}";
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Answer NOT_FOUND = new Answer.Problem(404, "No instance has this session");

    private SessionOperations() {}

    static List<Operation> all() {
        return List.of(Operation.get(PATH, SessionOperations::find), Operation.delete(PATH, SessionOperations::close));
    }

    private static Future<Answer> find(Call call) {
        return call.ask(new Question.FindSession(id(call), false))
                .map(found -> found.<Answer>map(session -> Answer.Json.ok(json(session)))
                        .orElse(NOT_FOUND));
    }

    private static Future<Answer> close(Call call) {
        return call.ask(new Question.FindSession(id(call), true))
                .map(found ->
                        found.<Answer>map(session -> Answer.Empty.noContent()).orElse(NOT_FOUND));
    }

    private static UUID id(Call call) {
        if (!UUID_FORM.matcher(call.parameter()).matches()) {
            throw new ProblemException(400, "The id of a session is a UUID");
        }
        return UUID.fromString(call.parameter());
    }

    private static JsonObject json(LocatedSession located) {
        SessionInfo session = located.session();
        JsonObject json = new JsonObject()
                .put("id", session.id().toString())
                .put("endpoint", session.endpoint())
                .put("transport", session.transport())
                .put("instance", located.instance())
                .put("server", located.server())
                .put("port", session.port())
                .put("openedAt", Timestamps.format(Instant.ofEpochMilli(session.openedMs())));
        if (located.messageCount() != null) {
            json.put("messageCount", located.messageCount());
        }
        return json;
    }
}
