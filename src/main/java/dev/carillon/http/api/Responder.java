package dev.carillon.http.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Writes answers. Confined to the event loop of its core. */
final class Responder {
    /** How long what still comes of a body that nobody wants is thrown away, so that its sender gets to read why. */
    private static final long LINGER_MS = 1000;

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final Vertx vertx;

    Responder(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Answers a request, soon; one that is answered already, or whose client is gone, is left alone. */
    void answer(HttpServerRequest request, Answer answer) {
        if (isAnswered(request)) {
            return;
        }
        if (request.isEnded() || !Bodies.announced(request)) {
            request.resume();
            write(request, answer);
        } else {
            // What has come of the body already is handed over before the next turn
            request.handler(unwanted -> {}).endHandler(all -> {}).resume();
            vertx.runOnContext(next -> answerNow(request, answer));
        }
    }

    /** Answers at once, and closes the connection when a part of the body is yet to come. */
    void answerNow(HttpServerRequest request, Answer answer) {
        if (isAnswered(request)) {
            return;
        }
        if (request.isEnded() || !Bodies.announced(request)) {
            write(request, answer);
            return;
        }
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        write(request, answer);
        request.handler(unwanted -> {}).endHandler(all -> request.connection().close());
        vertx.setTimer(LINGER_MS, timer -> request.connection().close());
    }

    private static boolean isAnswered(HttpServerRequest request) {
        return request.response().headWritten() || request.response().closed();
    }

    private static void write(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(response::putHeader);
        if (answer instanceof Answer.Json json) {
            end(response, JSON, json.body());
        } else if (answer instanceof Answer.Problem problem) {
            end(response, PROBLEM, document(request, response.getStatusMessage(), problem));
        } else {
            response.end();
        }
    }

    private static void end(HttpServerResponse response, String type, JsonObject body) {
        Buffer json = body.toBuffer();
        // Vert.x leaves it out for HEAD
        response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(json.length()))
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .end(json);
    }

    private static JsonObject document(HttpServerRequest request, String title, Answer.Problem problem) {
        JsonObject document = new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", problem.status())
                .put("detail", problem.detail())
                .put("instance", request.path());
        problem.members().forEach(document::put);
        return document;
    }
}
