package dev.carillon.redis;

import dev.carillon.bus.BridgeHealth;
import dev.carillon.bus.Bus;
import dev.carillon.bus.InstanceInfo;
import dev.carillon.bus.Uplink;
import dev.carillon.loop.EventLoops;
import dev.carillon.retry.Backoff;
import dev.carillon.retry.Polling;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instance's only user of Redis: takes what the cores ask for, and tells them what Redis answers and pushes. Composes; the
 * parts hold the logic. Deployed once, on an event loop.
 */
public final class RedisBridgeVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(RedisBridgeVerticle.class);
    private static final int EXPIRY_LOOKS = 20;
    private static final long HISTORY_LOOK_MS = 1000;
    private static final long RETRY_MS = 250;
    private static final long STOP_POLL_MS = 5;
    private static final long STOP_LIMIT_MS = 2000;

    private final RedisSettings settings;
    private final HistorySettings history;
    private final String url;
    private final Identity identity;
    private final String answers;
    private final String canaries;
    private final MeterRegistry registry;
    private final EventLoops loops;
    private final Announcement announcement;
    private final String boardChannel;
    private final Handler<Void> turnEnd = done -> turnEnded();

    // Touched only on this verticle's event loop
    private final Interest interest = new Interest();
    private final RedisPeer peer = new RedisPeer();
    private RedisMetrics metrics;
    private Bus bus;
    private Cores cores;
    private CommandPipeline pipeline;
    private Subscriber subscriber;
    private HistoryPolicy policy;
    private Publisher publisher;
    private Subscriptions subscriptions;
    private Histories histories;
    private Directory directory;
    private Deliveries deliveries;
    private Desk desk;
    private RedisLink commandLink;
    private RedisLink subscriberLink;
    private DeliveryWatch delivery;
    private SessionKeys sessionKeys;
    private Lease lease;
    private boolean turnEndScheduled;

    /**
     * @param url of Redis
     * @param identity of this instance
     * @param boardChannel where changes of the board are published
     */
    public RedisBridgeVerticle(
            RedisSettings settings,
            HistorySettings history,
            String url,
            Identity identity,
            MeterRegistry registry,
            EventLoops loops,
            Announcement announcement,
            String boardChannel) {
        this.settings = settings;
        this.history = history;
        this.url = url;
        this.identity = identity;
        this.answers = Keys.answersTo(identity.id());
        this.canaries = Keys.canaryOf(identity.id());
        this.registry = registry;
        this.loops = loops;
        this.announcement = announcement;
        this.boardChannel = boardChannel;
    }

    @Override
    public Future<?> start() {
        loops.claim();
        context.exceptionHandler(this::escaped);
        bus = new Bus(vertx);
        metrics = new RedisMetrics(registry);
        cores = new Cores(bus, this::wantTurnEnd);
        pipeline = new CommandPipeline(settings, metrics, reason -> commandLink.reset(reason));
        policy = new HistoryPolicy(history, peer);
        deliveries = new Deliveries(
                interest, cores, metrics, boardChannel, this::submit, channel -> subscriptions.settled(channel));
        histories = histories();
        subscriptions = new Subscriptions(interest, histories, cores, settings, metrics);
        subscriber =
                new Subscriber(interest, this::subscribed, histories::unsubscribed, this::published, this::current);
        publisher =
                new Publisher(settings, metrics, subscriber::isCurrent, policy, histories::isRecoverable, this::submit);
        directory = new Directory(identity.id(), identity.name(), cores, this::submit);
        interest.prepare(Keys.CONTROL);
        interest.prepare(answers);
        interest.prepare(canaries);
        sessionKeys = new SessionKeys(identity.id(), settings.sweepBatch(), settings.sweepBacklog(), this::submit);
        lease = new Lease(identity.id(), this::describe, settings.lease().toMillis(), this::submit, cores::forgotten);
        desk = new Desk(
                cores,
                subscriptions,
                publisher,
                sessionKeys,
                new Questions(this::submit, publisher, policy, histories, directory),
                directory);
        commandLink = link("command", commandUser());
        subscriberLink = link("subscriber", subscriber);
        delivery = new DeliveryWatch(settings, canary(), subscriber, commandLink, subscriberLink, pipeline::size);
        metrics.watchQueue(pipeline::size);
        metrics.watchChannels(interest::size);
        startTimers();
        bus.bridge(this::receive);
        bus.healthOf(this::health);
        commandLink.start();
        subscriberLink.start();
        return Future.succeededFuture();
    }

    /** Has the others see at once how this instance is. Callable from any thread. */
    public void statusChanged() {
        context.runOnContext(done -> whenUp(lease::renew));
    }

    @Override
    public Future<?> stop() {
        long limitMs = System.currentTimeMillis() + STOP_LIMIT_MS;
        sessionKeys.sweepAll();
        return emptied(limitMs)
                .compose(done -> {
                    lease.release();
                    return emptied(limitMs);
                })
                .onSuccess(done -> {
                    commandLink.close();
                    subscriberLink.close();
                    pipeline.close();
                });
    }

    /** Completes when nothing waits for Redis any more, or nothing more can be hoped for. */
    private Future<Void> emptied(long limitMs) {
        return Polling.until(vertx, STOP_POLL_MS, () -> {
            pipeline.send(System.nanoTime());
            boolean nothingLeft = pipeline.size() == 0 || !commandLink.isUp();
            return Future.succeededFuture(nothingLeft || System.currentTimeMillis() > limitMs);
        });
    }

    private RedisLink.User commandUser() {
        return new CommandUser(
                peer, pipeline, settings.commandTimeout(), this::commandsGo, reason -> commandLink.reset(reason));
    }

    private void commandsGo() {
        lease.renew();
        subscriberLink.hurry();
        delivery.renewed(System.nanoTime());
    }

    private Histories histories() {
        HistoryReader reader = new HistoryReader(policy, this::submitIfRoom);
        Recalls recalls = new Recalls(settings, metrics, reader, history.recallBytes());
        return new Histories(
                vertx, policy, reader, recalls, metrics, this::submitIfRoom, deliveries, history.recentBytes());
    }

    private RedisLink link(String name, RedisLink.User user) {
        Backoff backoff = new Backoff(settings.backoffMin(), settings.backoffMax(), new Random());
        return new RedisLink(name, vertx, settings, url, user, metrics.link(name), backoff);
    }

    private Canary canary() {
        long intervalNs = settings.canaryInterval().toNanos();
        return new Canary(canaries, this::submitIfRoom, new CanaryMetrics(registry), intervalNs, System.nanoTime());
    }

    private void startTimers() {
        SessionSweeper sweeper = new SessionSweeper(identity.id(), settings.sweepBatch(), this::submit);
        long timeoutMs = settings.commandTimeout().toMillis();
        vertx.setPeriodic(Math.max(1, timeoutMs / EXPIRY_LOOKS), timer -> {
            pipeline.expire(System.nanoTime());
            publisher.expire(System.nanoTime());
            subscriptions.expire(System.nanoTime());
            directory.expire(System.nanoTime());
        });
        vertx.setPeriodic(
                RETRY_MS,
                timer -> whenUp(() -> {
                    deliveries.look();
                    histories.look();
                }));
        vertx.setPeriodic(
                HISTORY_LOOK_MS,
                timer -> whenUp(() -> {
                    peer.look(this::submitIfRoom);
                    subscriptions.compare();
                }));
        vertx.setPeriodic(delivery.periodMs(), timer -> delivery.look(System.nanoTime()));
        vertx.setPeriodic(lease.periodMs(), timer -> whenUp(lease::renew));
        vertx.setPeriodic(settings.lease().toMillis() / 2, timer -> whenUp(sweeper::look));
        vertx.setPeriodic(
                settings.sweepInterval().toMillis(),
                timer -> whenUp(() -> {
                    sessionKeys.sweep();
                    sweeper.sweep();
                }));
        if (!announcement.interval().isZero()) {
            announceLater(new Announcer(announcement, policy, this::submit));
        }
    }

    private void announceLater(Announcer announcer) {
        vertx.setTimer(announcer.untilNextMs(Instant.now()), timer -> {
            whenUp(() -> announcer.announce(Instant.now()));
            announceLater(announcer);
        });
    }

    private void whenUp(Runnable action) {
        if (commandLink.isUp()) {
            action.run();
        }
    }

    // ---- up

    private void receive(Uplink uplink) {
        desk.take(uplink, System.nanoTime());
        wantTurnEnd();
    }

    private void submit(Supplier<Request> request, Reply reply) {
        pipeline.submit(request, reply, System.nanoTime());
        wantTurnEnd();
    }

    /** For what is not to count as a user's command that was refused. */
    private void submitIfRoom(Supplier<Request> request, Reply reply) {
        if (pipeline.isFull()) {
            reply.done(null, CommandPipeline.TOO_MANY);
        } else {
            submit(request, reply);
        }
    }

    // ---- down

    private void published(String channel, byte[] payload) {
        if (channel.equals(canaries)) {
            delivery.returned(payload, System.nanoTime());
        } else if (channel.equals(Keys.CONTROL)) {
            directory.asked(payload, System.nanoTime());
        } else if (channel.equals(answers)) {
            directory.answered(payload);
        } else if (Keys.enveloped(channel) != null) {
            histories.pushed(Keys.enveloped(channel), payload);
        } else if (!histories.isMirrored(channel, payload)) {
            deliveries.message(channel, payload);
        }
    }

    private void subscribed(String channel) {
        subscriptions.confirmed(channel);
        deliveries.subscribed(channel, histories.keeps(channel));
    }

    private void current() {
        delivery.renewed(System.nanoTime());
        wantTurnEnd();
    }

    private InstanceInfo describe() {
        return new InstanceInfo(
                identity.id(),
                identity.name(),
                identity.startedMs(),
                System.currentTimeMillis(),
                identity.status().get());
    }

    // ---- turn

    private void wantTurnEnd() {
        if (!turnEndScheduled) {
            turnEndScheduled = true;
            context.runOnContext(turnEnd);
        }
    }

    private void turnEnded() {
        turnEndScheduled = false;
        subscriber.subscribe();
        publisher.release();
        pipeline.send(System.nanoTime());
        cores.turnEnded();
    }

    // ---- trouble

    private BridgeHealth health() {
        List<String> troubles = new ArrayList<>();
        if (!commandLink.isUp()) {
            troubles.add("Redis command link is down: " + commandLink.trouble());
        }
        if (!subscriberLink.isUp()) {
            troubles.add("Redis subscriber link is down: " + subscriberLink.trouble());
        } else if (!subscriber.isSubscribed()) {
            troubles.add("Redis has yet to confirm " + interest.unconfirmed() + " subscriptions");
        } else if (subscriptions.unsettled() > 0) {
            troubles.add("the history of " + subscriptions.unsettled() + " channels has yet to be read");
        }
        delivery.trouble(System.nanoTime()).ifPresent(troubles::add);
        return new BridgeHealth(commandLink.isWaiting() || subscriberLink.isWaiting(), List.copyOf(troubles));
    }

    /** A bug: nothing is known of the state of the links, so that they are made anew; what ran gets its error answers. */
    private void escaped(Throwable bug) {
        metrics.bug();
        log.error("The bridge failed; its links to Redis are made anew", bug);
        commandLink.reset("an internal error");
        subscriberLink.reset("an internal error");
    }
}
