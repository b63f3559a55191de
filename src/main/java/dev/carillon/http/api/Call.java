package dev.carillon.http.api;

import dev.carillon.bus.BridgeProxy;
import dev.carillon.bus.Question;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * A request that was let in and read. Confined to the event loop of its core.
 *
 * @param caller null where anybody may ask
 * @param parameter what stands in the path for the operation's variable part; null when it has none
 * @param body empty when there is none
 */
record Call(HttpServerRequest request, Caller caller, String parameter, Buffer body, BridgeProxy bridge) {
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final char REPLACEMENT = '\uFFFD';

    /** What the path names; throws a problem when that was not valid UTF-8. */
    String name() {
        if (parameter.indexOf(REPLACEMENT) >= 0) {
            throw new ProblemException(400, "The name in the path is not valid UTF-8");
        }
        return parameter;
    }

    /** The fields of the body, which must be there. */
    JsonFields fields(String... known) {
        return JsonFields.read(body, List.of(known));
    }

    /** Asks the bridge; fails with problem 503 when that cannot be answered. */
    <T> Future<T> ask(Question<T> question) {
        return bridge.ask(question)
                .recover(failure -> Future.failedFuture(new ProblemException(
                        new Answer.Problem(503, failure.getMessage()).with("Retry-After", RETRY_AFTER_SECONDS))));
    }
}
