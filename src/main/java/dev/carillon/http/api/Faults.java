package dev.carillon.http.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what a request that failed is answered; whatever nobody foresaw is a bug, counted and logged. Confined to the event loop of its core. */
final class Faults {
    private static final Logger log = LoggerFactory.getLogger(Faults.class);

    private static final int BROKEN_OFF = 200;

    private final Responder responder;
    private final Counter bugs;

    Faults(Responder responder, MeterRegistry metrics) {
        this.responder = responder;
        this.bugs = Counter.builder("carillon.bugs")
                .description("Exceptions that escaped where none may; each is a bug")
                .tag("where", "http")
                .register(metrics);
    }

    void answer(RoutingContext context) {
        Bodies.stopWaiting(context);
        responder.answer(context.request(), answerTo(context));
    }

    private Answer answerTo(RoutingContext context) {
        if (context.failure() instanceof ProblemException mistake) {
            return mistake.answer();
        }
        return switch (context.statusCode()) {
            // What the body handler says of a request that broke off, or is no HTTP
            case BROKEN_OFF, 400 -> new Answer.Problem(400, "The request cannot be read");
            case 408 -> new Answer.Problem(408, "The body took too long");
            case 413 -> new Answer.Problem(413, "The body is larger than this server takes");
            case 417 -> new Answer.Problem(417, "Only 100-continue may be expected");
            default -> bug(context);
        };
    }

    private Answer bug(RoutingContext context) {
        bugs.increment();
        log.error("{} {} failed", context.request().method(), context.request().path(), context.failure());
        return new Answer.Problem(500, "A bug in the server; its log says more");
    }
}
