package dev.carillon.socket;

import static dev.carillon.socket.Frames.concat;
import static dev.carillon.socket.Frames.hex;
import static dev.carillon.testing.WsClient.BINARY;
import static dev.carillon.testing.WsClient.TEXT;
import static dev.carillon.testing.WsClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends, its session ends and the others go on. The seed of what is random is the test's argument. */
@ExtendWith(RedisExtension.class)
final class GarbageTest {
    private static final String[] PATHS = {"/echo", "/ws", "/chat"};

    @RegisterExtension
    static final SharedInstance server =
            new SharedInstance("socket.closeTimeout", "200ms", "server.handshakeTimeout", "500ms");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @AfterEach
    void serverGoesOn() {
        server.closeClients();
        server.awaitSessions(0);
        Dialogue.echo(server).expectToGoOn();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldEndSessionsThatSendRandomBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            byte[] junk = new byte[1 + random.nextInt(5000)];
            random.nextBytes(junk);
            assertEnds(open(random), junk);
        }
    }

    /** Bytes that are nearly right get further than those that are random. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldEndSessionsWhoseFramesWereDamaged(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            assertEnds(open(random), damaged(conversation(random), random));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldEndConnectionsThatSendRandomBytesForAHandshake(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            byte[] junk = new byte[1 + random.nextInt(5000)];
            random.nextBytes(junk);
            assertEnds(server.connect(), concat(junk, Frames.utf8("\r\n\r\n\r\n")));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldEndConnectionsWhoseHandshakeWasDamaged(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            byte[] handshake = WsClient.handshake(
                    PATHS[random.nextInt(PATHS.length)],
                    "Origin: http://localhost",
                    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=15, permessage-deflate;"
                            + " server_max_window_bits=10; server_no_context_takeover",
                    "Content-Length: 0");
            assertEnds(server.connect(), concat(damaged(handshake, random), Frames.text("behind")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/ws", "/chat"})
    void shouldEndSessionsThatSendAMebibyteOfJunk(String path) {
        byte[] junk = new byte[1 << 20];
        new Random(path.hashCode()).nextBytes(junk);
        assertEnds(server.open(path), junk);
        assertEnds(server.connect(), junk);
    }

    @ParameterizedTest
    @CsvSource({
        // As long as the field can say, and one more
        "7f ff ff ff ff ff ff ff, 1009",
        "ff ff ff ff ff ff ff ff, 1002",
        "80 00 00 00 00 00 00 00, 1002",
        // Longer than an int can say
        "00 00 00 00 80 00 00 00, 1009",
        "00 00 00 01 00 00 00 00, 1009",
        // One above the limit
        "00 00 00 00 00 10 00 01, 1009"
    })
    void shouldRejectALengthThatIsTooLarge(String length, int code) {
        byte[] head = concat(hex("82 ff"), hex(length), hex("00 00 00 00"));
        Dialogue.echo(server).send(head).expectClose(code);
        Dialogue.echo(server, ClientDeflate.OFFER).send(head, new byte[100_000]).expectClose(code);
    }

    @Test
    void shouldRejectFramesWithoutAMask() {
        for (String path : PATHS) {
            WsClient client = server.open(path).send(Frames.masked(TEXT, Frames.utf8("unmasked"), null));
            assertThat(client.readClose().closeCode()).isEqualTo(1002);
            assertThat(client.awaitEnd()).isTrue();
        }
    }

    @Test
    void shouldNotMindConnectionsThatAreResetAnywhere() {
        byte[] handshake = WsClient.handshake("/echo", ClientDeflate.OFFER);
        byte[] message = concat(
                Frames.first("a fragment"),
                frame(BINARY, true, 0, new byte[300]),
                Frames.last("another"),
                Frames.close(1000));
        byte[] all = concat(handshake, message);
        for (int sent = 0; sent <= all.length; sent += sent < handshake.length ? 9 : 1) {
            reset(server.connect().send(Arrays.copyOf(all, sent)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/ws", "/chat"})
    void shouldNotMindSessionsThatAreResetWithinAFrame(String path) {
        byte[] frame = frame(TEXT, true, 0, Frames.ascii(70_000));
        for (int sent : new int[] {1, 2, 5, 9, 10, 13, 14, 15, 1000, frame.length - 1, frame.length}) {
            reset(server.open(path).send(Arrays.copyOf(frame, sent)));
        }
    }

    @Test
    void shouldNotMindSessionsThatAreResetWithMuchUnread() {
        byte[] large = frame(BINARY, true, 0, new byte[500_000]);
        for (int i = 0; i < 10; i++) {
            reset(server.open("/echo").send(large).send(large));
        }
    }

    @Test
    void shouldNotMindGarbageBehindTheServersCloseFrame() {
        WsClient client = server.open("/chat").sendBinary(hex("00"));
        assertThat(client.readClose().closeCode()).isEqualTo(1003);
        client.send(hex("ff ff ff ff ff ff"));
        assertThat(client.awaitEnd()).isTrue();
    }

    private static WsClient open(Random random) {
        String path = PATHS[random.nextInt(PATHS.length)];
        return random.nextBoolean() ? server.open(path) : server.open(path, ClientDeflate.OFFER);
    }

    /** Right frames of all kinds. */
    private static byte[] conversation(Random random) {
        byte[][] frames = new byte[1 + random.nextInt(8)][];
        for (int i = 0; i < frames.length; i++) {
            byte[] payload = Frames.ascii(random.nextInt(200));
            frames[i] = switch (random.nextInt(6)) {
                case 0 -> frame(TEXT, true, 0, payload);
                case 1 -> frame(BINARY, true, 0, payload);
                case 2 -> concat(Frames.first(TEXT, payload), Frames.ping("within"), Frames.last(payload));
                case 3 -> frame(TEXT, true, ClientDeflate.RSV1, ClientDeflate.compress(payload));
                case 4 -> Frames.ping(Arrays.copyOf(payload, Math.min(payload.length, 125)));
                default -> Frames.close(1000, Arrays.copyOf(payload, Math.min(payload.length, 123)));
            };
        }
        return concat(frames);
    }

    /** With some bytes changed, lost or doubled. */
    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] damaged = bytes;
        for (int i = random.nextInt(5); i >= 0; i--) {
            int at = random.nextInt(damaged.length);
            byte[] before = Arrays.copyOf(damaged, at);
            byte[] behind = Arrays.copyOfRange(damaged, at, damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> behind[0] ^= (byte) (1 << random.nextInt(8));
                case 1 -> behind[0] = (byte) random.nextInt();
                case 2 -> behind = Arrays.copyOfRange(behind, 1, Math.max(2, behind.length));
                default -> before = concat(before, behind);
            }
            damaged = concat(before, behind);
        }
        return damaged;
    }

    /** Sends all and nothing more: then the connection ends, whatever it was understood as. */
    private static void assertEnds(WsClient client, byte[] bytes) {
        try {
            client.send(bytes);
            client.socket().shutdownOutput();
        } catch (UncheckedIOException ended) {
            assertThat(ended).hasCauseInstanceOf(SocketException.class);
        } catch (SocketException ended) {
            assertThat(ended).hasMessageNotContaining("timed out");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(client.awaitEnd()).isTrue();
    }

    private static void reset(WsClient client) {
        try {
            client.socket().setSoLinger(true, 0);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        client.close();
    }
}
