package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;

/** A client's side of a conversation: what it sends, and what has to come back, in this order and nothing in between. */
final class Dialogue {
    private final WsClient client;

    private Dialogue(WsClient client) {
        this.client = client;
    }

    static Dialogue with(WsClient client) {
        return new Dialogue(client);
    }

    /** A session of the echo endpoint. */
    static Dialogue echo(SharedInstance server, String... headers) {
        return new Dialogue(server.open("/echo", headers));
    }

    WsClient client() {
        return client;
    }

    /** Sends all in one write. */
    Dialogue send(byte[]... frames) {
        return send(Chops.TOGETHER, frames);
    }

    Dialogue send(Chops chops, byte[]... frames) {
        chops.send(client, frames);
        return this;
    }

    Dialogue expectText(String text) {
        return expect(WsClient.TEXT, Frames.utf8(text));
    }

    Dialogue expectPong(String payload) {
        return expect(WsClient.PONG, Frames.utf8(payload));
    }

    /** The next frame is whole, uses no extension, and is this. */
    Dialogue expect(int opcode, byte[] payload) {
        WsClient.Frame frame = client.read();
        assertThat(frame.opcode()).as(() -> "opcode of " + excerpt(frame)).isEqualTo(opcode);
        assertThat(frame.fin()).as("final").isTrue();
        assertThat(frame.rsv()).as("reserved bits").isZero();
        assertThat(frame.payload()).isEqualTo(payload);
        return this;
    }

    /** The next frame closes with the code, and then the server ends the connection. */
    void expectClose(int code) {
        assertThat(nextClose().closeCode()).as("close code").isEqualTo(code);
        expectEnd();
    }

    /** The next frame closes, and then the server ends the connection. */
    WsClient.Frame expectAnyClose() {
        WsClient.Frame frame = nextClose();
        expectEnd();
        return frame;
    }

    /** Nothing was left unread or unanswered: the session still works and closes well. */
    void expectToGoOn() {
        send(Frames.ping("still there"), Frames.close(1000));
        expectPong("still there").expectClose(1000);
    }

    private static String excerpt(WsClient.Frame frame) {
        String text = frame.text();
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private WsClient.Frame nextClose() {
        WsClient.Frame frame = client.read();
        assertThat(frame.opcode()).as(() -> "opcode of " + excerpt(frame)).isEqualTo(WsClient.CLOSE);
        assertThat(frame.fin()).as("final").isTrue();
        assertThat(frame.rsv()).as("reserved bits").isZero();
        return frame;
    }

    private void expectEnd() {
        try {
            assertThat(client.input().read()).as("what follows the close frame").isEqualTo(-1);
        } catch (SocketException reset) {
            // What was sent behind the close frame is not read: then the connection ends this way
            assertThat(reset).hasMessageContaining("reset");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
