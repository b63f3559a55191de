package dev.carillon;

import dev.carillon.bus.Bus;
import dev.carillon.bus.InstanceInfo.InstanceStatus;
import dev.carillon.config.Config;
import dev.carillon.endpoint.BoardEndpoint;
import dev.carillon.endpoint.ServerEvents;
import dev.carillon.endpoint.SessionsSettings;
import dev.carillon.endpoint.UsersSettings;
import dev.carillon.http.HttpRoutes;
import dev.carillon.http.api.Api;
import dev.carillon.loop.EventLoops;
import dev.carillon.ops.Metrics;
import dev.carillon.ops.OpsVerticle;
import dev.carillon.ops.PortException;
import dev.carillon.ops.SessionQuota;
import dev.carillon.redis.Announcement;
import dev.carillon.redis.Identity;
import dev.carillon.redis.LocalRedis;
import dev.carillon.redis.RedisBridgeVerticle;
import dev.carillon.redis.RedisChoice;
import dev.carillon.registry.Endpoints;
import dev.carillon.retry.Polling;
import dev.carillon.socket.WebSocketVerticle;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running Carillon: its bridge to Redis, its cores, its management port. Several can run in one JVM. Callable from any
 * thread.
 */
public final class Instance {
    private static final Logger log = LoggerFactory.getLogger(Instance.class);
    private static final long HEALTH_POLL_MS = 2;
    private static final long MAX_SETTLE_MS = 5000;

    // Together with the grace of a drain and the embedded Redis less than ten seconds after its window
    private static final long CORES_STOP_MS = 500;
    private static final long OPS_STOP_MS = 500;
    private static final long BRIDGE_STOP_MS = 2500;

    private final String id = UUID.randomUUID().toString();
    private final Config config;
    private final RedisChoice redis;
    private final PrometheusMeterRegistry registry = Metrics.registry();
    private final int verticlesPerPort;
    private final SessionQuota quota;
    private final Vertx vertx;
    private final EventLoops loops;
    private final RedisBridgeVerticle bridge;
    private final OpsVerticle ops;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Promise<Void> stopped = Promise.promise();

    // Set while it starts, read when it stops
    private volatile String bridgeDeployment;
    private volatile String opsDeployment;
    private volatile List<Integer> ports = List.of();

    private Instance(Config config, RedisChoice redis) {
        this.config = config;
        this.redis = redis;
        int perPort = config.server().verticlesPerPort();
        this.verticlesPerPort = perPort == 0 ? Runtime.getRuntime().availableProcessors() : perPort;
        this.quota = new SessionQuota(maxSessions());
        this.vertx = Metrics.vertx(
                new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(eventLoops()), registry, id);
        Bus.registerCodecs(vertx);
        this.loops = new EventLoops(eventLoops());
        this.bridge = new RedisBridgeVerticle(
                config.redis(),
                config.history(),
                redis.url(),
                identity(),
                registry,
                loops,
                serverEvents(),
                BoardEndpoint.CHANNEL);
        this.ops = new OpsVerticle(
                new OpsVerticle.Plan(
                        config.server().port(),
                        config.server().ports(),
                        verticlesPerPort,
                        config.management().portFor(config.server().port()),
                        config.server().drainWindow()),
                config.management(),
                config.supervisor(),
                verticles(),
                loops,
                quota,
                registry);
    }

    /**
     * Starts an instance: Redis if none is there, the bridge, the cores, the management port, in this order.
     *
     * @return the instance once it serves; fails with a {@link StartException} when it cannot
     */
    public static Future<Instance> start(Config config) {
        RedisChoice redis;
        try {
            redis = LocalRedis.choose(config.redis());
        } catch (IOException e) {
            return Future.failedFuture(new StartException(e.getMessage(), e));
        }
        Instance instance = new Instance(config, redis);
        Promise<Instance> started = Promise.promise();
        instance.start()
                .onSuccess(done -> {
                    StartUpLines.log(instance);
                    started.complete(instance);
                })
                .onFailure(failure -> instance.stop().onComplete(stopped -> started.fail(startException(failure))));
        return started.future();
    }

    /**
     * Stops what was started, in reverse: sessions are closed with 1012, spread over the drain window, and their keys deleted. Asked
     * again, it does no more.
     */
    public Future<Void> stop() {
        if (stopping.compareAndSet(false, true)) {
            stopOnce();
        }
        return stopped.future();
    }

    /** Cuts the drain window of a stop short: what sessions are left are closed at once. */
    public void hurry() {
        if (opsDeployment != null) {
            ops.hurry();
        }
    }

    private void stopOnce() {
        // By name and not left to Vert.x, which undeploys in no particular order
        log.info("Stopping");
        long drainMs = config.server().drainWindow().plus(OpsVerticle.grace()).toMillis() + CORES_STOP_MS;
        within(drainMs, opsDeployment == null ? Future.succeededFuture() : ops.drain())
                .compose(done -> within(OPS_STOP_MS, undeploy(opsDeployment)))
                .compose(done -> within(BRIDGE_STOP_MS, undeploy(bridgeDeployment)))
                .compose(done -> vertx.executeBlocking(() -> {
                    redis.close();
                    return null;
                }))
                .onComplete(done -> vertx.close().onComplete(closed -> {
                    registry.close();
                    log.info("Stopped");
                    stopped.complete();
                }));
    }

    /** What does not end in time, a blocked verticle say, holds up nothing else. */
    private static Future<Void> within(long limitMs, Future<Void> step) {
        return step.timeout(limitMs, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    /** Id of this instance, unique among all that share Redis. */
    public String id() {
        return id;
    }

    /** Where Redis was found. */
    public RedisChoice redis() {
        return redis;
    }

    /** The ports that are served. */
    public List<Integer> ports() {
        return ports;
    }

    /** The port of the management server. */
    public int managementPort() {
        return ops.managementPort();
    }

    /** How many verticles serve each port. */
    public int verticlesPerPort() {
        return verticlesPerPort;
    }

    /** How many sessions it holds at most. */
    public int maxSessions() {
        return SessionQuota.limit(config.server().maxSessions());
    }

    /** What it was started with. */
    Config config() {
        return config;
    }

    private Future<Void> start() {
        return vertx.deployVerticle(bridge)
                .onSuccess(id -> bridgeDeployment = id)
                .compose(done -> vertx.deployVerticle(ops))
                .onSuccess(id -> {
                    opsDeployment = id;
                    ports = ops.ports();
                    bridge.statusChanged();
                })
                .compose(done -> settled());
    }

    /** Completes when Redis has confirmed what the endpoints need, or is found to be out of reach. */
    private Future<Void> settled() {
        long limitMs = System.currentTimeMillis() + MAX_SETTLE_MS;
        // On a machine that is busy the bridge may answer late; it is asked again
        return Polling.until(
                vertx,
                HEALTH_POLL_MS,
                () -> new Bus(vertx)
                        .health()
                        .map(health -> health.isReady() || health.outOfReach())
                        .otherwise(false)
                        .map(settled -> settled || System.currentTimeMillis() > limitMs));
    }

    private Future<Void> undeploy(String deployment) {
        return deployment == null
                ? Future.succeededFuture()
                : vertx.undeploy(deployment).recover(gone -> Future.succeededFuture());
    }

    private OpsVerticle.VerticleFactory verticles() {
        Map<String, String> paths = new LinkedHashMap<>();
        config.endpoints().forEach((name, endpoint) -> {
            if (endpoint.enabled()) {
                paths.put(name, endpoint.path());
            }
        });
        Api api = api();
        WebSocketVerticle.Shared shared = new WebSocketVerticle.Shared(
                config.server(),
                config.socket(),
                id,
                Endpoints.ALL,
                config.endpoints(),
                quota,
                registry,
                users().names()::channelLabel,
                loops,
                core -> HttpRoutes.create(core, paths, api));
        return (number, port, escaped) -> new WebSocketVerticle(shared, number, port, escaped);
    }

    private Api api() {
        boolean board = config.endpoints().get("board").enabled();
        return new Api(config.http(), config.api(), users().names(), board, registry);
    }

    private UsersSettings users() {
        return (UsersSettings) config.endpoints().get("users");
    }

    private Announcement serverEvents() {
        SessionsSettings sessions = (SessionsSettings) config.endpoints().get("sessions");
        return new Announcement(ServerEvents.CHANNEL, sessions.serverEventInterval(), ServerEvents::event);
    }

    private Identity identity() {
        return new Identity(id, serverName(), System.currentTimeMillis(), this::status);
    }

    private InstanceStatus status() {
        return new InstanceStatus(
                ports, quota.taken(), total("carillon.messages.received"), total("carillon.messages.sent"));
    }

    private long total(String counter) {
        return (long) registry.find(counter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private String serverName() {
        return config.server().nameOn(config.server().port());
    }

    /** One for each verticle, the bridge and the management port, and as many again for those that replace blocked ones. */
    private int eventLoops() {
        return 2 * (config.server().ports() * verticlesPerPort + 2);
    }

    private static StartException startException(Throwable failure) {
        return new StartException(
                failure instanceof PortException ? failure.getMessage() : String.valueOf(failure), failure);
    }
}
