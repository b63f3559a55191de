package dev.carillon.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SelfSignedCertificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A server that speaks the protocols of the scenarios, and does wrong exactly as often as it is told. Its state is confined to its
 * event loop; what tests read is read there.
 */
final class TargetServer implements AutoCloseable {
    /** What is done to the n-th text to a client, n from 1. */
    interface Mischief {
        boolean drops(int n);

        boolean duplicates(int n);

        /** Sends it only after the next. */
        boolean swaps(int n);

        Mischief NONE = of(0, 0, 0);

        /** Each every so many texts; 0 never. They never meet at the same text. */
        static Mischief of(int drop, int duplicate, int swap) {
            return new Mischief() {
                @Override
                public boolean drops(int n) {
                    return drop > 0 && n % drop == 0;
                }

                @Override
                public boolean duplicates(int n) {
                    return duplicate > 0 && n % duplicate == duplicate - 1;
                }

                @Override
                public boolean swaps(int n) {
                    return swap > 0 && n % swap == swap / 4;
                }
            };
        }
    }

    private static final class Peer {
        private final ServerWebSocket socket;
        private String user = "";
        private int sent;
        private int asked;
        private String held;

        Peer(ServerWebSocket socket) {
            this.socket = socket;
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final Mischief mischief;
    private final HttpServer server;
    private final Set<Peer> peers = new LinkedHashSet<>();
    private final JsonArray state = new JsonArray();
    private final Map<String, Integer> calls = new HashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private Context context;
    private int heard;
    private int stallAt = -1;
    private boolean stalled;
    private boolean forgetful;
    private int refusing;
    private int silentFrom = -1;
    private int handshakes;

    private TargetServer(Mischief mischief, HttpServerOptions options) {
        this.mischief = mischief;
        for (int i = 0; i < 100; i++) {
            state.add(false);
        }
        server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0))
                .webSocketHandshakeHandler(this::handshake)
                .webSocketHandler(this::accept)
                .requestHandler(this::request);
        get(server.listen().onSuccess(listening -> context = Vertx.currentContext()));
    }

    static TargetServer start() {
        return start(Mischief.NONE);
    }

    static TargetServer start(Mischief mischief) {
        return new TargetServer(mischief, new HttpServerOptions());
    }

    /** Behind TLS, with a certificate that it signed itself. */
    static TargetServer startWithTls() {
        SelfSignedCertificate certificate = SelfSignedCertificate.create("127.0.0.1");
        return new TargetServer(
                Mischief.NONE, new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()));
    }

    /** From the text with this number on, nothing is sent for two seconds. */
    TargetServer stallAt(int text) {
        stallAt = text;
        return this;
    }

    /** Some updates of the board are not kept in the state. */
    TargetServer forgetful() {
        forgetful = true;
        return this;
    }

    int port() {
        return server.actualPort();
    }

    String url(String path) {
        return "ws://127.0.0.1:" + port() + path;
    }

    /** So many handshakes are refused, but for the first: that is the tester's own. */
    TargetServer refusing(int number) {
        refusing = number;
        return this;
    }

    /** From this handshake on, none is answered for two seconds. */
    TargetServer silentFrom(int number) {
        silentFrom = number;
        return this;
    }

    /** Cuts all clients. */
    void cutAll() {
        context.runOnContext(on -> List.copyOf(peers).forEach(peer -> peer.socket.close((short) 1011)));
    }

    /** Sends a text to everybody. */
    void say(String text) {
        context.runOnContext(on -> peers.forEach(peer -> peer.socket.writeTextMessage(text)));
    }

    int clients() {
        return onLoop(peers::size);
    }

    /** How many texts of clients it has heard. */
    int heard() {
        return onLoop(() -> heard);
    }

    private <T> T onLoop(Supplier<T> question) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(on -> answer.complete(question.get()));
        return get(answer.future());
    }

    private void handshake(ServerWebSocketHandshake handshake) {
        int number = ++handshakes;
        if (handshake.path().equals("/refused")) {
            handshake.reject(404);
        } else if (number > 1 && number <= 1 + refusing) {
            handshake.reject(503);
        } else if (number == silentFrom) {
            stalled = true;
            vertx.setTimer(TimeUnit.SECONDS.toMillis(2), timer -> resume());
            waiting.add(handshake::accept);
        } else if (stalled) {
            waiting.add(handshake::accept);
        } else {
            handshake.accept();
        }
    }

    private void resume() {
        stalled = false;
        waiting.forEach(Runnable::run);
        waiting.clear();
    }

    private void accept(ServerWebSocket socket) {
        Peer peer = new Peer(socket);
        peers.add(peer);
        socket.closeHandler(closed -> peers.remove(peer));
        socket.exceptionHandler(failure -> peers.remove(peer));
        switch (socket.path()) {
            case "/ws" -> {
                socket.writeTextMessage("{\"type\":\"session\",\"sessionId\":\"x\",\"timestamp\":\"now\"}");
                socket.textMessageHandler(text -> answer(peer));
            }
            case "/chat" -> socket.textMessageHandler(text -> broadcast("[Server-1] " + text));
            case "/users" ->
                socket.textMessageHandler(text -> named(peer, new JsonObject(text).getString("user_name")));
            case "/board" -> socket.textMessageHandler(this::tick);
            case "/prose" -> socket.textMessageHandler(text -> socket.writeTextMessage("Good morning"));
            case "/errors" ->
                socket.textMessageHandler(text -> socket.writeTextMessage(
                        "{\"type\":\"error\",\"message\":\"Failed to process message\",\"error\":\"no\"}"));
            default -> socket.textMessageHandler(text -> {});
        }
    }

    private void named(Peer peer, String user) {
        peer.user = user;
    }

    private void tell(String user, String text) {
        peers.stream().filter(peer -> peer.user.equals(user)).forEach(peer -> deliver(peer, text));
    }

    private void answer(Peer peer) {
        int n = ++peer.asked;
        when(() -> deliver(
                peer,
                "{\"type\":\"response\",\"message\":\"Message received successfully!\",\"messageCount\":" + n + "}"));
    }

    private void broadcast(String text) {
        when(() -> peers.forEach(peer -> deliver(peer, text)));
    }

    private void tick(String text) {
        JsonObject data = new JsonObject(text).getJsonObject("data");
        if (!forgetful || ++heard % 7 != 0) {
            state.set(data.getInteger("index"), data.getBoolean("value"));
        }
        broadcast(text);
    }

    private void deliver(Peer peer, String text) {
        int n = ++peer.sent;
        if (mischief.drops(n)) {
            return;
        }
        if (mischief.swaps(n)) {
            peer.held = text;
            return;
        }
        peer.socket.writeTextMessage(text);
        if (mischief.duplicates(n)) {
            peer.socket.writeTextMessage(text);
        }
        if (peer.held != null) {
            peer.socket.writeTextMessage(peer.held);
            peer.held = null;
        }
    }

    /** Now, or when a stall is over. */
    private void when(Runnable what) {
        if (++heard == stallAt) {
            stalled = true;
            vertx.setTimer(TimeUnit.SECONDS.toMillis(2), timer -> resume());
        }
        if (stalled) {
            waiting.add(what);
        } else {
            what.run();
        }
    }

    private void request(HttpServerRequest request) {
        if (request.path().equals("/state")) {
            request.response().end(new JsonObject().put("state", state).encode());
            return;
        }
        if (!request.path().matches("/api/v1/users/[^/]+/messages")) {
            request.response()
                    .setStatusCode(request.path().startsWith("/api/v1/refuse/") ? 429 : 404)
                    .end();
            return;
        }
        String user = request.path().split("/")[4];
        request.body().onSuccess(body -> {
            // the first call of each user finds nobody, as if the channel were not subscribed to yet
            boolean found = calls.merge(user, 1, Integer::sum) > 1;
            if (found) {
                tell(user, new JsonObject(body).getString("message"));
            }
            request.response().setStatusCode(found ? 200 : 404).end("{}");
        });
    }

    @Override
    public void close() {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
