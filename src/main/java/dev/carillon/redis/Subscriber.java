package dev.carillon.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriber side of the bridge: keeps Redis subscribed to what the cores want, and passes on what Redis pushes. Confined to
 * the event loop of the bridge.
 */
final class Subscriber implements RedisLink.User {
    private static final Logger log = LoggerFactory.getLogger(Subscriber.class);
    private static final int CHANNELS_A_COMMAND = 1000;

    private final Interest interest;
    private final Consumer<String> confirmed;
    private final Runnable wentDown;
    private final BiConsumer<String, byte[]> messages;
    private final Runnable becameCurrent;

    // Touched only on the bridge's event loop
    private RedisConnection connection;
    private boolean everUp;
    private boolean resubscribing;
    private boolean current;

    // What was wanted when the connection came up and is not confirmed yet
    private Set<String> awaited = Set.of();

    // Signs of life since the last look, and when there was one
    private boolean heard;
    private long heardNs;
    private boolean pongAwaited;
    private long askedNs;
    private boolean confirming;
    private long confirmingNs;

    /**
     * @param confirmed told of each channel that Redis is subscribed to now
     * @param wentDown called when the connection is gone
     * @param becameCurrent called when {@link #isCurrent()} becomes true
     */
    Subscriber(
            Interest interest,
            Consumer<String> confirmed,
            Runnable wentDown,
            BiConsumer<String, byte[]> messages,
            Runnable becameCurrent) {
        this.becameCurrent = becameCurrent;
        this.interest = interest;
        this.confirmed = confirmed;
        this.wentDown = wentDown;
        this.messages = messages;
    }

    @Override
    public void up(RedisConnection fresh) {
        connection = fresh;
        heard = true;
        confirming = true;
        interest.reset();
        subscribe();
        resubscribing = everUp && interest.unconfirmed() > 0;
        everUp = true;
        awaited = new HashSet<>(interest.toBeConfirmed());
        current = awaited.isEmpty();
        becameCurrent.run();
    }

    @Override
    public void down() {
        connection = null;
        current = false;
        interest.reset();
        wentDown.run();
    }

    /** Tells Redis what changed; the end of a turn. */
    void subscribe() {
        if (connection != null) {
            send(Command.SUBSCRIBE, interest.toSubscribe());
            send(Command.UNSUBSCRIBE, interest.toUnsubscribe());
        }
    }

    /** Whether Redis has confirmed, on this connection, what was wanted when it came up: nothing that is published is missed. */
    boolean isCurrent() {
        return current;
    }

    /** Whether Redis has confirmed all that is wanted. */
    boolean isSubscribed() {
        return connection != null && interest.unconfirmed() == 0;
    }

    /**
     * Asks for a sign of life when there was none for {@code silenceNs}; called now and then.
     *
     * @return for how long the question has had no answer, in nanoseconds
     */
    long owedNs(long nowNs, long silenceNs) {
        if (connection == null || heard) {
            heard = false;
            heardNs = nowNs;
            pongAwaited = false;
            return 0;
        }
        if (!pongAwaited && nowNs - heardNs >= silenceNs) {
            pongAwaited = true;
            askedNs = nowNs;
            RedisConnection asked = connection;
            connection.send(Request.cmd(Command.PING)).onSuccess(pong -> heard |= connection == asked);
        }
        return pongAwaited ? nowNs - askedNs : 0;
    }

    /** For how long Redis has confirmed nothing although it owes confirmations, in nanoseconds; called now and then. */
    long stalledNs(long nowNs) {
        if (connection == null || confirming || interest.unconfirmed() == 0) {
            confirming = false;
            confirmingNs = nowNs;
        }
        return nowNs - confirmingNs;
    }

    @Override
    public void pushed(Response push) {
        // Anything is a sign of life. When a message comes between a ping and its answer, the client library takes the
        // message for the answer, and the answer comes here
        heard = true;
        if (push.type() != ResponseType.PUSH && push.type() != ResponseType.MULTI) {
            return;
        }
        String kind = push.get(0).toString();
        String channel = push.get(1) == null ? "" : push.get(1).toString();
        switch (kind) {
            case "message" -> messages.accept(channel, push.get(2).toBytes());
            case "subscribe" -> {
                confirming = true;
                interest.confirmed(channel);
                confirmed.accept(channel);
                awaited.remove(channel);
                if (!current && awaited.isEmpty()) {
                    current = true;
                    becameCurrent.run();
                }
                if (resubscribing && interest.unconfirmed() == 0) {
                    resubscribing = false;
                    log.info("Redis has confirmed all {} subscriptions again", interest.size());
                }
            }
            default -> {
                // Of the end of a subscription nobody needs to know
            }
        }
    }

    private void send(Command command, List<String> channels) {
        for (int from = 0; from < channels.size(); from += CHANNELS_A_COMMAND) {
            Request request = Request.cmd(command);
            channels.subList(from, Math.min(channels.size(), from + CHANNELS_A_COMMAND))
                    .forEach(request::arg);
            connection.send(request);
        }
    }
}
