package dev.carillon.socket;

import static dev.carillon.socket.Frames.ping;
import static dev.carillon.socket.Frames.text;
import static dev.carillon.socket.Frames.utf8;
import static dev.carillon.testing.WsClient.BINARY;
import static dev.carillon.testing.WsClient.CLOSE;
import static dev.carillon.testing.WsClient.CONTINUATION;
import static dev.carillon.testing.WsClient.PING;
import static dev.carillon.testing.WsClient.PONG;
import static dev.carillon.testing.WsClient.TEXT;
import static dev.carillon.testing.WsClient.frame;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reserved bits without an extension that gives them a meaning (RFC 6455, section 5.2). */
@ExtendWith(RedisExtension.class)
final class Rfc6455ReservedBitsTest {
    @RegisterExtension
    static final SharedInstance server = new SharedInstance();

    static Stream<Arguments> everyBitInEveryFrame() {
        return IntStream.of(TEXT, BINARY, PING, PONG, CLOSE)
                .boxed()
                .flatMap(opcode -> IntStream.rangeClosed(1, 7).mapToObj(bits -> Arguments.of(opcode, bits)));
    }

    static Stream<Arguments> everyBitInEveryChop() {
        return Stream.of(Chops.values())
                .flatMap(chops -> IntStream.rangeClosed(1, 7).mapToObj(bits -> Arguments.of(chops, bits)));
    }

    @ParameterizedTest
    @MethodSource("everyBitInEveryFrame")
    void shouldRejectReservedBits(int opcode, int bits) {
        Dialogue.echo(server)
                .send(frame(opcode, true, bits, opcode == CLOSE ? Frames.octets(3, 0xe8) : utf8("payload")))
                .expectClose(1002);
    }

    @ParameterizedTest
    @MethodSource("everyBitInEveryFrame")
    void shouldRejectReservedBitsInFramesWithoutPayload(int opcode, int bits) {
        Dialogue.echo(server).send(frame(opcode, true, bits, Frames.NOTHING)).expectClose(1002);
    }

    @ParameterizedTest
    @MethodSource("everyBitInEveryChop")
    void shouldEchoWhatCameBeforeReservedBitsAndNothingBehind(Chops chops, int bits) {
        Dialogue.echo(server)
                .send(chops, text("good"), frame(TEXT, true, bits, utf8("bad")), ping("unanswered"), text("unread"))
                .expectText("good")
                .expectClose(1002);
    }

    @ParameterizedTest
    @MethodSource("everyBitInEveryChop")
    void shouldRejectReservedBitsInTheRestOfAMessage(Chops chops, int bits) {
        Dialogue.echo(server)
                .send(chops, Frames.first("good"), frame(CONTINUATION, true, bits, utf8("bad")), ping("unanswered"))
                .expectClose(1002);
    }
}
