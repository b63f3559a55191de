package dev.carillon.http.api;

import dev.carillon.http.HttpSettings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.regex.Pattern;

/** Reads bodies, of JSON alone, within limits of size and time. Confined to the event loop of its core. */
final class Bodies {
    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);
    private static final String TIMER = "bodyTimer";

    private final BodyHandler reader;
    private final long timeoutMs;

    Bodies(HttpSettings settings) {
        this.reader = BodyHandler.create(false).setBodyLimit(settings.maxBodyBytes());
        this.timeoutMs = settings.bodyTimeout().toMillis();
    }

    /** Whether the request's header tells of a body. */
    static boolean announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }

    /** The route's next handler finds the body read. The request must be paused. */
    void read(Route route) {
        route.handler((SecurityPolicyHandler) this::begin).handler(reader).handler(this::end);
    }

    /** The body is awaited no more. */
    static void stopWaiting(RoutingContext context) {
        Long timer = context.remove(TIMER);
        if (timer != null) {
            context.vertx().cancelTimer(timer);
        }
    }

    private void begin(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (announced(context.request())
                && (type == null || !JSON.matcher(type.strip()).matches())) {
            throw new ProblemException(
                    new Answer.Problem(415, "The Content-Type of a body must be application/json, in UTF-8")
                            .with("Accept", "application/json"));
        }
        context.put(TIMER, context.vertx().setTimer(timeoutMs, late -> context.fail(408)));
        context.next();
    }

    private void end(RoutingContext context) {
        stopWaiting(context);
        context.next();
    }
}
