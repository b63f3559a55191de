package dev.carillon.socket;

import static dev.carillon.socket.Frames.ascii;
import static dev.carillon.socket.Frames.fragmented;
import static dev.carillon.socket.Frames.more;
import static dev.carillon.testing.WsClient.BINARY;
import static dev.carillon.testing.WsClient.TEXT;
import static dev.carillon.testing.WsClient.frame;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large messages, many messages, many pieces; and messages that are too large. */
@ExtendWith(RedisExtension.class)
final class Rfc6455LimitsTest {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int MAX = 8 * MIB;
    private static final byte[] LARGE = ascii(MAX + 1);

    @RegisterExtension
    static final SharedInstance server =
            new SharedInstance("socket.maxMessageBytes", "" + MAX, "socket.maxPendingBytes", "" + 64 * MIB);

    static Stream<Arguments> largeMessages() {
        return both(64 * KIB, 256 * KIB, MIB, 4 * MIB, MAX);
    }

    static Stream<Arguments> fragmentLengths() {
        return both(64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB);
    }

    static Stream<Arguments> chopLengths() {
        return both(64, 128, 256, 512, KIB, 2 * KIB);
    }

    static Stream<Arguments> smallMessages() {
        return both(0, 16, 64, 256, KIB, 4 * KIB, 16 * KIB);
    }

    @ParameterizedTest
    @MethodSource("largeMessages")
    void shouldEchoALargeMessage(int opcode, int length) {
        byte[] payload = Arrays.copyOf(LARGE, length);
        Dialogue.echo(server)
                .send(frame(opcode, true, 0, payload))
                .expect(opcode, payload)
                .expectToGoOn();
    }

    @ParameterizedTest
    @MethodSource("fragmentLengths")
    void shouldEchoALargeMessageInFragmentsOf(int opcode, int octets) {
        byte[] payload = Arrays.copyOf(LARGE, 4 * MIB);
        Dialogue.echo(server)
                .send(fragmented(opcode, payload, octets))
                .expect(opcode, payload)
                .expectToGoOn();
    }

    @ParameterizedTest
    @MethodSource("chopLengths")
    void shouldEchoALargeMessageInWritesOf(int opcode, int octets) {
        byte[] payload = Arrays.copyOf(LARGE, MIB);
        Dialogue echo = Dialogue.echo(server);
        Chops.chopped(echo.client(), frame(opcode, true, 0, payload), octets);
        echo.expect(opcode, payload).expectToGoOn();
    }

    @ParameterizedTest
    @MethodSource("smallMessages")
    void shouldEchoOneMessageAfterTheOther(int opcode, int length) {
        byte[] payload = Arrays.copyOf(LARGE, length);
        byte[] frame = frame(opcode, true, 0, payload);
        Dialogue echo = Dialogue.echo(server);
        for (int i = 0; i < 300; i++) {
            echo.send(frame).expect(opcode, payload);
        }
        echo.expectToGoOn();
    }

    @ParameterizedTest
    @MethodSource("smallMessages")
    void shouldEchoManyMessagesThatWereSentAtOnce(int opcode, int length) {
        byte[] payload = Arrays.copyOf(LARGE, length);
        byte[][] frames = new byte[1000][];
        Arrays.fill(frames, frame(opcode, true, 0, payload));
        Dialogue echo = Dialogue.echo(server).send(frames);
        for (int i = 0; i < frames.length; i++) {
            echo.expect(opcode, payload);
        }
        echo.expectToGoOn();
    }

    /** As clients do that cut by themselves what they send. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1299, 1300, 1301, 65535})
    void shouldEchoInOneFrameWhatCameInFragmentsOf(int octets) {
        byte[] payload = Arrays.copyOf(LARGE, 65536);
        Dialogue.echo(server)
                .send(fragmented(TEXT, payload, octets))
                .expect(TEXT, payload)
                .expectToGoOn();
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, BINARY})
    void shouldRejectAFrameThatIsTooLargeAsSoonAsItsLengthIsKnown(int opcode) {
        byte[] head = Arrays.copyOf(frame(opcode, true, 0, Arrays.copyOf(LARGE, MAX + 1)), 10);
        Dialogue.echo(server).send(head).expectClose(1009);
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, BINARY})
    void shouldRejectFragmentsThatAreTogetherTooLargeBeforeTheMessageEnds(int opcode) {
        Dialogue echo = Dialogue.echo(server).send(Frames.first(opcode, Arrays.copyOf(LARGE, MAX - 1)));
        echo.send(more("1"), Frames.ping("just not too large")).expectPong("just not too large");
        echo.send(more("2")).expectClose(1009);
    }

    @Test
    void shouldEchoFragmentsThatAreTogetherJustNotTooLarge() {
        byte[] payload = Arrays.copyOf(LARGE, MAX);
        Dialogue.echo(server)
                .send(fragmented(BINARY, payload, MAX / 2 + 1))
                .expect(BINARY, payload)
                .expectToGoOn();
    }

    private static Stream<Arguments> both(int... lengths) {
        return Stream.of(TEXT, BINARY)
                .flatMap(opcode -> IntStream.of(lengths).mapToObj(length -> Arguments.of(opcode, length)));
    }
}
