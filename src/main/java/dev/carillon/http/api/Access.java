package dev.carillon.http.api;

import dev.carillon.http.ClientAddress;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who may use the API: whoever shows a key (RFC 6750), or while there are no keys programs on this machine. A web page is neither:
 * its browser may be made to send requests to this machine, under whatever name. Immutable.
 */
final class Access {
    private static final String BEARER = "Bearer ";
    private static final String CHALLENGE = "Bearer realm=\"carillon\"";
    private static final List<String> SET_BY_PROXIES = List.of("forwarded", "via", "x-real-ip");
    private static final String ALSO_SET_BY_PROXIES = "x-forwarded-";

    private final ApiKeys keys;

    Access(ApiKeys keys) {
        this.keys = keys;
    }

    /** Who asks, or nothing when that may not be answered. */
    Optional<Caller> caller(HttpServerRequest request) {
        if (keys.isEmpty()) {
            return isLocal(request) ? Optional.of(Caller.LOCAL) : Optional.empty();
        }
        return token(request).flatMap(keys::nameOf).map(Caller::key);
    }

    /** Why a request is refused, or nothing when it is in order. */
    Optional<Answer.Problem> objection(HttpServerRequest request, Optional<Caller> caller) {
        if (caller.isEmpty()) {
            return Optional.of(keys.isEmpty() ? onlyLocal() : noKey(request));
        }
        boolean foreign = request.headers().getAll("Origin").stream().anyMatch(origin -> !isOwn(origin, request));
        return foreign
                ? Optional.of(new Answer.Problem(403, "Web pages of other origins may not use the API"))
                : Optional.empty();
    }

    private static Answer.Problem onlyLocal() {
        return new Answer.Problem(
                403,
                "No api.keys are configured: only requests that come from this machine, not through a proxy, and to"
                        + " localhost are answered");
    }

    private static Answer.Problem noKey(HttpServerRequest request) {
        return token(request).isEmpty()
                ? new Answer.Problem(401, "Show a key: Authorization: Bearer <secret>")
                        .with("WWW-Authenticate", CHALLENGE)
                : new Answer.Problem(401, "No key has this secret")
                        .with("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\"");
    }

    private static Optional<String> token(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    /** A proxy that says nothing of itself most likely speaks HTTP/1.0. */
    private static boolean isLocal(HttpServerRequest request) {
        return ClientAddress.peer(request).isLoopbackAddress()
                && request.version() != HttpVersion.HTTP_1_0
                && !isForwarded(request.headers())
                && isLocalName(request.authority());
    }

    private static boolean isForwarded(MultiMap headers) {
        return headers.names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> SET_BY_PROXIES.contains(name) || name.startsWith(ALSO_SET_BY_PROXIES));
    }

    /** Any other name may be a web page's own that was made to point here (DNS rebinding). */
    private static boolean isLocalName(HostAndPort authority) {
        if (authority == null) {
            return false;
        }
        String host = authority.host().replaceFirst("^\\[(.*)]$", "$1");
        return host.equalsIgnoreCase("localhost")
                || ClientAddress.literal(host)
                        .filter(address -> address.isLoopbackAddress())
                        .isPresent();
    }

    private static boolean isOwn(String origin, HttpServerRequest request) {
        String host = request.getHeader("Host");
        return host != null && origin.replaceFirst("^https?://", "").equalsIgnoreCase(host);
    }
}
