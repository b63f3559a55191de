package dev.carillon.ops;

import dev.carillon.socket.WebSocketVerticle;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What the management port answers. Confined to the event loop of the ops verticle. */
final class ManagementRoutes {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<Future<List<String>>> troubles;
    private final Supervisor supervisor;
    private final Drain drain;
    private final PrometheusMeterRegistry registry;
    private final boolean crashRoute;

    ManagementRoutes(
            Supplier<Future<List<String>>> troubles,
            Supervisor supervisor,
            Drain drain,
            PrometheusMeterRegistry registry,
            boolean crashRoute) {
        this.troubles = troubles;
        this.supervisor = supervisor;
        this.drain = drain;
        this.registry = registry;
        this.crashRoute = crashRoute;
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.get("/live").handler(context -> json(context, 200, new JsonObject().put("status", "up")));
        router.get("/ready").handler(this::ready);
        router.get("/metrics").handler(context -> metrics(vertx, context));
        router.post("/drain").handler(this::drain);
        if (crashRoute) {
            router.post("/crash/:verticle").handler(this::crash);
        }
        return router;
    }

    private void ready(RoutingContext context) {
        troubles.get().onSuccess(reasons -> {
            boolean ready = reasons.isEmpty();
            JsonObject answer = new JsonObject()
                    .put("status", ready ? "ready" : "not ready")
                    .put("verticles", supervisor.running())
                    .put("ports", new JsonArray(supervisor.ports(true)));
            if (!ready) {
                answer.put("reasons", new JsonArray(reasons));
            }
            json(context, ready ? 200 : 503, answer);
        });
    }

    private void metrics(Vertx vertx, RoutingContext context) {
        vertx.executeBlocking(() -> registry.scrape(PROMETHEUS_TEXT))
                .onSuccess(text -> context.response()
                        .putHeader("Content-Type", PROMETHEUS_TEXT)
                        .end(text))
                .onFailure(context::fail);
    }

    /** Empties the instance, which goes on to live. A page in a browser on this machine may not ask for it. */
    private void drain(RoutingContext context) {
        if (context.request().headers().contains("Origin")) {
            json(context, 403, new JsonObject().put("error", "not from a page"));
            return;
        }
        JsonObject answer = new JsonObject().put("sessions", drain.sessions()).put("windowMs", drain.windowMs());
        drain.start();
        json(context, 202, answer);
    }

    /** Makes a verticle fail: by an exception, or with {@code ?blockMs=} by blocking its event loop. */
    private void crash(RoutingContext context) {
        String blockMs = context.request().getParam("blockMs", "0");
        WebSocketVerticle verticle = context.pathParam("verticle").matches("\\d{1,4}")
                ? supervisor.verticle(Integer.parseInt(context.pathParam("verticle")))
                : null;
        if (verticle == null || !blockMs.matches("\\d{1,6}")) {
            json(context, verticle == null ? 404 : 400, new JsonObject().put("error", "no such verticle or time"));
            return;
        }
        long blockNs = Long.parseLong(blockMs) * 1_000_000;
        verticle.execute(() -> fail(blockNs));
        json(context, 202, new JsonObject().put("crashed", verticle.number()));
    }

    private static void fail(long blockNs) {
        if (blockNs == 0) {
            throw new IllegalStateException("made to fail by the crash route");
        }
        long end = System.nanoTime() + blockNs;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void json(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.encode());
    }
}
