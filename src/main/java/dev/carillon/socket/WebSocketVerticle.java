package dev.carillon.socket;

import dev.carillon.bus.Bus;
import dev.carillon.bus.Command;
import dev.carillon.endpoint.Endpoint;
import dev.carillon.endpoint.EndpointContext;
import dev.carillon.endpoint.EndpointSettings;
import dev.carillon.endpoint.EndpointType;
import dev.carillon.endpoint.HttpFactory;
import dev.carillon.endpoint.Quota;
import dev.carillon.loop.EventLoops;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One core: listens on a port, which it may share with others, and owns the connections it accepted. Composes; the parts hold
 * the logic. Deployed on an event loop.
 */
public final class WebSocketVerticle extends VerticleBase {
    /**
     * What all cores of an instance have in common. Immutable.
     *
     * @param instance id of the instance
     * @param endpoints all there are
     * @param endpointSettings by the name of the endpoint
     * @param channelLabels from the name of a channel to that by which its messages are counted, of which there are few
     * @param loops of the instance, one for each verticle
     * @param http for the requests that are no handshake
     */
    public record Shared(
            ServerSettings server,
            SocketSettings socket,
            String instance,
            List<EndpointType<?>> endpoints,
            Map<String, EndpointSettings> endpointSettings,
            Quota quota,
            MeterRegistry metrics,
            UnaryOperator<String> channelLabels,
            EventLoops loops,
            HttpFactory http) {}

    private static final Logger log = LoggerFactory.getLogger(WebSocketVerticle.class);
    private static final long LOBBY_LOOKS = 10;
    private static final long SLOW_LOOK_MS = 1000;
    private static final int STOP_SECONDS = 3;
    private static final long DEPARTURE_LOOK_MS = 10;
    // Those who reconnect at once are not to do it in the same instant
    private static final int MAX_RECONNECT_MS = 1000;
    private static final int ABANDON_SECONDS = 60;

    private final Shared shared;
    private final int number;
    private final int port;
    private final Consumer<Throwable> escaped;

    private Core core;
    private Admission admission;
    private Lobby lobby;
    private HttpServer httpServer;
    private Departures departures;
    private boolean failed;

    /**
     * @param number of this core, unique over the life of the instance
     * @param port to listen on, not 0
     * @param escaped gets what escapes on this verticle's event loop, which then is of no more use
     */
    public WebSocketVerticle(Shared shared, int number, int port, Consumer<Throwable> escaped) {
        this.shared = shared;
        this.number = number;
        this.port = port;
        this.escaped = escaped;
    }

    /** Number of this core, unique over the life of the instance. */
    public int number() {
        return number;
    }

    /** Runs on this verticle's event loop, soon. Callable from any thread. */
    public void execute(Runnable action) {
        context.runOnContext(done -> action.run());
    }

    /**
     * Accepts nothing more, and closes its sessions with 1012, each after what it is owed, spread evenly over a window. Asked
     * again, it does no more. Callable from any thread.
     *
     * @return completes when nothing is accepted any more
     */
    public Future<Void> drain(long windowMs) {
        Promise<Void> closed = Promise.promise();
        execute(() -> {
            depart(windowMs);
            closed.complete();
        });
        return closed.future();
    }

    /** Cuts the window of a drain short. Callable from any thread. */
    public void hurry() {
        execute(() -> {
            depart(0);
            departures.hurry();
            cutLater();
        });
    }

    /** What is closed from now on is closed because this verticle failed. Called before it is undeployed. */
    public void fail() {
        failed = true;
    }

    /**
     * A server that binds the port on the calling verticle's event loop and serves nobody. In Vert.x the first server on a port
     * owns it: who joins or leaves later waits for the owner's event loop. So that this is not one that may be blocked, another
     * verticle holds the port until this one has joined; Vert.x lets go of the port when the last has left.
     */
    public HttpServer holder(Vertx owner) {
        return owner.createHttpServer(options())
                .requestHandler(request -> request.response()
                        .setStatusCode(503)
                        .putHeader("Retry-After", "1")
                        .end());
    }

    /**
     * Stops accepting although the event loop may not answer any more; once it does, sessions are closed in order. Callable from
     * any thread.
     */
    public void abandon() {
        httpServer.shutdown(ABANDON_SECONDS, TimeUnit.SECONDS);
        new Bus(vertx).up(number, List.of(new Command.Leave()));
    }

    @Override
    public Future<?> start() {
        shared.loops().claim();
        context.exceptionHandler(this::escaped);
        SocketSettings socket = shared.socket();
        Bus bus = new Bus(vertx);
        CoreMetrics metrics = new CoreMetrics(shared.metrics(), shared.channelLabels());
        core = new Core(context, socket, shared.quota(), metrics, bus, number, port);
        EndpointContext environment = new EndpointContext(
                vertx,
                number,
                port,
                shared.instance(),
                shared.server().nameOn(port),
                core.bridge(),
                core.channels(),
                shared.quota(),
                core::wantTurnEnd);
        admission = new Admission(
                core,
                shared.quota(),
                Set.copyOf(shared.server().origins()),
                shared.http().create(environment));
        shared.endpoints().forEach(type -> serve(type, environment));
        bus.core(number, core::receive);
        startTimers();
        core.bridge().turnEnded();
        // The bridge's answer comes after it has taken what the endpoints want: nobody connects before
        return bus.health()
                .transform(health -> listen())
                .onSuccess(server -> httpServer = server)
                .onFailure(failure -> end());
    }

    @Override
    public Future<?> stop() {
        if (failed) {
            admission.stop();
            core.endpoints().forEach(endpoint -> endpoint.endpoint().draining().forEach(Runnable::run));
            List.copyOf(core.sessions())
                    .forEach(session -> session.close(CloseCodes.SERVICE_RESTART, "Restarting", CloseCause.FAILED));
        } else {
            depart(0);
            departures.hurry();
        }
        cutLater();
        Promise<Void> closed = Promise.promise();
        // Vert.x takes a connection for closed before its session has heard of it
        httpServer
                .shutdown(STOP_SECONDS, TimeUnit.SECONDS)
                .onComplete(done -> core.whenEmpty(() -> {
                    end();
                    closed.tryComplete();
                }));
        return closed.future();
    }

    private void depart(long windowMs) {
        if (departures != null) {
            return;
        }
        admission.stop();
        lobby.close();
        List<Runnable> sessions = new ArrayList<>();
        core.sessions().forEach(session -> sessions.add(() -> depart(session)));
        core.endpoints().forEach(endpoint -> sessions.addAll(endpoint.endpoint().draining()));
        departures = new Departures(sessions, TimeUnit.MILLISECONDS.toNanos(windowMs), System.nanoTime());
        departures.look(System.nanoTime());
        vertx.setPeriodic(DEPARTURE_LOOK_MS, timer -> {
            departures.look(System.nanoTime());
            if (departures.isDone()) {
                vertx.cancelTimer(timer);
            }
        });
        httpServer.shutdown(windowMs + TimeUnit.SECONDS.toMillis(STOP_SECONDS), TimeUnit.MILLISECONDS);
    }

    private static void depart(Session session) {
        int delayMs = ThreadLocalRandom.current().nextInt(MAX_RECONNECT_MS);
        session.closeWhenAnswered(
                CloseCodes.SERVICE_RESTART, "{\"reconnectInMs\":" + delayMs + "}", CloseCause.STOPPING);
    }

    private void cutLater() {
        vertx.setTimer(
                TimeUnit.SECONDS.toMillis(STOP_SECONDS),
                timer -> List.copyOf(core.sessions())
                        .forEach(session -> session.cut(failed ? CloseCause.FAILED : CloseCause.STOPPING)));
    }

    /** Gives back what is held besides the port. */
    private void end() {
        core.bridge().leave();
        core.deflate().close();
        shared.loops().release();
    }

    /** A bug outside of any session: nothing is known of the core's state any more. */
    private void escaped(Throwable bug) {
        log.error("Verticle {} on port {} failed", number, port, bug);
        core.metrics().bug();
        escaped.accept(bug);
    }

    private void serve(EndpointType<?> type, EndpointContext environment) {
        EndpointSettings settings = shared.endpointSettings().get(type.name());
        if (settings.enabled()) {
            Endpoint endpoint = type.create(settings, environment);
            CoreMetrics.ByEndpoint metrics = core.metrics().endpoint(type.name());
            ServedEndpoint served =
                    new ServedEndpoint(type.name(), settings.path(), endpoint, settings.slowClients(), metrics);
            endpoint.countWith(new UnconnectedCounts(core.metrics(), metrics, core::wantTurnEnd));
            endpoint.held().forEach(core.bridge()::prepare);
            core.channels().hold(endpoint.held());
            core.serve(served);
            admission.serve(served);
        }
    }

    private void startTimers() {
        SocketSettings socket = shared.socket();
        Heartbeat heartbeat = new Heartbeat(core.sessions(), socket.pingInterval(), socket.idleTimeout());
        if (heartbeat.periodMs() > 0) {
            vertx.setPeriodic(heartbeat.periodMs(), timer -> heartbeat.look(System.nanoTime()));
        }
        vertx.setPeriodic(SLOW_LOOK_MS, timer -> core.slowClients().report(System.nanoTime()));
    }

    private Future<HttpServer> listen() {
        ServerSettings server = shared.server();
        lobby = new Lobby(server.handshakeTimeout());
        vertx.setPeriodic(
                Math.max(1, server.handshakeTimeout().toMillis() / LOBBY_LOOKS),
                timer -> lobby.look(System.nanoTime()));
        return vertx.createHttpServer(options())
                .connectionHandler(connection -> {
                    ShutdownShield.protect(connection);
                    lobby.enter(connection, System.nanoTime());
                    connection.closeHandler(closed -> lobby.leave(connection));
                })
                .requestHandler(request -> {
                    HttpConnection connection = request.connection();
                    lobby.leave(connection);
                    request.response().endHandler(ended -> lobby.enter(connection, System.nanoTime()));
                    admission.handle(request);
                })
                .listen();
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(shared.server().host())
                .setPort(port)
                .setMaxHeaderSize(shared.server().maxHeaderBytes())
                .setAcceptBacklog(shared.server().acceptBacklog())
                .setHttp2ClearTextEnabled(false)
                .setStrictThreadMode(true)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }
}
