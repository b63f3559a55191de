package dev.carillon.chaos;

import dev.carillon.bus.Position;
import io.vertx.core.json.JsonObject;

/**
 * A text as a server sent it. Immutable.
 *
 * @param heard null when it is a hello that has no position, or a refusal
 */
record Frame(Heard heard, boolean isHello, boolean isRefusal) {
    static Frame parse(String text) {
        JsonObject json = new JsonObject(text);
        return switch (json.getString("type")) {
            case "hello" -> {
                Position since = Position.parse(json.getString("resume"));
                yield new Frame(since == null ? null : new Heard.Began(since), true, since == null);
            }
            case "message" -> of(new Heard.Message(position(json), json.getString("text")));
            case "gap" -> of(new Heard.Missing(json.getLong("from"), json.getLong("to"), json.getString("reason")));
            case "error" -> new Frame(null, false, true);
            default -> of(new Heard.Foreign(text));
        };
    }

    private static Frame of(Heard heard) {
        return new Frame(heard, false, false);
    }

    private static Position position(JsonObject json) {
        Long offset = json.getLong("offset");
        return offset == null ? null : new Position(json.getString("epoch"), offset);
    }
}
