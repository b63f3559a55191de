package dev.carillon.http.api;

import dev.carillon.bus.BridgeProxy;
import dev.carillon.bus.Question;
import dev.carillon.http.ClientAddress;
import dev.carillon.http.HttpSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Counts requests, over all instances: of those who show a key by the key, of the others by their address. Confined to the event
 * loop of its core.
 */
final class RateLimiter {
    private static final long WINDOW_MS = 60_000;
    private static final long PATIENCE_MS = 1000;

    private final Vertx vertx;
    private final BridgeProxy bridge;
    private final ClientAddress addresses;
    private final int byAddress;
    private final int byKey;

    RateLimiter(Vertx vertx, BridgeProxy bridge, ClientAddress addresses, HttpSettings http, ApiSettings api) {
        this.vertx = vertx;
        this.bridge = bridge;
        this.addresses = addresses;
        this.byAddress = http.requestsPerMinute();
        this.byKey = api.requestsPerMinute();
    }

    /** What a limit says to a request. Immutable. */
    record Verdict(String policy, int limit, Question.Admitted admitted) {
        boolean isOver() {
            return admitted.used() > limit;
        }

        /** Until the window ends, at least 1. */
        long seconds() {
            return Math.max(1, (admitted.resetMs() + 999) / 1000);
        }

        /** The {@code RateLimit-Policy} header, as draft-ietf-httpapi-ratelimit-headers-10 has it. */
        String policyHeader() {
            return '"' + policy + "\";q=" + limit + ";w=" + WINDOW_MS / 1000;
        }

        /** The {@code RateLimit} header, as draft-ietf-httpapi-ratelimit-headers-10 has it. */
        String header() {
            return '"' + policy + "\";r=" + Math.max(0, limit - admitted.used()) + ";t=" + seconds();
        }
    }

    /** Nothing when there is no limit, or Redis does not say: then the request is let through. Never fails. */
    Future<Optional<Verdict>> ask(HttpServerRequest request, Optional<Caller> caller) {
        return caller.filter(Caller::hasKey).isPresent()
                ? ask("key", caller.get().scope(), byKey)
                : ask("address", "address:" + addresses.counted(request), byAddress);
    }

    private Future<Optional<Verdict>> ask(String policy, String who, int limit) {
        if (limit == 0) {
            return Future.succeededFuture(Optional.empty());
        }
        Promise<Optional<Verdict>> verdict = Promise.promise();
        long timer = vertx.setTimer(PATIENCE_MS, late -> verdict.tryComplete(Optional.empty()));
        bridge.ask(new Question.Admit(who, limit, WINDOW_MS))
                .map(admitted -> Optional.of(new Verdict(policy, limit, admitted)))
                .otherwise(Optional.empty())
                .onSuccess(said -> {
                    vertx.cancelTimer(timer);
                    verdict.tryComplete(said);
                });
        return verdict.future();
    }
}
