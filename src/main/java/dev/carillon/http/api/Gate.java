package dev.carillon.http.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/** Lets requests in: first the limit, so that keys cannot be guessed without one, then the caller. Confined to the event loop of its core. */
final class Gate {
    private static final String CALLER = "caller";
    private static final String TOO_MANY = "Too Many Requests";

    /** What the board's clients have always been told. */
    private static final Answer TOO_MANY_ALONE =
            new Answer.Json(429, new JsonObject().put("message", TOO_MANY), Map.of());

    private final Access access;
    private final RateLimiter limiter;

    Gate(Access access, RateLimiter limiter) {
        this.access = access;
        this.limiter = limiter;
    }

    /** Who asks, null where anybody may; once a request was let in. */
    static Caller caller(RoutingContext context) {
        return context.get(CALLER);
    }

    /** For whoever shows that it may. */
    void closed(RoutingContext context) {
        pass(context, false);
    }

    /** For anybody. */
    void open(RoutingContext context) {
        pass(context, true);
    }

    private void pass(RoutingContext context, boolean anybody) {
        HttpServerRequest request = context.request();
        // What comes while Redis is asked must wait for those who read it
        request.pause();
        Optional<Caller> caller = access.caller(request);
        limiter.ask(request, caller)
                .map(verdict -> {
                    verdict.ifPresent(said -> check(context, said));
                    if (!anybody) {
                        access.objection(request, caller).ifPresent(problem -> {
                            throw new ProblemException(problem);
                        });
                        context.put(CALLER, caller.orElseThrow());
                    }
                    return null;
                })
                .onSuccess(passed -> context.next())
                .onFailure(context::fail);
    }

    private static void check(RoutingContext context, RateLimiter.Verdict verdict) {
        HttpServerResponse response = context.response();
        response.putHeader("RateLimit-Policy", verdict.policyHeader()).putHeader("RateLimit", verdict.header());
        if (verdict.isOver()) {
            response.putHeader("Retry-After", String.valueOf(verdict.seconds()));
            throw new ProblemException(
                    context.normalizedPath().startsWith(Api.ROOT) ? tooMany(verdict) : TOO_MANY_ALONE);
        }
    }

    private static Answer tooMany(RateLimiter.Verdict verdict) {
        return new Answer.Problem(429, "More than " + verdict.limit() + " requests in a minute")
                .withMember("message", TOO_MANY);
    }
}
