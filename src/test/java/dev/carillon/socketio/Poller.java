package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A polling client, each request on a connection of its own. */
final class Poller {
    static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";

    private int port;
    private final JsonObject opened;
    private final List<String> unread = new ArrayList<>();

    private Poller(int port, JsonObject opened) {
        this.port = port;
        this.opened = opened;
    }

    /** Shakes hands. */
    static Poller open(int port) {
        return open(port, HANDSHAKE);
    }

    static Poller open(int port, String target) {
        RawHttp.Answer answer = RawHttp.get(port, target);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).startsWith("0{");
        return new Poller(port, new JsonObject(answer.body().substring(1)));
    }

    void connect(String namespace) {
        send("40" + namespace);
        assertThat(next()).startsWith("40" + namespace + "{\"sid\":");
    }

    /** Further requests go to another port. */
    Poller via(int otherPort) {
        port = otherPort;
        return this;
    }

    /** What the session began with. */
    JsonObject opened() {
        return opened;
    }

    String sid() {
        return opened.getString("sid");
    }

    String target() {
        return HANDSHAKE + "&sid=" + sid();
    }

    RawHttp.Answer poll() {
        return RawHttp.get(port, target());
    }

    /** Polls, and leaves the answer for later. */
    RawHttp polling() {
        return RawHttp.send(port, "GET", target(), new byte[0]);
    }

    RawHttp.Answer post(String payload) {
        return RawHttp.post(port, target(), payload);
    }

    RawHttp posting(String payload) {
        return RawHttp.send(port, "POST", target(), payload.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends packets in one request. */
    void send(String... packets) {
        RawHttp.Answer answer = post(String.join("\u001e", packets));
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.status()).isEqualTo(200);
    }

    /** The next packet, polling as often as need be. */
    String next() {
        while (unread.isEmpty()) {
            RawHttp.Answer answer = poll();
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            unread.addAll(Arrays.asList(answer.body().split("\u001e")));
        }
        return unread.remove(0);
    }

    /** Whether all that was fetched was read. */
    boolean fetched() {
        return unread.isEmpty();
    }

    /** The next packet that is no ping; pings are answered. */
    String nextMessage() {
        String packet = next();
        while (packet.equals("2")) {
            send("3");
            packet = next();
        }
        return packet;
    }
}
