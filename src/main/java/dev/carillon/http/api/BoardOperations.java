package dev.carillon.http.api;

import dev.carillon.bus.Question;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Shows the board to anybody. Pure. */
final class BoardOperations {
    static final String STATE = "/state";

    private BoardOperations() {}

    static List<Operation> all() {
        return List.of(Operation.getByAnybody(STATE, BoardOperations::state));
    }

    private static Future<Answer> state(Call call) {
        return call.ask(new Question.ReadBoard())
                .map(board -> Answer.Json.ok(new JsonObject()
                        .put("state", new JsonArray(board.boxes()))
                        .put("version", board.version())));
    }
}
