package dev.carillon.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A chat with a history, which clients may resume, and which can be told to forget some of it. Its state is confined to its event
 * loop; what tests read is read there.
 */
final class RememberingServer implements AutoCloseable {
    static final String EPOCH = "a:b/c d";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<ServerWebSocket, Boolean> sockets = new LinkedHashMap<>();
    private final List<String> history = new ArrayList<>();
    private final List<String> resumed = new ArrayList<>();
    private Context context;
    private int trimmed;
    private boolean silent;
    private boolean mute;

    private RememberingServer() {
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .webSocketHandler(this::accept);
        await(server.listen().onSuccess(listening -> context = Vertx.currentContext()));
    }

    static RememberingServer start() {
        return new RememberingServer();
    }

    String url() {
        return "ws://127.0.0.1:" + server.actualPort() + "/chat";
    }

    /** How many messages there were. */
    int messages() {
        return onLoop(history::size);
    }

    int clients() {
        return onLoop(sockets::size);
    }

    /** What clients asked to resume from. */
    List<String> resumed() {
        return onLoop(() -> List.copyOf(resumed));
    }

    /** Closes everybody as an instance that drains does. */
    void drain(int delayMs) {
        onLoop(() -> close(List.copyOf(sockets.keySet()), delayMs));
    }

    /** As {@link #drain}, those alone that asked for offsets. */
    void drainListeners(int delayMs) {
        onLoop(() -> close(sockets.keySet().stream().filter(sockets::get).toList(), delayMs));
    }

    private static int close(List<ServerWebSocket> some, int delayMs) {
        some.forEach(socket -> socket.close((short) 1012, "{\"reconnectInMs\":" + delayMs + "}"));
        return some.size();
    }

    /** What was published up to now cannot be resumed any more, which clients are told. */
    void trim() {
        onLoop(() -> trimmed = history.size());
    }

    /** As {@link #trim}, but clients are told nothing. */
    void trimSilently() {
        silent = true;
        trim();
    }

    /** Who asks for nothing gets what any chat sends; here everybody. */
    RememberingServer mute() {
        mute = true;
        return this;
    }

    private void accept(ServerWebSocket socket) {
        Map<String, String> query = query(socket);
        boolean greeted = query.containsKey("hello") && !mute;
        sockets.put(socket, query.containsKey("offsets") && !mute);
        socket.closeHandler(closed -> sockets.remove(socket));
        socket.exceptionHandler(failure -> sockets.remove(socket));
        socket.textMessageHandler(this::publish);
        if (greeted) {
            socket.writeTextMessage(new JsonObject()
                    .put("type", "hello")
                    .put("server", "S")
                    .put("resume", EPOCH + ":" + history.size())
                    .encode());
        }
        String token = query.get("resume");
        if (token != null && !mute) {
            resumed.add(token);
            resume(socket, Integer.parseInt(token.substring(EPOCH.length() + 1)));
        }
    }

    private void resume(ServerWebSocket socket, int from) {
        if (from < trimmed && !silent) {
            socket.writeTextMessage(new JsonObject()
                    .put("type", "gap")
                    .put("channel", "chat")
                    .put("from", from + 1)
                    .put("to", trimmed)
                    .put("reason", "trimmed")
                    .encode());
        }
        for (int offset = Math.max(from, trimmed) + 1; offset <= history.size(); offset++) {
            socket.writeTextMessage(envelope(offset));
        }
    }

    private void publish(String text) {
        history.add("[S] " + text);
        sockets.forEach(
                (socket, offsets) -> socket.writeTextMessage(offsets ? envelope(history.size()) : "[S] " + text));
    }

    private String envelope(int offset) {
        return new JsonObject()
                .put("type", "message")
                .put("channel", "chat")
                .put("epoch", EPOCH)
                .put("offset", offset)
                .put("text", history.get(offset - 1))
                .encode();
    }

    private static Map<String, String> query(ServerWebSocket socket) {
        Map<String, String> query = new HashMap<>();
        if (socket.query() != null) {
            for (String pair : socket.query().split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private <T> T onLoop(Supplier<T> question) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(on -> answer.complete(question.get()));
        return await(answer.future());
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
