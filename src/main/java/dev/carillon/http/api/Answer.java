package dev.carillon.http.api;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is answered to a request. Immutable. */
sealed interface Answer {
    int status();

    Map<String, String> headers();

    /** The same with another header. */
    Answer with(String header, String value);

    /** A JSON object, which must not change from here on. */
    record Json(int status, JsonObject body, Map<String, String> headers) implements Answer {
        static Json ok(JsonObject body) {
            return new Json(200, body, Map.of());
        }

        @Override
        public Json with(String header, String value) {
            return new Json(status, body, added(headers, header, value));
        }
    }

    /** Nothing but the status and headers. */
    record Empty(int status, Map<String, String> headers) implements Answer {
        static Empty noContent() {
            return new Empty(204, Map.of());
        }

        @Override
        public Empty with(String header, String value) {
            return new Empty(status, added(headers, header, value));
        }
    }

    /**
     * A problem document (RFC 9457) of type {@code about:blank}.
     *
     * @param detail what is wrong, in a sentence for people
     * @param members those that the document has besides RFC 9457's
     */
    record Problem(int status, String detail, Map<String, String> headers, Map<String, String> members)
            implements Answer {
        Problem(int status, String detail) {
            this(status, detail, Map.of(), Map.of());
        }

        @Override
        public Problem with(String header, String value) {
            return new Problem(status, detail, added(headers, header, value), members);
        }

        /** The same with another member. */
        Problem withMember(String name, String value) {
            return new Problem(status, detail, headers, added(members, name, value));
        }
    }

    private static Map<String, String> added(Map<String, String> some, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(some);
        more.put(name, value);
        return more;
    }
}
