package dev.carillon.ops;

import dev.carillon.bus.BridgeHealth;
import dev.carillon.bus.Bus;
import dev.carillon.loop.EventLoops;
import dev.carillon.socket.WebSocketVerticle;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the WebSocket verticles of an instance and shows on the management port how they are. Composes; the parts hold the logic.
 * Deployed once, on an event loop.
 */
public final class OpsVerticle extends VerticleBase {
    /**
     * What to run. Immutable.
     *
     * @param firstPort 0: any free one
     * @param ports how many ports in a row
     * @param verticlesPerPort at least 1
     * @param managementPort 0: any free one
     * @param drainWindow over which sessions are closed
     */
    public record Plan(int firstPort, int ports, int verticlesPerPort, int managementPort, Duration drainWindow) {}

    /** Makes the WebSocket verticles. */
    public interface VerticleFactory {
        /**
         * @param number unique over the life of the instance
         * @param port to listen on
         * @param escaped to be called, on whatever thread, with what escapes on the verticle's event loop
         */
        WebSocketVerticle create(int number, int port, Consumer<Throwable> escaped);
    }

    private final Plan plan;
    private final ManagementSettings management;
    private final SupervisorSettings supervision;
    private final VerticleFactory factory;
    private final EventLoops loops;
    private final SessionQuota quota;
    private final PrometheusMeterRegistry registry;

    private Supervisor supervisor;
    private Drain drain;
    private HttpServer server;

    public OpsVerticle(
            Plan plan,
            ManagementSettings management,
            SupervisorSettings supervision,
            VerticleFactory factory,
            EventLoops loops,
            SessionQuota quota,
            PrometheusMeterRegistry registry) {
        this.plan = plan;
        this.management = management;
        this.supervision = supervision;
        this.factory = factory;
        this.loops = loops;
        this.quota = quota;
        this.registry = registry;
    }

    /** The port of the management server, once started. */
    public int managementPort() {
        return server.actualPort();
    }

    /** The ports that WebSocket verticles listen on, once started. */
    public List<Integer> ports() {
        return supervisor.ports(true);
    }

    @Override
    public Future<?> start() {
        loops.claim();
        supervisor = new Supervisor(vertx, supervision, factory, loops, registry);
        drain = new Drain(vertx, supervisor, quota, plan.drainWindow(), registry);
        ManagementRoutes routes =
                new ManagementRoutes(this::troubles, supervisor, drain, registry, management.crashRoute());
        server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(management.host())
                .setPort(plan.managementPort())
                .setHttp2ClearTextEnabled(false));
        return server.requestHandler(routes.router(vertx))
                .listen()
                .recover(failure -> PortException.fail(plan.managementPort(), "management.port", failure))
                .compose(listening -> startVerticles(0));
    }

    /**
     * Not ready any more, nothing is accepted, sessions are closed, the verticles stop. To be called before the undeployment, which
     * undeploys the verticles that were deployed from here before it calls {@link #stop()}. Callable from any thread.
     */
    public Future<Void> drain() {
        Promise<Void> drained = Promise.promise();
        context.runOnContext(
                start -> drain.start().compose(done -> supervisor.stop()).onComplete(drained));
        return drained.future();
    }

    /** Cuts the window short in which sessions are closed. Callable from any thread. */
    public void hurry() {
        context.runOnContext(start -> drain.hurry());
    }

    /** How long {@link #drain()} takes at most after its window, if no verticle is blocked. */
    public static Duration grace() {
        return Duration.ofMillis(Drain.GRACE_MS);
    }

    @Override
    public Future<?> stop() {
        return server.close();
    }

    private Future<Void> startVerticles(int index) {
        if (index == plan.ports()) {
            supervisor.watch();
            return Future.succeededFuture();
        }
        int port;
        try {
            port = plan.firstPort() == 0 ? freePort() : plan.firstPort() + index;
        } catch (IOException e) {
            return PortException.fail(0, "server.port", e);
        }
        return supervisor
                .start(port, plan.verticlesPerPort())
                .recover(failure -> PortException.fail(port, "server.port", failure))
                .compose(actual -> startVerticles(index + 1));
    }

    /** One that nobody listens on: verticles can share only a port that has a number. */
    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private Future<List<String>> troubles() {
        List<String> troubles = new ArrayList<>();
        if (drain.isStarted()) {
            troubles.add("draining");
        } else {
            supervisor.ports(false).forEach(port -> troubles.add("nothing listens on port " + port));
        }
        return new Bus(vertx)
                .health()
                .map(BridgeHealth::troubles)
                .otherwise(List.of("the bridge does not answer"))
                .map(bridge -> {
                    troubles.addAll(bridge);
                    return troubles;
                });
    }
}
