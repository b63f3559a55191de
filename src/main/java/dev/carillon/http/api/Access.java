package dev.carillon.http.api;

import dev.carillon.http.ClientAddress;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may use the API: whoever shows a key (RFC 6750), or while there are no keys programs on this machine. A web page is neither:
 * its browser may be made to send requests to this machine, under whatever name. Immutable.
 */
final class Access {
    private static final String BEARER = "Bearer ";
    private static final String CHALLENGE = "Bearer realm=\"carillon\"";
    private static final Pattern SET_BY_PROXIES = Pattern.compile("forwarded|via|cdn-loop|true-client-ip"
            + "|(x|cf|fastly|fly)-.*(forwarded|real-ip|client-ip|connecting-ip|external-address).*");

    private final ApiKeys keys;
    private final ClientAddress addresses;

    Access(ApiKeys keys, ClientAddress addresses) {
        this.keys = keys;
        this.addresses = addresses;
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

    private boolean isLocal(HttpServerRequest request) {
        InetAddress peer = ClientAddress.peer(request);
        return peer.isLoopbackAddress()
                && !addresses.isTrusted(peer)
                && !isForwarded(request)
                && isLocalName(request.authority());
    }

    /** A proxy that says nothing of itself may still speak HTTP/1.0, or ask for an upgrade to nothing, as for WebSockets. */
    private static boolean isForwarded(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_0
                || request.headers().contains("Connection", "upgrade", true)
                || request.headers().names().stream()
                        .anyMatch(name -> SET_BY_PROXIES
                                .matcher(name.toLowerCase(Locale.ROOT))
                                .matches());
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
