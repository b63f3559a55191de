package dev.carillon.socketio;

import dev.carillon.endpoint.EndpointContext;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Where polling clients' requests arrive, whichever core owns the session (engine.io-protocol, version 4, "HTTP long-polling").
 * Confined to the event loop of its core.
 */
final class PollingDoor implements Handler<HttpServerRequest> {
    static final String VERSION = "4";
    static final String TRANSPORT = "polling";

    private static final String RETRY_AFTER_SECONDS = "5";

    // A poll is answered by its owner in time; this is for an owner that is gone
    private static final long GRACE_MS = 10_000;

    private final SocketIoSettings settings;
    private final EndpointContext context;
    private final PollingSessions sessions;
    private final Owners owners;
    private final Cors cors;
    private final long patienceMs;
    private final Uploads uploads;

    // Touched only on this core's event loop
    private long polls;

    PollingDoor(SocketIoSettings settings, EndpointContext context, PollingSessions sessions, Owners owners) {
        this.settings = settings;
        this.context = context;
        this.sessions = sessions;
        this.owners = owners;
        this.cors = new Cors(settings.corsOrigins());
        this.patienceMs = settings.pingInterval().plus(settings.pingTimeout()).toMillis() + GRACE_MS;
        this.uploads =
                new Uploads(settings.maxPayloadBytes(), settings.pingInterval().plus(settings.pingTimeout()));
    }

    void look(long nowNs) {
        uploads.look(nowNs);
    }

    @Override
    public void handle(HttpServerRequest request) {
        cors.mark(request);
        String sid = request.getParam("sid");
        HandshakeError fault = fault(request, sid);
        if (request.method().equals(HttpMethod.OPTIONS)) {
            preflight(request);
        } else if (fault != null) {
            answer(request, HttpAnswer.error(fault));
        } else if (sid == null) {
            open(request);
        } else if (request.method().equals(HttpMethod.GET)) {
            poll(request, Sid.parse(sid));
        } else {
            post(request, Sid.parse(sid));
        }
    }

    private static HandshakeError fault(HttpServerRequest request, String sid) {
        String transport = request.getParam("transport");
        boolean get = request.method().equals(HttpMethod.GET);
        if (!TRANSPORT.equals(transport) && !WebSocketDoor.TRANSPORT.equals(transport)) {
            return HandshakeError.UNKNOWN_TRANSPORT;
        }
        if (sid == null && !get) {
            return HandshakeError.BAD_METHOD;
        }
        // A callback's number asks for JSONP, which old browsers needed
        if (!TRANSPORT.equals(transport) || request.getParam("j") != null) {
            return HandshakeError.BAD_REQUEST;
        }
        if (sid == null) {
            return VERSION.equals(request.getParam("EIO")) ? null : HandshakeError.UNSUPPORTED_VERSION;
        }
        if (!get && !request.method().equals(HttpMethod.POST)) {
            return HandshakeError.BAD_REQUEST;
        }
        return Sid.parse(sid) == null ? HandshakeError.UNKNOWN_SID : null;
    }

    private void preflight(HttpServerRequest request) {
        if (cors.grant(request)) {
            request.response().setStatusCode(204).end();
        } else {
            answer(request, HttpAnswer.error(HandshakeError.FORBIDDEN));
        }
    }

    private void open(HttpServerRequest request) {
        Sid sid = sessions.open(request::getParam, System.nanoTime());
        if (sid == null) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            answer(request, HttpAnswer.text(503, "Too many sessions\n"));
        } else {
            answer(request, HttpAnswer.packets(List.of(opened(sid, settings, List.of(WebSocketDoor.TRANSPORT)))));
        }
    }

    /** What a session begins with. */
    static EnginePacket opened(Sid sid, SocketIoSettings settings, List<String> upgrades) {
        JsonObject open = new JsonObject()
                .put("sid", sid.toString())
                .put("upgrades", upgrades)
                .put("pingInterval", settings.pingInterval().toMillis())
                .put("pingTimeout", settings.pingTimeout().toMillis())
                .put("maxPayload", settings.maxPayloadBytes());
        return EnginePacket.text(EnginePacket.Type.OPEN, open.encode());
    }

    private void poll(HttpServerRequest request, Sid sid) {
        Errand.Ticket ticket = new Errand.Ticket(context.core(), ++polls);
        Runnable broken = () -> owners.tell(sid.core(), new Errand.Broken(sid.id(), ticket));
        request.response().closeHandler(closed -> broken.run());
        owners.ask(
                sid.core(),
                new Errand.Poll(sid.id(), ticket),
                patienceMs,
                answer -> answer(request, answer == null ? HttpAnswer.UNKNOWN_SID : (HttpAnswer) answer)
                        .onFailure(failure -> broken.run()));
    }

    private void post(HttpServerRequest request, Sid sid) {
        uploads.receive(
                request,
                payload -> owners.ask(
                        sid.core(),
                        new Errand.Post(sid.id(), payload),
                        patienceMs,
                        answer -> answer(request, answer == null ? HttpAnswer.UNKNOWN_SID : (HttpAnswer) answer)),
                () -> {
                    owners.tell(sid.core(), new Errand.Oversized(sid.id()));
                    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                    answer(request, HttpAnswer.TOO_LARGE);
                });
    }

    /** Fails when the client cannot get it. */
    private static Future<Void> answer(HttpServerRequest request, HttpAnswer answer) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return Future.failedFuture("The connection is closed");
        }
        Buffer body = answer.body();
        return response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
