package dev.carillon.socket;

import dev.carillon.endpoint.Quota;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The door of a core: lets handshakes in that are in order (RFC 6455, section 4.2.1), says to the others what is wrong, and
 * passes on what is plain HTTP. Confined to the event loop of its core.
 */
final class Admission implements Handler<HttpServerRequest> {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");
    private static final String VERSION = "13";
    private static final String RETRY_AFTER_SECONDS = "5";

    private final Core core;
    private final Quota quota;
    private final Set<String> origins;
    private final Takeover takeover;
    private final Handler<HttpServerRequest> http;

    // Touched only on this core's event loop
    private final Map<String, ServedEndpoint> endpoints = new HashMap<>();
    private boolean stopping;

    Admission(Core core, Quota quota, Set<String> origins, Handler<HttpServerRequest> http) {
        this.core = core;
        this.quota = quota;
        this.origins = origins;
        this.takeover = new Takeover(core.settings().maxMessageBytes());
        this.http = http;
    }

    void serve(ServedEndpoint endpoint) {
        endpoints.put(trimmed(endpoint.path()), endpoint);
    }

    /** From now on every handshake is refused. */
    void stop() {
        stopping = true;
    }

    @Override
    public void handle(HttpServerRequest request) {
        ServedEndpoint endpoint = request.path() == null ? null : endpoints.get(trimmed(request.path()));
        boolean upgrade = isUpgrade(request);
        Handler<HttpServerRequest> plain =
                endpoint == null ? http : endpoint.endpoint().plainHttp();
        if (endpoint != null && !hasReadableQuery(request)) {
            refuse(request, 400, "query", "The query cannot be decoded");
        } else if (!upgrade && plain != null) {
            plain.handle(request);
        } else if (endpoint == null) {
            refuse(request, 404, "not_found", "There is no WebSocket at this path");
        } else if (!request.method().equals(HttpMethod.GET)) {
            request.response().putHeader(HttpHeaderNames.ALLOW, "GET");
            refuse(request, 405, "method", "A WebSocket is opened with GET");
        } else if (!upgrade || request.version() != HttpVersion.HTTP_1_1) {
            request.response()
                    .putHeader(HttpHeaderNames.UPGRADE, "websocket")
                    .putHeader(HttpHeaderNames.CONNECTION, "Upgrade");
            refuse(request, 426, "no_upgrade", "This is a WebSocket endpoint");
        } else {
            handshake(request, endpoint);
        }
    }

    private void handshake(HttpServerRequest request, ServedEndpoint endpoint) {
        String key = request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        String origin = request.getHeader(HttpHeaderNames.ORIGIN);
        String objection = endpoint.endpoint().objection(request::getParam);
        if (!VERSION.equals(request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            request.response()
                    .putHeader(HttpHeaderNames.UPGRADE, "websocket")
                    .putHeader(HttpHeaderNames.CONNECTION, "Upgrade")
                    .putHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
            refuse(request, 426, "version", "Only version 13 of the WebSocket protocol is spoken");
        } else if (key == null || !KEY.matcher(key).matches()) {
            refuse(request, 400, "key", "Sec-WebSocket-Key must be 16 bytes in Base64");
        } else if (hasBody(request)) {
            refuse(request, 400, "body", "A WebSocket handshake has no body");
        } else if (origin != null && !origins.isEmpty() && !origins.contains(origin)) {
            refuse(request, 403, "origin", "This origin may not connect");
        } else if (objection != null) {
            refuse(request, 400, "endpoint", objection);
        } else if (stopping || !quota.take()) {
            request.response().putHeader(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
            refuse(request, 503, stopping ? "stopping" : "full", stopping ? "Stopping" : "Too many sessions");
        } else {
            accept(request, endpoint);
        }
    }

    private void accept(HttpServerRequest request, ServedEndpoint endpoint) {
        DeflateOffer.Agreement deflate = core.settings().deflate()
                ? DeflateOffer.accept(request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS))
                : null;
        takeover.perform(request, new Session(core, endpoint, deflate), deflate == null ? null : deflate.header());
    }

    private void refuse(HttpServerRequest request, int status, String reason, String text) {
        core.metrics().refused(reason);
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(text + "\n");
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return request.headers().contains(HttpHeaderNames.UPGRADE, "websocket", true)
                && request.headers().contains(HttpHeaderNames.CONNECTION)
                && hasToken(request.headers().getAll(HttpHeaderNames.CONNECTION), "upgrade");
    }

    private static boolean hasToken(Iterable<String> values, String token) {
        for (String value : values) {
            for (String part : value.split(",")) {
                if (part.trim().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether an endpoint may ask for parameters without an exception. */
    private static boolean hasReadableQuery(HttpServerRequest request) {
        try {
            return request.uri().indexOf('%') < 0 || request.params() != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaderNames.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }

    private static String trimmed(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
