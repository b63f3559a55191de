package dev.carillon.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The API's own description (OpenAPI 3.1), which anybody may read. Pure. */
final class OpenApi {
    static final String PATH = "/api/v1/openapi.json";

    private static final String FILE = "openapi.json";

    private OpenApi() {}

    /** Read when first asked for: most processes never are. */
    private static final class Document {
        static final JsonObject JSON = read();
    }

    static List<Operation> all() {
        return List.of(Operation.getByAnybody(PATH, call -> Future.succeededFuture(Answer.Json.ok(Document.JSON))));
    }

    private static JsonObject read() {
        try (InputStream file = OpenApi.class.getResourceAsStream(FILE)) {
            return new JsonObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
