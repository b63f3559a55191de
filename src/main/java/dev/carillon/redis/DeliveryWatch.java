package dev.carillon.redis;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what is published is delivered: sends the canary, says when it does not come back, and replaces the link that
 * is of no use. Confined to the event loop of the bridge.
 */
final class DeliveryWatch {
    private static final Logger log = LoggerFactory.getLogger(DeliveryWatch.class);
    private static final int LOOKS = 4;

    private final Canary canary;
    private final Subscriber subscriber;
    private final RedisLink commandLink;
    private final RedisLink subscriberLink;
    private final IntSupplier waiting;
    private final long patienceNs;
    private final long questionNs;

    // Touched only on the bridge's event loop
    private boolean reported;
    private int inVain;

    /** @param waiting how many commands wait for Redis or its answer */
    DeliveryWatch(
            RedisSettings settings,
            Canary canary,
            Subscriber subscriber,
            RedisLink commandLink,
            RedisLink subscriberLink,
            IntSupplier waiting) {
        this.canary = canary;
        this.subscriber = subscriber;
        this.commandLink = commandLink;
        this.subscriberLink = subscriberLink;
        this.waiting = waiting;
        this.patienceNs = settings.commandTimeout().toNanos();
        this.questionNs = Math.min(patienceNs, settings.canaryInterval().toNanos());
    }

    /** How often it is to look, in milliseconds. */
    long periodMs() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(questionNs) / LOOKS);
    }

    void look(long nowNs) {
        send(nowNs);
        canary.expire(nowNs);
        report(nowNs);
        uselessSubscriber(nowNs).ifPresent(subscriberLink::reset);
        lostSubscription(nowNs).ifPresent(this::subscribeAnew);
    }

    /** A link came up, or all is subscribed to: it has to prove itself. */
    void renewed(long nowNs) {
        canary.renewed(nowNs);
        send(nowNs);
    }

    /** Takes what was published on the canary's channel. */
    void returned(byte[] payload, long nowNs) {
        report(nowNs);
        long brokenNs = canary.backNs();
        canary.returned(payload, nowNs);
        if (canary.isProven()) {
            inVain = 0;
            if (reported) {
                reported = false;
                log.info(
                        "Delivery through Redis is proven again after {} ms",
                        TimeUnit.NANOSECONDS.toMillis(nowNs - brokenNs));
            }
        }
    }

    /** Why it is not certain that what is published is delivered, in words; empty: it is. */
    Optional<String> trouble(long nowNs) {
        if (canary.isOverdue(nowNs)) {
            report(nowNs);
            return Optional.of(broken(nowNs));
        }
        return canary.isProven() || !isComplete()
                ? Optional.empty()
                : Optional.of("Delivery is not proven yet: no canary has come back over the new link to Redis");
    }

    /** Once for each time that it breaks. */
    private void report(long nowNs) {
        if (canary.isOverdue(nowNs) && !reported) {
            reported = true;
            log.warn("{}", broken(nowNs));
        }
    }

    private void send(long nowNs) {
        if (isComplete()) {
            canary.send(nowNs);
        }
    }

    private boolean isComplete() {
        return commandLink.isUp() && subscriberLink.isUp() && subscriber.isCurrent();
    }

    private String broken(long nowNs) {
        long silentNs = nowNs - canary.backNs();
        Instant since = Instant.now().minusNanos(silentNs).truncatedTo(ChronoUnit.SECONDS);
        return "Delivery through Redis is broken: no canary has come back since " + since + ", for "
                + TimeUnit.NANOSECONDS.toSeconds(silentNs) + " s; " + cause(nowNs);
    }

    private String cause(long nowNs) {
        if (!isComplete()) {
            return "the links to Redis are not complete";
        }
        return switch (canary.cause(nowNs)) {
            case NONE_SENT -> "none was sent";
            case NOT_ANSWERED -> "Redis does not answer PUBLISH, " + waiting.getAsInt() + " commands wait";
            case REFUSED -> "PUBLISH failed: " + canary.refusal(nowNs);
            case NOBODY_SUBSCRIBED -> "Redis has lost this instance's subscription";
            case NOT_RECEIVED -> "Redis takes what is published, and nothing arrives here";
        };
    }

    private Optional<String> uselessSubscriber(long nowNs) {
        if (subscriber.owedNs(nowNs, questionNs) >= patienceNs) {
            return Optional.of("no answer for " + TimeUnit.NANOSECONDS.toMillis(patienceNs) + " ms");
        }
        // What is not subscribed to yet has nothing to lose
        long stallNs = subscriber.isCurrent() ? patienceNs : canary.patienceNs();
        return subscriber.stalledNs(nowNs) >= stallNs
                ? Optional.of("Redis does not confirm subscriptions")
                : Optional.empty();
    }

    /** Only what Redis has answered shows that it is the subscription and not Redis that is gone. */
    private Optional<String> lostSubscription(long nowNs) {
        if (!isComplete()) {
            return Optional.empty();
        }
        return switch (canary.cause(nowNs)) {
            case NOBODY_SUBSCRIBED ->
                canary.isOverdueOnTheseLinks(nowNs, 0)
                        ? Optional.of("Redis has lost its subscriptions")
                        : Optional.empty();
            // It may be on its way, behind much else
            case NOT_RECEIVED ->
                canary.isOverdueOnTheseLinks(nowNs, patienceNs)
                        ? Optional.of("nothing that is published arrives by it")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private void subscribeAnew(String reason) {
        subscriberLink.reset(reason);
        if (++inVain > 1) {
            // The other link may have been left at a Redis that is not the one any more
            commandLink.reset("a new subscription did not help");
        }
    }
}
