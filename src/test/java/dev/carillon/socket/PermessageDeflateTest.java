package dev.carillon.socket;

import static dev.carillon.socket.ClientDeflate.OFFER;
import static dev.carillon.socket.ClientDeflate.RSV1;
import static dev.carillon.socket.ClientDeflate.compress;
import static dev.carillon.socket.Frames.hex;
import static dev.carillon.testing.WsClient.BINARY;
import static dev.carillon.testing.WsClient.CLOSE;
import static dev.carillon.testing.WsClient.CONTINUATION;
import static dev.carillon.testing.WsClient.PING;
import static dev.carillon.testing.WsClient.PONG;
import static dev.carillon.testing.WsClient.TEXT;
import static dev.carillon.testing.WsClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed messages (RFC 7692). */
@ExtendWith(RedisExtension.class)
final class PermessageDeflateTest {
    private static final int MIN_BYTES = 512;
    private static final int MAX_BYTES = 2 << 20;

    @RegisterExtension
    static final SharedInstance server = new SharedInstance("socket.maxMessageBytes", "" + MAX_BYTES);

    @RegisterExtension
    final Instances instances = new Instances();

    static Stream<Arguments> messages() {
        return Stream.of(TEXT, BINARY)
                .flatMap(opcode -> IntStream.of(
                                0, 1, 16, 64, 256, 511, 512, 513, 1024, 4096, 8192, 16384, 32768, 65536, 131072)
                        .mapToObj(length -> Arguments.of(opcode, length)));
    }

    static Stream<Arguments> bitsWithoutMeaning() {
        Stream<Arguments> inControls = IntStream.of(PING, PONG, CLOSE)
                .boxed()
                .flatMap(opcode -> IntStream.rangeClosed(1, 7).mapToObj(bits -> Arguments.of(opcode, bits)));
        Stream<Arguments> inMessages = IntStream.of(TEXT, BINARY)
                .boxed()
                .flatMap(opcode -> IntStream.of(1, 2, 3, 5, 6, 7).mapToObj(bits -> Arguments.of(opcode, bits)));
        return Stream.concat(inControls, inMessages);
    }

    @Test
    void shouldAgreeUponTheExtension() {
        assertThat(server.open("/echo", OFFER).responseHead().toLowerCase())
                .contains(
                        "\r\nsec-websocket-extensions: permessage-deflate; server_no_context_takeover; client_max_window_bits=12\r\n");
        assertThat(server.open("/echo").responseHead().toLowerCase()).doesNotContain("sec-websocket-extensions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; unknown",
                "permessage-bzip2"
            })
    void shouldGoOnWithoutTheExtensionWhenItDeclinesTheOffer(String offer) {
        WsClient client = server.open("/echo", "Sec-WebSocket-Extensions: " + offer);
        assertThat(client.responseHead().toLowerCase()).doesNotContain("sec-websocket-extensions");
        Dialogue.with(client).send(frame(TEXT, true, RSV1, hex("00"))).expectClose(1002);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                ",",
                ";;",
                ";,;",
                "=",
                ";=",
                "permessage-deflate;;",
                "permessage-deflate; =",
                "\"",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=\"",
                "permessage-deflate; client_max_window_bits=99999999999999999999",
                "ä;ö",
                "permessage-deflate; \t"
            })
    void shouldGoOnWithoutTheExtensionWhenTheHeaderIsMalformed(String header) {
        WsClient client = server.open("/echo", "Sec-WebSocket-Extensions: " + header);
        Dialogue.with(client).send(Frames.text("plain")).expectText("plain").expectToGoOn();
    }

    @Test
    void shouldNotAcceptTheExtensionWhenItIsOff() {
        Instance instance = instances.start("socket.deflate", "false");
        try (WsClient client = WsClient.open(Instances.port(instance), "/echo", OFFER)) {
            assertThat(client.responseHead().toLowerCase()).doesNotContain("sec-websocket-extensions");
            Dialogue.with(client)
                    .send(Frames.text("x".repeat(10_000)), frame(TEXT, true, RSV1, hex("00")))
                    .expectText("x".repeat(10_000))
                    .expectClose(1002);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldEchoACompressedMessage(int opcode, int length) {
        byte[] message = message(length);
        WsClient client = server.open("/echo", OFFER);
        for (int i = 0; i < 5; i++) {
            client.send(frame(opcode, true, RSV1, compress(message)));
            expect(client, opcode, message);
        }
        Dialogue.with(client).expectToGoOn();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldEchoAMessageThatIsNotCompressed(int opcode, int length) {
        byte[] message = message(length);
        WsClient client = server.open("/echo", OFFER);
        client.send(frame(opcode, true, 0, message));
        expect(client, opcode, message);
        Dialogue.with(client).expectToGoOn();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 256, 4096})
    void shouldPutACompressedMessageTogether(int octets) {
        byte[] message = message(20_000);
        byte[] compressed = compress(message);
        WsClient client = server.open("/echo", OFFER);
        for (int from = 0; from < compressed.length; from += octets) {
            int to = Math.min(compressed.length, from + octets);
            byte[] part = Arrays.copyOfRange(compressed, from, to);
            boolean first = from == 0;
            client.send(frame(first ? TEXT : CONTINUATION, to == compressed.length, first ? RSV1 : 0, part));
        }
        expect(client, TEXT, message);
        Dialogue.with(client).expectToGoOn();
    }

    @Test
    void shouldTakeAMessageWhoseLastFragmentIsEmptyAndThatHasAPingWithin() {
        byte[] compressed = compress(message(1000));
        WsClient client = server.open("/echo", OFFER);
        Dialogue.with(client)
                .send(frame(TEXT, false, RSV1, compressed), Frames.ping("within"), Frames.last(""))
                .expectPong("within");
        expect(client, TEXT, message(1000));
        Dialogue.with(client).expectToGoOn();
    }

    @Test
    void shouldTakeCompressedAndPlainMessagesInTurns() {
        WsClient client = server.open("/echo", OFFER);
        byte[] large = message(5000);
        client.send(Frames.concat(
                frame(TEXT, true, RSV1, compress(large)),
                frame(TEXT, true, 0, large),
                Frames.text("small"),
                frame(TEXT, true, RSV1, compress(Frames.utf8("small and compressed"))),
                frame(BINARY, true, RSV1, compress(large))));
        expect(client, TEXT, large);
        expect(client, TEXT, large);
        expect(client, TEXT, Frames.utf8("small"));
        expect(client, TEXT, Frames.utf8("small and compressed"));
        expect(client, BINARY, large);
        Dialogue.with(client).expectToGoOn();
    }

    /** The standard's example: the second message is a reference to the first. */
    @Test
    void shouldUnderstandAMessageThatRefersToTheOneBefore() {
        byte[] hello = frame(TEXT, true, RSV1, hex("f2 48 cd c9 c9 07 00"));
        byte[] again = frame(TEXT, true, RSV1, hex("f2 00 11 00 00"));
        Dialogue.echo(server, "Sec-WebSocket-Extensions: permessage-deflate")
                .send(hello, Frames.text("not part of it"), again, Frames.ping("between"), again)
                .expectText("Hello")
                .expectText("not part of it")
                .expectText("Hello")
                .expectPong("between")
                .expectText("Hello")
                .expectToGoOn();
    }

    @Test
    void shouldNotKeepWhatTheClientSaysItWillNotReferTo() {
        Dialogue.echo(server, "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover")
                .send(
                        frame(TEXT, true, RSV1, hex("f2 48 cd c9 c9 07 00")),
                        frame(TEXT, true, RSV1, hex("f2 00 11 00 00")))
                .expectText("Hello")
                .expectClose(1007);
    }

    @Test
    void shouldNotMixUpWhatTwoSessionsMayReferTo() {
        String offer = "Sec-WebSocket-Extensions: permessage-deflate";
        byte[] again = frame(TEXT, true, RSV1, hex("f2 00 11 00 00"));
        Dialogue hello = Dialogue.echo(server, offer);
        Dialogue world = Dialogue.echo(server, offer);
        hello.send(frame(TEXT, true, RSV1, compress(Frames.utf8("Hello")))).expectText("Hello");
        world.send(frame(TEXT, true, RSV1, compress(Frames.utf8("World")))).expectText("World");
        // An H, and then what followed the first letter
        world.send(again).expectText("Horld");
        hello.send(again).expectText("Hello");
        Dialogue.echo(server, offer).send(again).expectClose(1007);
        hello.expectToGoOn();
        world.expectToGoOn();
    }

    @Test
    void shouldNotCompressWhatWouldNotBecomeSmaller() {
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        WsClient client = server.open("/echo", OFFER);
        Dialogue.with(client).send(Frames.binary(noise)).expect(BINARY, noise).expectToGoOn();
    }

    @ParameterizedTest
    @MethodSource("bitsWithoutMeaning")
    void shouldRejectReservedBitsThatTheExtensionGivesNoMeaning(int opcode, int bits) {
        byte[] payload = opcode == CLOSE ? Frames.octets(3, 0xe8) : compress(Frames.utf8("payload"));
        Dialogue.echo(server, OFFER).send(frame(opcode, true, bits, payload)).expectClose(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void shouldRejectReservedBitsInTheRestOfAMessage(int bits) {
        Dialogue.echo(server, OFFER)
                .send(frame(TEXT, false, RSV1, hex("f2 48")), frame(CONTINUATION, true, bits, hex("cd c9 c9 07 00")))
                .expectClose(1002);
    }

    @Test
    void shouldRejectACompressedMessageWithoutTheExtension() {
        Dialogue.echo(server)
                .send(frame(TEXT, true, RSV1, compress(Frames.utf8("Hello"))))
                .expectClose(1002);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "06 00",
                "ff ff ff ff ff",
                "00 05 00 05 00 48 65 6c 6c 6f 00",
                "f2 48 cd c9",
                "f2 00 11 00 00"
            })
    void shouldRejectWhatIsNotDeflated(String payload) {
        Dialogue.echo(server, OFFER)
                .send(frame(BINARY, true, RSV1, hex(payload)))
                .expectClose(1007);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "41 42 43 c3", "ed a0 80", "f4 90 80 80"})
    void shouldRejectACompressedTextThatIsNotUtf8(String text) {
        Dialogue.echo(server, OFFER)
                .send(frame(TEXT, true, RSV1, compress(hex(text))))
                .expectClose(1007);
        Dialogue.echo(server, OFFER)
                .send(frame(TEXT, false, RSV1, compress(hex(text))), Frames.last(""))
                .expectClose(1007);
    }

    @Test
    void shouldEchoAMessageThatIsAsLargeAsAllowedOnceDecompressed() {
        WsClient client = server.open("/echo", OFFER);
        client.send(frame(BINARY, true, RSV1, compress(new byte[MAX_BYTES])));
        expect(client, BINARY, new byte[MAX_BYTES]);
        client.send(frame(BINARY, true, RSV1, compress(new byte[MAX_BYTES + 1])));
        Dialogue.with(client).expectClose(1009);
    }

    @Test
    void shouldNotUnpackABomb() {
        byte[] bomb = DeflateTest.bomb();
        assertThat(bomb).hasSizeLessThan(MAX_BYTES);
        for (int i = 0; i < 2; i++) {
            Dialogue.echo(server, OFFER).send(frame(BINARY, true, RSV1, bomb)).expectClose(1009);
            Dialogue.echo(server, OFFER)
                    .send(frame(TEXT, false, RSV1, bomb), Frames.last(""))
                    .expectClose(1009);
        }
    }

    @Test
    void shouldBroadcastToPlainAndCompressingSessionsAlike() {
        Instance instance = instances.start("server.verticlesPerPort", "1", "server.name", "alpha");
        int port = Instances.port(instance);
        try (WsClient plain = WsClient.open(port, "/chat");
                WsClient compressing = WsClient.open(port, "/chat", OFFER)) {
            int[] lengths = {10, 5000, 20, 511, 512, 100_000, 0, 1000};
            byte[][] frames = new byte[lengths.length][];
            for (int i = 0; i < lengths.length; i++) {
                frames[i] = frame(TEXT, true, 0, message(lengths[i]));
            }
            for (WsClient sender : new WsClient[] {plain, compressing}) {
                sender.send(Frames.concat(frames));
                for (int length : lengths) {
                    byte[] expected = Frames.concat(Frames.utf8("[alpha] "), message(length));
                    Dialogue.with(plain).expect(TEXT, expected);
                    expect(compressing, TEXT, expected);
                }
            }
        }
    }

    /** The next frame carries the message, compressed if and only if that is worthwhile. */
    private static void expect(WsClient client, int opcode, byte[] message) {
        WsClient.Frame frame = client.read();
        assertThat(frame.opcode()).isEqualTo(opcode);
        assertThat(frame.fin()).isTrue();
        assertThat(frame.rsv()).as("reserved bits").isEqualTo(message.length >= MIN_BYTES ? RSV1 : 0);
        byte[] payload = frame.rsv() == 0 ? frame.payload() : ClientDeflate.decompress(frame.payload());
        assertThat(payload).isEqualTo(message);
    }

    /** A text that becomes smaller when compressed. */
    private static byte[] message(int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + i / 7 % 26);
        }
        return text;
    }
}
